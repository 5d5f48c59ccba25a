// How the gateway and its database are, in words; what is not known is said to be not known. Pure.

import type { Static } from '@sinclair/typebox';
import type { DatabaseHealth, GatewayProcess } from '../../directory/health';
import type { OVERVIEW } from '../contract/overview';
import type { GatewayFacts } from '../gateway-facts';

type Shown = Static<(typeof OVERVIEW)['overview.health']['answer']>;

interface Found {
  readonly gateway: GatewayFacts;
  readonly database: DatabaseHealth;
  readonly processes: readonly GatewayProcess[];
  readonly now: Date;
}

/** A secondary that is further behind would lose as much were the primary lost. */
const LAG_SECONDS_MAX = 10;
const SLOW_MS = 500;

export function shownHealth({ gateway, database, processes, now }: Found): Shown {
  const ready = gateway.isReady() && database.isReachable;
  const troubles = ready ? troublesOf(database) : [];
  return {
    state: ready ? (troubles.length === 0 ? 'ok' : 'degraded') : 'down',
    says: [...headline(gateway, database, troubles), ...unknowns(database)],
    ready,
    database: {
      reachable: database.isReachable,
      answeredInMs: database.answeredInMs,
      version: database.version,
      replicaSet:
        database.replicaSet === null
          ? null
          : {
              name: database.replicaSet.name,
              members: database.replicaSet.members.map(({ isHealthy, ...member }) => ({
                ...member,
                healthy: isHealthy,
              })),
            },
      bytesOnDisk: database.bytesOnDisk,
      counts: gateway.isShared ? null : database.counts,
      // Backups are made outside of the gateway, which is told of none.
      lastBackupAt: null,
    },
    gateway: {
      version: gateway.version,
      startedAt: gateway.startedAt.toISOString(),
      uptimeSeconds: Math.max(0, Math.round((now.getTime() - gateway.startedAt.getTime()) / 1_000)),
      processes: processes.map(({ id, host, version, startedAt, seenAt }) => ({
        host,
        version,
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
        isThis: id === gateway.process,
      })),
    },
  };
}

function headline(
  gateway: GatewayFacts,
  database: DatabaseHealth,
  troubles: readonly string[],
): readonly string[] {
  if (!database.isReachable)
    return [
      'The database does not answer: every request of an identity provider is answered 503 until it does. Look whether MongoDB runs and the network lets the gateway through.',
    ];
  if (!gateway.isReady())
    return [
      'The gateway is getting ready: indexes and what is kept are brought up to date. It serves as soon as that is done.',
    ];
  return troubles.length === 0 ? ['Everything is in order.'] : troubles;
}

function troublesOf({ answeredInMs, replicaSet }: DatabaseHealth): readonly string[] {
  const members = replicaSet?.members ?? [];
  return [
    ...members
      .filter(({ isHealthy }) => !isHealthy)
      .map(({ host, state }) => `The database member ${host} is ${state}: look whether it runs.`),
    ...members
      .filter(({ lagSeconds }) => (lagSeconds ?? 0) > LAG_SECONDS_MAX)
      .map(({ host, lagSeconds }) => `The database member ${host} is ${lagSeconds ?? 0} seconds behind.`),
    ...((answeredInMs ?? 0) > SLOW_MS ? [`The database took ${answeredInMs ?? 0} ms to answer.`] : []),
  ];
}

function unknowns({ isReachable, replicaSet }: DatabaseHealth): readonly string[] {
  if (!isReachable) return [];
  const alone =
    replicaSet?.members.length === 1
      ? ['The database has one member only: if its disk is lost, everything is lost that is in no backup.']
      : [];
  const hidden = replicaSet === null ? ['Whether other members of the database lag is not known.'] : [];
  return [
    ...alone,
    ...hidden,
    'When the last backup was made is not known: backups are made outside of the gateway. Ask whoever runs the database.',
  ];
}
