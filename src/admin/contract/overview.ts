// What the first page shows beside people and seats: the gateway's health, alerts, and what comes from each connection. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, literals } from '../contract';
import { ALERT } from './alerts';

const orNull = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(type: T) =>
  Type.Union([type, Type.Null()]);

const Health = Type.Object({
  /** `ok`; `degraded`: it serves, and something needs a look; `down`: it cannot serve. */
  state: literals(['ok', 'degraded', 'down']),
  /** How it stands in words, one sentence each; the first is the most important. */
  says: Type.Array(Type.String()),
  ready: Type.Boolean(),
  database: Type.Object({
    reachable: Type.Boolean(),
    /** How long a ping took. */
    answeredInMs: orNull(Type.Integer()),
    version: orNull(Type.String()),
    /** Null where it is not known. */
    replicaSet: Type.Union([
      Type.Object({
        name: Type.String(),
        members: Type.Array(
          Type.Object({
            host: Type.String(),
            state: Type.String(),
            healthy: Type.Boolean(),
            /** Behind the primary; null for the primary itself, and where it is not known. */
            lagSeconds: orNull(Type.Integer()),
          }),
        ),
      }),
      Type.Null(),
    ]),
    bytesOnDisk: orNull(Type.Integer()),
    /** Estimated; null where several customers share the database. */
    counts: Type.Union([
      Type.Object({
        users: Type.Integer(),
        groups: Type.Integer(),
        events: Type.Integer(),
        requests: Type.Integer(),
      }),
      Type.Null(),
    ]),
    lastBackupAt: orNull(Type.String()),
  }),
  gateway: Type.Object({
    version: Type.String(),
    startedAt: Type.String(),
    uptimeSeconds: Type.Integer(),
    /** All gateway processes on this database that gave a sign of life in the last minute. */
    processes: Type.Array(
      Type.Object({
        host: Type.String(),
        version: Type.String(),
        startedAt: Type.String(),
        seenAt: Type.String(),
        isThis: Type.Boolean(),
      }),
    ),
  }),
});

const Connection = Type.Object({
  connection: Type.String(),
  /** When it was last heard of with a token that was accepted. */
  lastSeenAt: orNull(Type.String()),
  /** Whether that is longer ago than two of its sync periods. */
  silent: Type.Boolean(),
  /** Longest wait between two requests that is ordinary. */
  syncMinutes: Type.Integer(),
  /** In words: `last heard of 12 minutes ago`. */
  says: Type.String(),
  requests: Type.Integer(),
  refused: Type.Integer(),
  failed: Type.Integer(),
  /** Each hour of the range, oldest first, also those without requests. */
  hours: Type.Array(
    Type.Object({
      at: Type.String(),
      requests: Type.Integer(),
      refused: Type.Integer(),
      failed: Type.Integer(),
    }),
  ),
});

export const OVERVIEW = {
  'overview.health': answers({
    method: 'GET',
    path: '/overview/health',
    role: 'viewer',
    summary: 'Shows how the gateway and its database are.',
    input: Type.Object({}),
    answer: Health,
  }),
  'overview.alerts': answers({
    method: 'GET',
    path: '/overview/alerts',
    role: 'viewer',
    summary: 'Counts the alerts that are open and shows the newest of them, one of each kind first.',
    input: Type.Object({}),
    answer: Type.Object({
      open: Type.Integer(),
      acknowledged: Type.Integer(),
      /** Open ones of each kind. */
      kinds: Type.Array(
        Type.Object({ kind: ALERT.properties.kind, title: Type.String(), open: Type.Integer() }),
      ),
      newest: Type.Array(ALERT),
    }),
  }),
  'overview.connections': answers({
    method: 'GET',
    path: '/overview/connections',
    role: 'viewer',
    summary: 'Shows for each connection the requests and errors of each hour, and when it was last heard of.',
    input: Type.Object({ range: Type.Optional(literals(['24h', '7d'])) }),
    answer: Type.Object({
      range: literals(['24h', '7d']),
      from: Type.String(),
      to: Type.String(),
      connections: Type.Array(Connection),
    }),
  }),
} as const;
