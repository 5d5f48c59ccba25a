// Owns the indexes that only own schemas of customers ask for: they stand where there are such schemas, or resources made by them. Must not know schemas.

import type { mongo } from 'mongoose';
import { OWN_DIGEST, OWN_UNIQUE } from '../directory/own-resource';
import { dropIfThere } from './retired-indexes';

const DIGEST = `search.${OWN_DIGEST}`;
const UNIQUE = `search.${OWN_UNIQUE}`;
/** Which resources must differ in what is to be unique. */
const DIFFERING = { users: { live: true }, groups: { live: true }, ownResources: {} } as const;
type Name = keyof typeof DIFFERING;
const NAMES = ['users', 'groups', 'ownResources'] as const satisfies readonly Name[];

const BY_DIGEST = `customer_1_${DIGEST}_1`;
const BY_UNIQUE = 'ownUnique';

/** By which of them a search form was made, and values that nobody else may have. */
function indexesOf(name: Name): mongo.IndexDescription[] {
  const differing = { ...DIFFERING[name], [UNIQUE]: { $exists: true } };
  return [
    { key: { customer: 1, [DIGEST]: 1 }, name: BY_DIGEST },
    { key: { customer: 1, [UNIQUE]: 1 }, name: BY_UNIQUE, unique: true, partialFilterExpression: differing },
  ];
}

/**
 * The collections must be there.
 *
 * @param needed whether a customer has own schemas; null where this process does not know of all customers: then nothing
 *   is taken away
 */
export async function prepareOwnIndexes(database: mongo.Db, needed: boolean | null): Promise<void> {
  if (needed === true) {
    await Promise.all(NAMES.map((name) => database.collection(name).createIndexes(indexesOf(name))));
    return;
  }
  if (needed === null || (await areUsed(database))) return;
  for (const name of NAMES)
    for (const index of [BY_DIGEST, BY_UNIQUE]) await dropIfThere(database.collection(name), index);
}

/** Without it every resource would be looked at for what it was made by, where none was made by own schemas. */
export function hasOwnIndexes<D extends mongo.Document>(collection: mongo.Collection<D>): Promise<boolean> {
  return collection.indexExists(BY_DIGEST);
}

/** What was made by own schemas keeps its indexes until another start has made it anew (form-renewal.ts). */
async function areUsed(database: mongo.Db): Promise<boolean> {
  for (const name of NAMES) {
    const collection = database.collection(name);
    if (!(await hasOwnIndexes(collection))) continue;
    const customers: unknown[] = await collection.distinct('customer');
    for (const customer of customers) {
      const made = { customer, [DIGEST]: { $gte: '' } };
      if ((await collection.findOne(made, { hint: BY_DIGEST, projection: { _id: 1 } })) !== null) return true;
    }
  }
  return false;
}
