// An alert as admins see it: its facts, in words, with what became of its notices. Must not know where it is kept.

import type { Static } from '@sinclair/typebox';
import { alertState, type Alert, type MassDisableAlert, type NoticeProgress } from '../../directory/alert';
import { ALERT_TITLES } from '../../directory/alert-kinds';
import {
  NOTICE_NAMES,
  NOTICE_TARGETS,
  type NoticeState,
  type NoticeTarget,
} from '../../directory/alert-words';
import type { ALERT } from '../contract/alerts';

type Shown = Static<typeof ALERT>;

export function shownAlert(alert: Alert): Shown {
  const { id, kind, remedy, at, lastAt, times, acknowledged, endedAt, ended } = alert;
  return {
    id,
    kind,
    state: alertState(alert),
    title: ALERT_TITLES[kind],
    message: messageOf(alert),
    remedy,
    at: at.toISOString(),
    lastAt: lastAt.toISOString(),
    count: times,
    person: personOf(alert),
    connection: connectionOf(alert),
    requestId: alert.kind === 'refused-disable' ? alert.requestId : null,
    acknowledged:
      acknowledged === null
        ? null
        : {
            at: acknowledged.at.toISOString(),
            by: acknowledged.by.client,
            reason: acknowledged.reason,
          },
    endedAt: endedAt?.toISOString() ?? null,
    ended,
    notices: NOTICE_TARGETS.flatMap((target) => {
      const progress = alert.notices[target];
      return progress === undefined ? [] : [shownNotice(target, progress)];
    }),
    brake: alert.kind === 'mass-disable' ? shownBrake(alert) : null,
  };
}

function shownBrake({
  mode,
  count,
  limit,
  windowMinutes,
  releasedAt,
  releasedBy,
}: MassDisableAlert): Shown['brake'] {
  return {
    mode,
    count,
    limit,
    windowMinutes,
    releasedAt: releasedAt?.toISOString() ?? null,
    releasedBy: releasedBy?.client ?? null,
  };
}

/** With what a notice leaves out, for it may hold personal data. */
function messageOf(alert: Alert): string {
  if (alert.kind !== 'refused-disable' || alert.detail === null) return alert.message;
  return `${alert.message} The answer said: ${alert.detail}`;
}

function personOf(alert: Alert): Shown['person'] {
  if (alert.kind !== 'refused-disable') return null;
  const { id, name, isKnown } = alert.person;
  return { id: isKnown ? id : null, name };
}

function connectionOf(alert: Alert): string | null {
  return alert.kind === 'refused-disable' || alert.kind === 'silent-idp' ? alert.connection : null;
}

function shownNotice(target: NoticeTarget, progress: NoticeProgress): Shown['notices'][number] {
  const { sentAt, failingSince, tries, why, retryAt } = progress;
  return {
    target,
    name: NOTICE_NAMES[target],
    state: stateOf(progress),
    sentAt: sentAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    tries,
    why,
    retryAt: retryAt?.toISOString() ?? null,
    says: noticeInWords(target, progress),
  };
}

function stateOf({ sentAt, givenUpAt, failingSince }: NoticeProgress): NoticeState {
  if (sentAt !== null) return 'sent';
  if (givenUpAt !== null) return 'givenUp';
  return failingSince === null ? 'waiting' : 'failing';
}

function noticeInWords(target: NoticeTarget, progress: NoticeProgress): string {
  const name = NOTICE_NAMES[target];
  const { sentAt, failingSince, tries, why, retryAt, givenUpAt } = progress;
  if (sentAt !== null) return `Sent to the ${name} at ${sentAt.toISOString()}.`;
  if (givenUpAt !== null)
    return `Not sent to the ${name}: ${why ?? 'it failed for a day'}. It is not tried again.`;
  if (failingSince === null) return `About to be sent to the ${name}.`;
  const next = retryAt === null ? '' : ` The next try is at ${retryAt.toISOString()}.`;
  return `Failing to reach the ${name} since ${failingSince.toISOString()}, ${tries} ${tries === 1 ? 'try' : 'tries'}: ${why ?? ''}.${next}`;
}
