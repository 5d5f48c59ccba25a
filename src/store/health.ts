// How the database is: what it says of itself, each question by itself, so that one it does not answer hides no other.

import type { mongo } from 'mongoose';
import type { DatabaseHealth, HealthReader, ReplicaMember } from '../directory/health';
import type { Collections } from './documents';

const ASK_MS_MAX = 2_000;
/** Of those that rs.status() tells (MongoDB manual, replica set member states). */
const PRIMARY = 1;

export function createHealthReader(
  client: mongo.MongoClient,
  database: mongo.Db,
  collections: Pick<Collections, 'users' | 'groups' | 'events' | 'requests'>,
): HealthReader {
  const admin = client.db('admin');
  return {
    async database() {
      const start = process.hrtime.bigint();
      const isReachable = (await asked(admin, { ping: 1 })) !== undefined;
      const answeredInMs = isReachable ? Number((process.hrtime.bigint() - start) / 1_000_000n) : null;
      if (!isReachable) return AWAY;
      const [build, set, stats, counts] = await Promise.all([
        asked(admin, { buildInfo: 1 }),
        asked(admin, { replSetGetStatus: 1 }),
        asked(database, { dbStats: 1 }),
        counted(collections),
      ]);
      return {
        isReachable,
        answeredInMs,
        version: textOf(build, 'version'),
        replicaSet: set === undefined ? null : replicaSet(set),
        bytesOnDisk: stats === undefined ? null : Math.round(Number(stats['totalSize'] ?? 0)),
        counts,
      };
    },
  };
}

const AWAY: DatabaseHealth = {
  isReachable: false,
  answeredInMs: null,
  version: null,
  replicaSet: null,
  bytesOnDisk: null,
  counts: null,
};

/** Undefined where it does not answer, or may not be asked: roles differ from database to database. */
async function asked(database: mongo.Db, command: mongo.Document): Promise<mongo.Document | undefined> {
  return database.command(command, { timeoutMS: ASK_MS_MAX }).catch(() => undefined);
}

/** From the collections' own records: nothing is counted through. */
async function counted({
  users,
  groups,
  events,
  requests,
}: Pick<Collections, 'users' | 'groups' | 'events' | 'requests'>): Promise<DatabaseHealth['counts']> {
  const count = (collection: { estimatedDocumentCount(options: object): Promise<number> }): Promise<number> =>
    collection.estimatedDocumentCount({ timeoutMS: ASK_MS_MAX });
  try {
    const [people, teams, changes, lines] = await Promise.all([
      count(users),
      count(groups),
      count(events),
      count(requests),
    ]);
    return { users: people, groups: teams, events: changes, requests: lines };
  } catch {
    return null;
  }
}

function replicaSet(status: mongo.Document): DatabaseHealth['replicaSet'] {
  const members = (status['members'] ?? []) as readonly mongo.Document[];
  const primary = members.find((member) => member['state'] === PRIMARY);
  const latest = momentOf(primary);
  return {
    name: textOf(status, 'set') ?? '',
    members: members.map((member): ReplicaMember => {
      const own = momentOf(member);
      const isBehind = member !== primary && own !== undefined && latest !== undefined;
      return {
        host: textOf(member, 'name') ?? '',
        state: (textOf(member, 'stateStr') ?? 'unknown').toLowerCase(),
        isHealthy: member['health'] === 1,
        lagSeconds: isBehind ? Math.max(0, Math.round((latest.getTime() - own.getTime()) / 1_000)) : null,
      };
    }),
  };
}

function momentOf(member: mongo.Document | undefined): Date | undefined {
  const moment: unknown = member?.['optimeDate'];
  return moment instanceof Date && moment.getTime() > 0 ? moment : undefined;
}

function textOf(document: mongo.Document | undefined, name: string): string | null {
  const text: unknown = document?.[name];
  return typeof text === 'string' ? text : null;
}
