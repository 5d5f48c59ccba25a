// The alerts that the watcher raises, in words for admins: what happened, and what to do. Pure; must not know how it is found out.

import {
  NEW_ALERT,
  type Alert,
  type IncompleteUsersAlert,
  type NoticeFailedAlert,
  type RefusedDisableAlert,
  type SilentIdpAlert,
} from './alert';
import { NOTICE_NAMES, type AlertKind, type NoticeTarget } from './alert-words';
import { momentWords } from './moment-words';
import type { RefusedDisable } from './refused-disables';
import { duration } from './spans';

/** An alert that is not raised yet; whoever keeps it gives it its id. */
export type RaisedAlert = Exclude<Alert, { kind: 'mass-disable' }>;
export type NewAlert<A extends RaisedAlert = RaisedAlert> = A extends RaisedAlert ? Omit<A, 'id'> : never;

/** Under which name an alert that is under way is found again: what is repeated is counted, not raised anew. */
export function alertKey(alert: NewAlert): string {
  switch (alert.kind) {
    case 'refused-disable':
      return `${alert.kind}/${alert.person.id}`;
    case 'silent-idp':
      return `${alert.kind}/${alert.connection}`;
    case 'incomplete-users':
      return alert.kind;
    case 'notice-failed':
      return `${alert.kind}/${alert.target}`;
  }
}

export const ALERT_TITLES: Readonly<Record<AlertKind, string>> = {
  'mass-disable': 'Many people lost their sign-in',
  'refused-disable': 'Somebody was not disabled',
  'silent-idp': 'An identity provider is silent',
  'incomplete-users': 'People whom iManage cannot hold',
  'notice-failed': 'Notices do not arrive',
};

/** @param person undefined where the gateway has never known anybody with this id */
export function refusedDisableAlert(
  customer: string,
  refused: RefusedDisable,
  person: { readonly id: string; readonly name: string | undefined },
): NewAlert<RefusedDisableAlert> {
  const isKnown = person.name !== undefined;
  const name = person.name ?? `the unknown id ${JSON.stringify(person.id.slice(0, 80))}`;
  const who = refused.connection === null ? 'A client' : `The connection "${refused.connection}"`;
  const still = isKnown
    ? `${name} can still sign in`
    : 'whoever is meant may still be able to sign in, under another id or in iManage itself';
  return {
    ...NEW_ALERT,
    customer,
    kind: 'refused-disable',
    at: refused.at,
    lastAt: refused.at,
    person: { id: person.id, name, isKnown },
    connection: refused.connection,
    requestId: refused.requestId,
    status: refused.status,
    isHeld: refused.isHeld,
    detail: refused.detail,
    message: `${who} asked to disable ${name} and was answered ${refused.status}, so ${still}.`,
    remedy: refusedRemedy(refused, name, isKnown),
  };
}

function refusedRemedy(refused: RefusedDisable, name: string, isKnown: boolean): string {
  if (!isKnown)
    return (
      'Look in the identity provider whom this id means, and whether that person is here under another one (People, by name ' +
      'or e-mail address). Disable them by hand if they are to leave; then acknowledge this alert.'
    );
  const byHand = `If ${name} is to leave now, disable them by hand on their page under People; this alert ends by itself then.`;
  return `${refusedCause(refused)} ${byHand}`;
}

function refusedCause({ status, isHeld }: RefusedDisable): string {
  if (isHeld)
    return 'The mass-disable brake holds it back: if the disables are meant, release the brake under Alerts, and it goes through when the identity provider tries again.';
  if (status === 401)
    return 'The token of the identity provider is not accepted: it is wrong, expired or revoked. Give it a new one under Connections.';
  if (status === 403) return 'The connection may not do this: give it the right to write under Connections.';
  if (status === 429) return 'Too much came at once; the identity provider tries again by itself.';
  if (status >= 500 || status === 499)
    return 'The gateway could not answer just then. Okta and Entra try again, Entra only after hours.';
  return 'What the identity provider sent cannot be carried out as it is; the sync log shows the request and how to mend it there.';
}

/** Silent for longer than two of its sync periods. */
export function isSilent(seenAt: Date, syncMinutes: number, now: Date): boolean {
  return now.getTime() - seenAt.getTime() > 2 * syncMinutes * 60_000;
}

export function silentIdpAlert(
  customer: string,
  { connection, seenAt, syncMinutes }: Pick<SilentIdpAlert, 'connection' | 'seenAt' | 'syncMinutes'>,
  now: Date,
): NewAlert<SilentIdpAlert> {
  return {
    ...NEW_ALERT,
    customer,
    kind: 'silent-idp',
    at: now,
    lastAt: now,
    connection,
    seenAt,
    syncMinutes,
    message:
      `Nothing came from the connection "${connection}" since ${momentWords(seenAt)}. It ordinarily comes every ` +
      `${duration(syncMinutes)}, and it has been silent for more than twice as long. Whoever left since then can still sign in.`,
    remedy:
      'Look in the identity provider whether its provisioning job runs, is paused or in quarantine, and test its connection ' +
      'there: the address and the token must be right. The alert ends by itself with the next request.',
  };
}

export function incompleteUsersAlert(
  customer: string,
  {
    count,
    names,
    minutes,
  }: { readonly count: number; readonly names: readonly string[]; readonly minutes: number },
  now: Date,
): NewAlert<IncompleteUsersAlert> {
  const [one, several] = [count === 1, names.length > 0];
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  const named = several ? `: ${names.join(', ')}${more}` : '';
  return {
    ...NEW_ALERT,
    customer,
    kind: 'incomplete-users',
    at: now,
    lastAt: now,
    count,
    minutes,
    message:
      `${count} ${one ? 'person has' : 'people have'} been incomplete for longer than ${duration(minutes)}${named}. ` +
      `iManage cannot hold ${one ? 'this person' : 'them'} until what is missing is sent: a usable User ID, or an e-mail ` +
      'address that nobody else has.',
    remedy:
      'Open People, filtered by completeness: each person there says what is missing. Fill it in at the identity provider; ' +
      'this alert ends by itself when nobody is left.',
  };
}

export function noticeFailedAlert(
  customer: string,
  { target, why, since }: { readonly target: NoticeTarget; readonly why: string; readonly since: Date },
  now: Date,
): NewAlert<NoticeFailedAlert> {
  return {
    ...NEW_ALERT,
    customer,
    kind: 'notice-failed',
    at: now,
    lastAt: now,
    target,
    message: `Alerts could not be sent to the ${NOTICE_NAMES[target]} since ${momentWords(since)}: ${why}. They are kept here and tried again for a day.`,
    remedy:
      'Look whether the receiver runs and the address and secret in the configuration are right; Settings sends a test ' +
      'notice. This alert ends by itself when a notice arrives.',
  };
}
