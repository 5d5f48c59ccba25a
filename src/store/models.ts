// The collections and their indexes as mongoose models, and bringing the database to them; holds no documents.
//
// Every index begins with the customer. Reads and writes go through the driver's collections, because documents hold
// attribute names with dots (schema URNs) that mongoose's hydration would take for paths.

import { createConnection, type mongo } from 'mongoose';
import { ADMIN_COLLECTIONS } from './admin-sessions';
import { renewAlerts } from './alert-record';
import { collectionSchema } from './collection-schema';
import { CONNECTION_COLLECTIONS } from './connections';
import { DAY_COLLECTIONS } from './day-documents';
import { DELIVERY_COLLECTIONS } from './delivery-models';
import { DIRECTORY_COLLECTIONS } from './directory-models';
import { IMPORT_COLLECTIONS } from './import-documents';
import { LIVE_COUNT_COLLECTIONS } from './live-counts';
import { EVENT_LOG_INDEXES, REQUEST_LOG_INDEXES, TRAFFIC_COLLECTIONS } from './log-models';
import { prepareOwnIndexes } from './own-indexes';
import { GROUP_FACT_INDEXES } from './past-memberships';
import { dropRetired } from './retired-indexes';

const SECONDS_PER_DAY = 86_400;
const EVENTS = collectionSchema([
  [
    { customer: 1, resourceId: 1, version: 1 },
    { name: 'version', unique: true },
  ],
  // Newest first, and all that one request or run did.
  [{ customer: 1, at: 1, _id: 1 }],
  [{ customer: 1, 'actor.requestId': 1 }],
  // A firm has few groups beside its people, whose events would all be looked through for them.
  [
    { customer: 1, resourceType: 1, resourceId: 1, version: 1 },
    { partialFilterExpression: { resourceType: 'Group' } },
  ],
  ...EVENT_LOG_INDEXES,
  ...GROUP_FACT_INDEXES,
]);

/** Whom mass changes moved; of each the parts lie in order of id. */
const EVENT_MEMBERS = collectionSchema([
  [{ customer: 1, moved: 1, list: 1, first: 1 }, { name: 'moved' }],
  [{ customer: 1, first: 1, last: 1 }, { name: 'member' }],
]);

const REQUESTS = collectionSchema([
  [{ customer: 1, at: 1 }],
  // Until an alert tells of them.
  [
    { customer: 1, refusedDisable: 1, at: 1 },
    { name: 'refusedDisable', partialFilterExpression: { refusedDisable: true } },
  ],
  ...REQUEST_LOG_INDEXES,
]);

/** Found by the customer's id, which is the document's own. */
const SETTINGS = collectionSchema([]);
const BRAKES = collectionSchema([]);
const KEYS = collectionSchema([]);
/** Found by the document's own id; gone once the assertion is no longer accepted anyhow. */
const ASSERTIONS = collectionSchema([[{ expires: 1 }, { name: 'expiry', expireAfterSeconds: 0 }]]);

const ALERTS = collectionSchema([
  [{ customer: 1, at: 1 }],
  [{ customer: 1, state: 1, at: 1, _id: 1 }],
  [{ customer: 1, kind: 1, state: 1, at: 1, _id: 1 }],
  // One that is under way is found again by what it is about.
  [
    { customer: 1, key: 1 },
    { name: 'underWay', unique: true, partialFilterExpression: { key: { $exists: true } } },
  ],
  [
    { customer: 1, tell: 1, at: 1 },
    { name: 'tell', partialFilterExpression: { tell: true } },
  ],
  [{ endedAt: 1 }, { name: 'expiry', expireAfterSeconds: 366 * SECONDS_PER_DAY }],
]);

/** The gateway processes that live, or did of late. */
const PROCESSES = collectionSchema([[{ at: 1 }, { name: 'expiry', expireAfterSeconds: SECONDS_PER_DAY }]]);

const COLLECTIONS = {
  ...DIRECTORY_COLLECTIONS,
  ...LIVE_COUNT_COLLECTIONS,
  events: EVENTS,
  eventMembers: EVENT_MEMBERS,
  requests: REQUESTS,
  settings: SETTINGS,
  brakes: BRAKES,
  alerts: ALERTS,
  processes: PROCESSES,
  keys: KEYS,
  ...TRAFFIC_COLLECTIONS,
  ...DAY_COLLECTIONS,
  ...DELIVERY_COLLECTIONS,
  ...CONNECTION_COLLECTIONS,
  ...ADMIN_COLLECTIONS,
  ...IMPORT_COLLECTIONS,
  assertions: ASSERTIONS,
};

export interface Prepared {
  /** Null: the request log is kept as long as it was. */
  readonly requestLogDays: number | null;
  /** Whether a customer has own schemas; null: not known here, and their indexes stay as they are. */
  readonly ownSchemas: boolean | null;
}

/**
 * Creates what is missing; safe to run in several processes at once. Uniqueness lives in these indexes, so nothing is
 * served before they stand.
 *
 * @throws Error where the database cannot hold the promise: no transactions, or data that breaks a unique index
 */
export async function prepareCollections(
  client: mongo.MongoClient,
  database: string,
  { requestLogDays, ownSchemas }: Prepared,
): Promise<void> {
  await assertTransactions(client);
  const connection = createConnection().setClient(client).useDb(database);
  const creations = Object.entries(COLLECTIONS).map(async ([name, schema]) => {
    const model = connection.model(name, schema, name);
    await model.createCollection();
    // All indexes of a collection in one command: a start that has nothing to do takes some round trips in all.
    const indexes = schema.indexes().map(([key, options]) => ({ key, ...options }));
    if (indexes.length > 0) await model.collection.createIndexes(indexes as mongo.IndexDescription[]);
  });
  await Promise.all(creations);
  await prepareOwnIndexes(client.db(database), ownSchemas);
  await dropRetired(client.db(database));
  await renewAlerts(client.db(database).collection('alerts'));
  if (requestLogDays !== null) await keepRequests(client.db(database), requestLogDays);
}

async function assertTransactions(client: mongo.MongoClient): Promise<void> {
  const hello = await client.db('admin').command({ hello: 1 });
  if (typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid') return;
  throw new Error(
    'MONGODB_URI: this MongoDB is a standalone server and has no transactions; start it as a replica set (one member will do)',
  );
}

/** The request log expires; how soon may change between starts. */
async function keepRequests(database: mongo.Db, days: number): Promise<void> {
  const expiry = { name: 'expiry', expireAfterSeconds: days * SECONDS_PER_DAY };
  const known = await database.collection('requests').indexes();
  if (known.some(({ name }) => name === expiry.name))
    await database.command({ collMod: 'requests', index: expiry });
  else await database.collection('requests').createIndexes([{ key: { at: 1 }, ...expiry }]);
}
