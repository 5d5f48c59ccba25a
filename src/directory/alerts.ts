// What alerts need of a store: raised once, counted, acknowledged, ended, and told. Implemented in store/.

import type { Acknowledgement, Alert, NoticeProgress } from './alert';
import type { AlertKind, AlertState, NoticeTarget } from './alert-words';
import type { NewAlert, RaisedAlert } from './alert-kinds';

export interface AlertPosition {
  readonly state: AlertState;
  readonly at: Date;
  readonly id: string;
}

export interface AlertQuery {
  readonly state: AlertState | undefined;
  readonly kind: AlertKind | undefined;
  readonly limit: number;
  readonly after: AlertPosition | undefined;
}

interface AlertCount {
  readonly kind: AlertKind;
  readonly state: AlertState;
  readonly count: number;
}

/** Alerts of which not every place is told yet. */
export interface AlertOutbox {
  /** Customers that have any. */
  customersToTell(): Promise<readonly string[]>;
  /** Oldest first; those that this place is not told of yet. */
  untold(customer: string, target: NoticeTarget, most: number): Promise<readonly Alert[]>;
  /** What came of it. */
  progressed(
    customer: string,
    ids: readonly string[],
    target: NoticeTarget,
    progress: NoticeProgress,
  ): Promise<void>;
  /** Every place knows, or none will: these are not looked at again. */
  settleTold(customer: string, targets: readonly NoticeTarget[]): Promise<void>;
}

export interface AlertStore extends AlertOutbox {
  /** Open ones first, then acknowledged, then ended ones; newest first. */
  list(customer: string, query: AlertQuery): Promise<readonly Alert[]>;
  alert(customer: string, id: string): Promise<Alert | undefined>;
  /** Of those that did not end. */
  counts(customer: string): Promise<readonly AlertCount[]>;
  /** Those that did not end. */
  underWay<K extends RaisedAlert['kind']>(
    customer: string,
    kind: K,
  ): Promise<readonly Extract<RaisedAlert, { kind: K }>[]>;
  /** Of what is under way already the last time, how often, and what was last said are kept. @returns whether it is new */
  raise(id: string, alert: NewAlert): Promise<boolean>;
  /** @returns undefined unless it was open */
  acknowledge(customer: string, id: string, by: Acknowledgement): Promise<Alert | undefined>;
  /** Of everybody whose disable the brake holds back. */
  acknowledgeHeld(customer: string, by: Acknowledgement): Promise<void>;
  /** Changes nothing where it has ended. */
  end(customer: string, id: string, how: { readonly at: Date; readonly ended: string }): Promise<void>;
}
