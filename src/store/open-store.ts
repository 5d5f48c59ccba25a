// Opens the store: the connection to MongoDB, its indexes, and the services that stand on them.

import { mongo } from 'mongoose';
import os from 'node:os';
import type { AdminSessions } from '../directory/admin-session';
import type { AlertStore } from '../directory/alerts';
import type { AsyncRequestStore } from '../directory/async-request';
import type { EventStreamStore } from '../directory/event-stream';
import type { HealthReader, Processes } from '../directory/health';
import type { Days } from '../directory/days';
import type { GroupList } from '../directory/group-list';
import type { DirectoryHistory } from '../directory/history';
import type { PastMemberships } from '../directory/past-memberships';
import type { PeopleList } from '../directory/people-list';
import type { ImportJobStore } from '../directory/import-job';
import type { Leases } from '../directory/lease';
import { UNMINDED_WORK, type BeginMassWork } from '../directory/mass-work';
import type { ConnectionReader } from '../directory/connection-record';
import type { DirectoryStore } from '../directory/ports';
import type { KeyRing } from '../directory/key-ring';
import type { FormRenewal } from '../directory/own-resource';
import type { RequestLog } from '../directory/request-log';
import type { RefusedDisables } from '../directory/refused-disables';
import type { SyncLog } from '../directory/sync-log';
import type { Traffic } from '../directory/traffic';
import type { UsedAssertions } from '../directory/used-assertions';
import { createAbandonedSweep } from './abandoned';
import { createAdminSessions } from './admin-sessions';
import { createAlerts } from './alerts';
import { createAsyncRequests } from './async-requests';
import { countBrake } from './brakes';
import { createConnections } from './connections';
import { createDays } from './days';
import { collectionsOf } from './documents';
import { named } from './driver-failure';
import { untilEarlierWritesEnded } from './earlier-writes';
import { giveKinds } from './event-kinds';
import { createEventStreams } from './event-streams';
import { createFormRenewal } from './form-renewal';
import { createHealthReader } from './health';
import { createGroupCommit } from './group-commit';
import { createGroupList } from './group-list';
import { createHistory } from './history';
import { createPastMemberships } from './past-memberships';
import { createPeopleList } from './people-list';
import { createImportJobs } from './import-jobs';
import { massChanges } from './member-staging';
import { createKeyRing } from './key-ring';
import { createLeases } from './leases';
import { prepareUntilDone } from './preparation';
import { createProcesses } from './processes';
import { createReader } from './reader';
import { recount, type Recounted } from './recount';
import { createRefusedDisables } from './refused-disables';
import { createRequestLog } from './request-log';
import { createSyncLog } from './sync-log';
import { createTraffic } from './traffic';
import { createUsedAssertions } from './used-assertions';
import { inTurn } from './turns';
import { createWriteQueue } from './write-queue';

export interface StoreOptions {
  readonly uri: string;
  /** Null: as the gateway set it; only who writes the request log says how long it is kept. */
  readonly requestLogDays: number | null;
  /** Whether a customer has own schemas; null: not known here, and what they need in the database stays as it is. */
  readonly ownSchemas: boolean | null;
  /** Told in plain words what is awaited or lost; never called with a URI or a secret. */
  readonly onNotice: (message: string) => void;
  /** Told of members who are read or written in mass. */
  readonly beginMassWork?: BeginMassWork;
}

export interface Store {
  readonly directory: DirectoryStore;
  /** What answers for admins read. */
  readonly history: DirectoryHistory;
  readonly people: PeopleList;
  readonly groups: GroupList;
  readonly days: Days;
  readonly past: PastMemberships;
  /** Counts the live people and groups, and puts right what was kept of them otherwise. */
  recount(customer: string): Promise<readonly Recounted[]>;
  readonly requestLog: RequestLog;
  readonly syncLog: SyncLog;
  readonly traffic: Traffic;
  /** What admins made and changed of connections. */
  readonly connections: ConnectionReader;
  readonly keys: KeyRing;
  /** Brings what is kept to the own schemas of the customers. */
  readonly forms: FormRenewal;
  readonly leases: Leases;
  readonly importJobs: ImportJobStore;
  readonly eventStreams: EventStreamStore;
  readonly asyncRequests: AsyncRequestStore;
  readonly usedAssertions: UsedAssertions;
  readonly alerts: AlertStore;
  readonly refusedDisables: RefusedDisables;
  readonly processes: Processes;
  readonly health: HealthReader;
  readonly adminSessions: AdminSessions;
  /** Whether a writable primary is known and every index is built; does not ask the database. */
  isAvailable(): boolean;
  /** Resolves when the writes that are under way now, in whichever gateway, are over. */
  untilEarlierWritesEnded(): Promise<void>;
  /** Whether the database answers right now. */
  ping(): Promise<boolean>;
  /** Resolves when the indexes are built; rejects only where they cannot be. */
  readonly prepared: Promise<void>;
  close(): Promise<void>;
}

const DATABASE = 'imanage_scim';
const APP_NAME = 'imanage-scim-gateway';
const PING_TIMEOUT_MS = 2_000;
const WRITABLE: ReadonlySet<string> = new Set(['RSPrimary', 'Mongos', 'LoadBalancer', 'Standalone']);

/** Exported for tools and tests that look into the database beside the gateway. */
export const CLIENT_OPTIONS: mongo.MongoClientOptions = {
  // The driver would import this module at run time, which jest does not let it do.
  runtimeAdapters: { os },
  appName: APP_NAME,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  // Longer than the longest single command: emptying a group of a million members.
  socketTimeoutMS: 60_000,
  heartbeatFrequencyMS: 1_000,
  maxPoolSize: 50,
  waitQueueTimeoutMS: 5_000,
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
  retryWrites: true,
};

/**
 * Returns at once; the database may still be away. Nothing is kept in the process but the connection.
 *
 * @throws Error where the URI cannot be read; never with a part of it, for that may be a password
 */
export function openStore(options: StoreOptions): Store {
  const { beginMassWork = UNMINDED_WORK } = options;
  const client = clientFor(options.uri);
  const hasPrimary = watchPrimary(client);
  const state = { prepared: false, closed: false };
  const isAvailable = (): boolean => state.prepared && hasPrimary();
  const collections = collectionsOf(databaseOf(client, options.uri));
  const people = createPeopleList(collections);
  const queue = createWriteQueue();
  const endAbandoned = createAbandonedSweep(client, APP_NAME);
  const commits = createGroupCommit({ client, collections, queue, onStuck: endAbandoned });
  const requestLog = createRequestLog({
    requests: collections.requests,
    traffic: collections,
    isAvailable,
    onDropped: (count) => {
      options.onNotice(`${count} lines of the request log were lost while the database was away`);
    },
  });
  return {
    directory: {
      ...createReader(collections, beginMassWork),
      inQueue: (key, work) => queue.run(key, work),
      ...massChanges(collections, beginMassWork),
      countBrake: (before, after) => named(countBrake(collections, before, after)),
      // A place is taken last and given back before a write waits for its turn: nobody holds one while waiting.
      write: (key, work, { isUrgent = false, isSmall = false, readAhead } = {}) =>
        inTurn(queue, (takeTurn) =>
          (isSmall ? commits.together : commits.alone)({ key, isUrgent }, { run: work, readAhead, takeTurn }),
        ),
    },
    history: createHistory(collections),
    people,
    groups: createGroupList(collections, people),
    days: createDays(collections),
    past: createPastMemberships(collections),
    recount: async (customer) => [
      await recount(collections, customer, 'users'),
      await recount(collections, customer, 'groups'),
    ],
    requestLog,
    syncLog: createSyncLog(collections),
    traffic: createTraffic(collections),
    connections: createConnections(collections),
    keys: createKeyRing(collections.keys),
    forms: createFormRenewal(collections),
    leases: createLeases(collections.leases),
    importJobs: createImportJobs(collections),
    eventStreams: createEventStreams(collections),
    asyncRequests: createAsyncRequests(collections, endAbandoned),
    usedAssertions: createUsedAssertions(collections.assertions),
    alerts: createAlerts(collections.alerts),
    refusedDisables: createRefusedDisables(collections),
    processes: createProcesses(collections.processes),
    health: createHealthReader(client, databaseOf(client, options.uri), collections),
    adminSessions: createAdminSessions(collections.adminSessions),
    untilEarlierWritesEnded: () => untilEarlierWritesEnded(client, APP_NAME),
    isAvailable,
    prepared: prepareUntilDone(client, {
      database: collections.users.dbName,
      requestLogDays: options.requestLogDays,
      ownSchemas: options.ownSchemas,
      onNotice: options.onNotice,
      isClosed: () => state.closed,
      endAbandoned,
    }).then((isPrepared) => {
      state.prepared = isPrepared;
      if (isPrepared) void giveKinds(collections.events, () => state.closed).catch(() => undefined);
    }),
    ping: () => (isAvailable() ? answers(client) : Promise.resolve(false)),
    async close() {
      state.closed = true;
      await requestLog.close();
      await client.close();
    },
  };
}

function clientFor(uri: string): mongo.MongoClient {
  try {
    return new mongo.MongoClient(uri, CLIENT_OPTIONS);
  } catch (error) {
    throw new Error(
      'MONGODB_URI cannot be read: it must have the form mongodb://USER:PASSWORD@HOST:PORT/DATABASE?OPTIONS with known ' +
        'options, and characters such as @ : / in user name and password written as %40 %3A %2F',
      { cause: error },
    );
  }
}

/** The database that the URI names, else our own: the driver's default would be `test`. */
function databaseOf(client: mongo.MongoClient, uri: string): mongo.Db {
  const isNamed = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]/.test(uri);
  return isNamed ? client.db() : client.db(DATABASE);
}

/** The driver watches the servers all the time; what it last saw needs no round trip. */
function watchPrimary(client: mongo.MongoClient): () => boolean {
  let known = false;
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    known = [...newDescription.servers.values()].some((server) => WRITABLE.has(server.type));
  });
  return () => known;
}

function answers(client: mongo.MongoClient): Promise<boolean> {
  return client
    .db('admin')
    .command({ ping: 1 }, { timeoutMS: PING_TIMEOUT_MS })
    .then(
      () => true,
      () => false,
    );
}
