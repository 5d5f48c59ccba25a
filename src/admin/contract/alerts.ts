// Alerts as admins see and acknowledge them, and the notices that are sent of them. Knows no operation.

import { Type } from '@sinclair/typebox';
import { ALERT_KINDS, ALERT_STATES, NOTICE_STATES, NOTICE_TARGETS } from '../../directory/alert-words';
import { answers, literals } from '../contract';

const moment = Type.String();
const orNull = <T extends ReturnType<typeof Type.String>>(type: T) => Type.Union([type, Type.Null()]);

/** One place that an alert is told to. */
const Notice = Type.Object({
  target: literals(NOTICE_TARGETS),
  /** `webhook of the gateway`, `e-mail of this customer`. */
  name: Type.String(),
  state: literals(NOTICE_STATES),
  sentAt: orNull(moment),
  failingSince: orNull(moment),
  tries: Type.Integer(),
  /** Why the last try failed. */
  why: orNull(Type.String()),
  retryAt: orNull(moment),
  /** All of it in one sentence. */
  says: Type.String(),
});

export const ALERT = Type.Object({
  id: Type.String(),
  kind: literals(ALERT_KINDS),
  state: literals(ALERT_STATES),
  /** The kind in a few words, such as `A disable was refused`. */
  title: Type.String(),
  /** What happened, in words. */
  message: Type.String(),
  /** What to do. */
  remedy: Type.String(),
  /** First and last time, and how often. */
  at: moment,
  lastAt: moment,
  count: Type.Integer(),
  /** Whom it is about, where it is one person; id null where the gateway does not know them. */
  person: Type.Union([Type.Object({ id: orNull(Type.String()), name: Type.String() }), Type.Null()]),
  connection: orNull(Type.String()),
  /** The request in the sync log, the last one of several. */
  requestId: orNull(Type.String()),
  acknowledged: Type.Union([
    Type.Object({ at: moment, by: Type.String(), reason: Type.String() }),
    Type.Null(),
  ]),
  endedAt: orNull(moment),
  /** How it ended, in words. */
  ended: orNull(Type.String()),
  notices: Type.Array(Notice),
  /** How the brake stood; null for alerts of other kinds. */
  brake: Type.Union([
    Type.Object({
      mode: literals(['warn', 'hold']),
      count: Type.Integer(),
      limit: Type.Integer(),
      windowMinutes: Type.Integer(),
      releasedAt: orNull(moment),
      releasedBy: orNull(Type.String()),
    }),
    Type.Null(),
  ]),
});

const TestOutcome = Type.Object({
  target: literals(NOTICE_TARGETS),
  name: Type.String(),
  /** The address, without what is secret in it. */
  to: Type.String(),
  sent: Type.Boolean(),
  /** What came of it, and what to do where it failed. */
  says: Type.String(),
});

export const ALERTS = {
  'alerts.list': answers({
    method: 'GET',
    path: '/alerts',
    role: 'viewer',
    summary:
      'Lists the alerts: open ones first, then acknowledged ones, then those that ended, newest first.',
    input: Type.Object({
      state: Type.Optional(literals(ALERT_STATES)),
      kind: Type.Optional(literals(ALERT_KINDS)),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 200, description: '1 to 200; 50 where absent' }),
      ),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    answer: Type.Object({ rows: Type.Array(ALERT), next: orNull(Type.String()) }),
  }),
  'alerts.acknowledge': answers({
    method: 'POST',
    path: '/alerts/{alert}/acknowledge',
    role: 'operator',
    summary:
      'Says that somebody has the alert in hand, and why it need not stay open; with the brake’s alert also those of everybody whom it holds. The reason is kept with them.',
    input: Type.Object({
      alert: Type.String({ minLength: 1, maxLength: 100, description: 'the id of an alert' }),
      reason: Type.String({
        minLength: 3,
        maxLength: 500,
        pattern: '\\S.*\\S',
        description: 'why, in 3 to 500 characters; it is kept with the alert under your name',
      }),
    }),
    answer: ALERT,
  }),
  'notices.test': answers({
    method: 'POST',
    path: '/notices/test',
    role: 'admin',
    summary:
      'Sends a test notice to each place that alerts are sent to, or to one of them, and says what came of it.',
    input: Type.Object({ target: Type.Optional(literals(NOTICE_TARGETS)) }),
    answer: Type.Object({
      outcomes: Type.Array(TestOutcome),
      /** What to do where nothing is configured. */
      says: Type.String(),
    }),
  }),
} as const;
