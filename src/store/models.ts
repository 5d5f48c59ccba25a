// The collections and their indexes as mongoose models, and bringing the database to them; holds no documents.
//
// Every index begins with the customer. Reads and writes go through the driver's collections, because documents hold
// attribute names with dots (schema URNs) that mongoose's hydration would take for paths.

import { createConnection, type mongo } from 'mongoose';
import { ADMIN_COLLECTIONS } from './admin-sessions';
import { renewAlerts } from './alert-record';
import { collectionSchema, type Index } from './collection-schema';
import { CONNECTION_COLLECTIONS } from './connections';
import { DAY_COLLECTIONS } from './day-documents';
import { DELIVERY_COLLECTIONS } from './delivery-models';
import { IMPORT_COLLECTIONS } from './import-documents';
import { EVENT_LOG_INDEXES, REQUEST_LOG_INDEXES, TRAFFIC_COLLECTIONS } from './log-models';
import { GROUP_FACT_INDEXES } from './past-memberships';
import { OWN_DIGEST, OWN_UNIQUE } from '../directory/own-resource';

const SECONDS_PER_DAY = 86_400;
const LIVE = { live: true };
/** As they stand in a search form: a dot in a name would be taken for a path. */
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2_0:User';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2_0:User';

/** What own schemas of a customer ask for: by which of them the form was made, and values that nobody else may have. */
function ownIndexes(among: Record<string, unknown>): readonly Index[] {
  return [
    [{ customer: 1, [`search.${OWN_DIGEST}`]: 1 }],
    [
      { customer: 1, [`search.${OWN_UNIQUE}`]: 1 },
      {
        name: 'ownUnique',
        unique: true,
        partialFilterExpression: { ...among, [`search.${OWN_UNIQUE}`]: { $exists: true } },
      },
    ],
  ];
}

const USERS = collectionSchema([
  [{ customer: 1, live: 1, _id: 1 }],
  [
    { customer: 1, 'search.userName': 1 },
    { name: 'userName', unique: true, partialFilterExpression: LIVE },
  ],
  [
    { customer: 1, 'search.externalId': 1 },
    {
      name: 'externalId',
      unique: true,
      partialFilterExpression: { ...LIVE, 'search.externalId': { $exists: true } },
    },
  ],
  [
    { customer: 1, userIdKey: 1 },
    { name: 'userId', unique: true, partialFilterExpression: { userIdKey: { $exists: true } } },
  ],
  [{ customer: 1, live: 1, 'search.emails.value': 1 }],
  [
    { customer: 1, emailClaim: 1 },
    {
      name: 'emailClaim',
      unique: true,
      partialFilterExpression: { ...LIVE, emailClaim: { $exists: true } },
    },
  ],
  // Who of those with one address has it first.
  [
    { customer: 1, live: 1, emailKey: 1, emailSince: 1, _id: 1 },
    { name: 'email', partialFilterExpression: { ...LIVE, emailKey: { $exists: true } } },
  ],
  [{ customer: 1, live: 1, 'search.displayName': 1 }],
  [{ customer: 1, live: 1, 'search.meta.lastModified': 1, _id: 1 }],
  // Counted without reading a document where the mass-disable brake begins a window.
  [
    { customer: 1, signInEnabled: 1 },
    { name: 'enabled', partialFilterExpression: { signInEnabled: true } },
  ],
  // What connectors may be told to match people by, besides userName, externalId and e-mail address.
  [{ customer: 1, live: 1, [`search.${ENTERPRISE}.employeeNumber`]: 1 }],
  [{ customer: 1, live: 1, [`search.${IMANAGE}.userId`]: 1 }],
  // The list of people: each kind, also of one location or library, is a stretch in order of name (person-kind.ts).
  [{ customer: 1, kind: 1, nameOrder: 1 }, { name: 'people' }],
  [{ customer: 1, location: 1, kind: 1, nameOrder: 1, preferredLibrary: 1 }, { name: 'peopleByLocation' }],
  [{ customer: 1, preferredLibrary: 1, kind: 1, nameOrder: 1 }, { name: 'peopleByLibrary' }],
  [{ customer: 1, words: 1 }, { name: 'words' }],
  [{ customer: 1, 'search.userName': 1, deletedAt: 1 }, { partialFilterExpression: { live: false } }],
  [{ customer: 1, 'search.externalId': 1, deletedAt: 1 }, { partialFilterExpression: { live: false } }],
  ...ownIndexes(LIVE),
]);

const GROUPS = collectionSchema([
  [{ customer: 1, live: 1, _id: 1 }],
  [
    { customer: 1, nameKey: 1 },
    { name: 'displayName', unique: true, partialFilterExpression: LIVE },
  ],
  [
    { customer: 1, 'search.externalId': 1 },
    {
      name: 'externalId',
      unique: true,
      partialFilterExpression: { ...LIVE, 'search.externalId': { $exists: true } },
    },
  ],
  [
    { customer: 1, groupIdKey: 1 },
    { name: 'groupId', unique: true },
  ],
  [
    { customer: 1, memberSet: 1 },
    { name: 'memberSet', unique: true },
  ],
  // Few groups are nested in others, or none.
  [
    { customer: 1, nestedGroups: 1 },
    { name: 'nestedGroups', partialFilterExpression: { nestedGroups: { $exists: true } } },
  ],
  [{ customer: 1, live: 1, 'search.displayName': 1, _id: 1 }],
  [{ customer: 1, live: 1, 'search.meta.lastModified': 1, _id: 1 }],
  ...ownIndexes(LIVE),
]);

/** Of the types that customers define themselves. */
const OWN_RESOURCES = collectionSchema([
  [{ customer: 1, type: 1, _id: 1 }],
  [{ customer: 1, type: 1, 'search.externalId': 1 }],
  [{ customer: 1, type: 1, 'search.meta.lastModified': 1, _id: 1 }],
  ...ownIndexes({}),
]);

const MEMBERSHIPS = collectionSchema([
  [
    { customer: 1, set: 1, member: 1 },
    { name: 'membership', unique: true },
  ],
  [{ customer: 1, member: 1, set: 1 }],
  // Few rows or none: members whom only a nested group brings in.
  [
    { customer: 1, set: 1, nested: 1 },
    { name: 'nested', partialFilterExpression: { nested: { $exists: true } } },
  ],
  // Members whom a client shows otherwise than by their displayName; many connectors send none.
  [
    { customer: 1, set: 1, member: 1, display: 1 },
    { name: 'display', partialFilterExpression: { display: { $exists: true } } },
  ],
]);

const REMEMBERED = collectionSchema([
  [
    { customer: 1, member: 1, group: 1 },
    { name: 'remembered', unique: true },
  ],
]);

const EVENTS = collectionSchema([
  [{ customer: 1, _id: 1 }],
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
  users: USERS,
  groups: GROUPS,
  ownResources: OWN_RESOURCES,
  memberships: MEMBERSHIPS,
  remembered: REMEMBERED,
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

/**
 * Creates what is missing; safe to run in several processes at once. Uniqueness lives in these indexes, so nothing is
 * served before they stand.
 *
 * @throws Error where the database cannot hold the promise: no transactions, or data that breaks a unique index
 */
export async function prepareCollections(
  client: mongo.MongoClient,
  database: string,
  requestLogDays: number | null,
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
