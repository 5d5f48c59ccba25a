// Which database a firm is put into, started for as long as that takes where none runs, and its indexes. Knows no firm.

import { mongo } from 'mongoose';
import type { Config } from '../../src/config/config';
import { startEmbeddedMongod } from '../../src/store/embedded/mongod';
import { runningDatabase } from '../../src/store/embedded/running';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { prepareCollections } from '../../src/store/models';
import type { OnProgress } from './progress';

/** Building the indexes of a million people reads them all; the gateway's own cache is smaller. */
const CACHE_GB = 1;
const LOOK_EVERY_MS = 1_000;

export interface Filling {
  readonly database: mongo.Db;
  /** Whether no gateway was ever on it, so that all indexes can be built at once when everything is there. */
  readonly isNew: boolean;
  /** Builds what indexes are missing. */
  readonly prepare: (onProgress: OnProgress) => Promise<void>;
}

/** The one of a running gateway, else one that is started. */
export async function withDatabase(config: Config, work: (filling: Filling) => Promise<void>): Promise<void> {
  const running = config.mongodbUri ?? (await runningDatabase(config.dataDir, new AbortController().signal));
  const started =
    running === undefined
      ? await startEmbeddedMongod({
          dataDir: config.dataDir,
          mongodBinary: config.mongodBinary,
          owner: 'command',
          wiredTigerCacheGb: CACHE_GB,
          onProgress: console.log,
        })
      : undefined;
  const uri = running ?? started?.uri ?? '';
  // Nobody relies on what is stored before all of it is: the journal need not be awaited. An index may take minutes.
  const client = new mongo.MongoClient(uri, {
    ...CLIENT_OPTIONS,
    writeConcern: { w: 1 },
    socketTimeoutMS: 0,
  });
  try {
    const database = databaseOf(client, uri);
    const known = await database.listCollections({ name: 'users' }).toArray();
    await work({
      database,
      isNew: known.length === 0,
      prepare: (onProgress) => prepareTelling(client, database, onProgress),
    });
  } finally {
    await client.close();
    await started?.stop();
  }
}

/** As the store chooses it. */
function databaseOf(client: mongo.MongoClient, uri: string): mongo.Db {
  const isNamed = /\/[^/?]+(?:\?|$)/.test(uri.replace(/^mongodb(?:\+srv)?:\/\//, ''));
  return isNamed ? client.db() : client.db('imanage_scim');
}

async function prepareTelling(
  client: mongo.MongoClient,
  { databaseName: name }: mongo.Db,
  onProgress: OnProgress,
): Promise<void> {
  const looking = setInterval(() => {
    void tellBuilds(client, onProgress).catch(() => undefined);
  }, LOOK_EVERY_MS);
  try {
    await prepareCollections(client, name, { requestLogDays: null, ownSchemas: null });
  } finally {
    clearInterval(looking);
  }
}

/** mongod counts the documents that an index build has read, and then the keys it has sorted in. */
async function tellBuilds(client: mongo.MongoClient, onProgress: OnProgress): Promise<void> {
  interface Build {
    readonly ns: string;
    readonly msg: string;
    readonly progress: { readonly done: number; readonly total: number };
  }
  const stages = [
    { $currentOp: { allUsers: true, idleConnections: false } },
    { $match: { msg: /Index Build/, 'progress.total': { $gt: 0 } } },
  ];
  for (const { ns, msg, progress } of await client.db('admin').aggregate<Build>(stages).toArray()) {
    const step = /inserting/.test(msg) ? 'keys' : 'documents read';
    onProgress(`indexes of ${ns.split('.').at(-1) ?? ns}, ${step}`, progress.done, progress.total);
  }
}
