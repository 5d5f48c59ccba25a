// What is told of an alert outside the console, and by whom; plain facts, no personal data beyond the names that are needed. Pure.

import type { Alert } from './alert';
import { ALERT_TITLES } from './alert-kinds';
import type { AlertKind, NoticeTarget } from './alert-words';

export interface Notice {
  /** The same at every try, so that a receiver knows what it has already. */
  readonly id: string;
  readonly type: 'alert.raised' | 'notice.test';
  readonly at: Date;
  readonly customer: { readonly id: string; readonly name: string };
  readonly kind: AlertKind | null;
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
  /** Where it is looked at. */
  readonly url: string;
}

/** Null: it was sent. */
export type NoticeFailure = { readonly why: string } | null;

/** One place that notices go to. */
export interface NoticeSender {
  readonly target: NoticeTarget;
  /** The address, without what is secret in it. */
  readonly to: string;
  /** How many notices go out at once. */
  readonly batch: number;
  /** Never throws. */
  send(notices: readonly Notice[], stopping: AbortSignal): Promise<NoticeFailure>;
}

export interface NoticeOutcome {
  readonly target: NoticeTarget;
  readonly to: string;
  readonly failure: NoticeFailure;
}

/** What operations need of those who send. */
export interface NoticeTests {
  /** To each place that this customer's alerts go to, or to one of them. */
  test(
    customer: { readonly id: string; readonly name: string },
    target: NoticeTarget | undefined,
    stopping: AbortSignal,
  ): Promise<readonly NoticeOutcome[]>;
}

interface Place {
  readonly customer: Notice['customer'];
  /** The public URL. */
  readonly publicUrl: string;
}

export function alertNotice(
  { id, at, kind, message, remedy }: Alert,
  { customer, publicUrl }: Place,
): Notice {
  return {
    id,
    type: 'alert.raised',
    at,
    customer,
    kind,
    title: ALERT_TITLES[kind],
    message,
    remedy,
    url: `${publicUrl}/admin/alerts`,
  };
}

export function testNotice({ customer, publicUrl }: Place, { id, at }: Pick<Notice, 'id' | 'at'>): Notice {
  return {
    id,
    type: 'notice.test',
    at,
    customer,
    kind: null,
    title: 'A test notice',
    message: `An administrator of ${customer.name} sent this to see whether alerts arrive here. They do.`,
    remedy: 'Nothing is to be done.',
    url: `${publicUrl}/admin/settings`,
  };
}
