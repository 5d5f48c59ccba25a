// Who sends a customer's alerts: its own webhook and e-mail, and those of the gateway. Sends nothing itself but tests.

import { randomUUID } from 'node:crypto';
import type { NoticeTarget } from '../directory/alert-words';
import { testNotice, type NoticeSender, type NoticeTests } from '../directory/notice';
import { emailSender } from './email';
import type { Pace } from './pace';
import { webhookSender } from './webhook';

/** As the configuration has it. */
interface NoticePlaces {
  /** Null: the alerts of every customer. */
  readonly customer: string | null;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly email: Omit<Parameters<typeof emailSender>[0], 'target' | 'pace'> | null;
}

interface SenderOptions {
  readonly pace: Pace;
  readonly now: () => Date;
}

/** Of one customer; nobody where nothing is configured. */
export type NoticeSenders = (customer: string) => readonly NoticeSender[];

export function noticeSenders(places: readonly NoticePlaces[], options: SenderOptions): NoticeSenders {
  return (customer) =>
    places
      .filter((place) => place.customer === null || place.customer === customer)
      .flatMap((place) => sendersOf(place, options));
}

function sendersOf(
  { customer, webhook, email }: NoticePlaces,
  { pace, now }: SenderOptions,
): readonly NoticeSender[] {
  const [toWebhook, byEmail]: readonly [NoticeTarget, NoticeTarget] =
    customer === null ? ['gatewayWebhook', 'gatewayEmail'] : ['customerWebhook', 'customerEmail'];
  return [
    ...(webhook === null ? [] : [webhookSender({ target: toWebhook, ...webhook, pace, now })]),
    ...(email === null ? [] : [emailSender({ target: byEmail, ...email, pace })]),
  ];
}

interface TestOptions {
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Told of a place where a notice arrived. */
  readonly onArrived: (customer: string, target: NoticeTarget) => Promise<void>;
}

export function noticeTests(senders: NoticeSenders, { publicUrl, now, onArrived }: TestOptions): NoticeTests {
  return {
    test: ({ id, name }, target, stopping) => {
      const asked = senders(id).filter((sender) => target === undefined || sender.target === target);
      const notice = testNotice(
        { customer: { id, name }, publicUrl },
        { id: `test-${randomUUID()}`, at: now() },
      );
      return Promise.all(
        asked.map(async (sender) => {
          const failure = await sender.send([notice], stopping);
          if (failure === null) await onArrived(id, sender.target);
          return { target: sender.target, to: sender.to, failure };
        }),
      );
    },
  };
}
