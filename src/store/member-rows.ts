// Owns reading and changing the rows of one member set. Must not know whose set it is, or what fits into a transaction.

import type { mongo } from 'mongoose';
import type { MembershipDocument } from './documents';

/** Ids in one query or insert; keeps each command far below MongoDB's 48 MB. */
const BATCH = 10_000;
/** Up to so many, one command that finds and inserts is cheaper than one that finds and one that inserts. */
const UPSERTS_MAX = 50;

export interface MemberRows {
  all(): Promise<readonly string[]>;
  /** The ids that were not in the set; none twice. */
  insertMissing(ids: readonly string[]): Promise<readonly string[]>;
  /** None of the ids may be in the set. */
  insert(ids: readonly string[]): Promise<void>;
  /** The ids that were in the set. */
  deletePresent(ids: readonly string[]): Promise<readonly string[]>;
  delete(ids: readonly string[]): Promise<void>;
}

export function memberRows(
  memberships: mongo.Collection<MembershipDocument>,
  { customer, set }: { readonly customer: string; readonly set: string },
  options: { readonly session?: mongo.ClientSession },
): MemberRows {
  const rowOf = (member: string): MembershipDocument => ({ customer, set, member });

  async function read(query: mongo.Filter<MembershipDocument>): Promise<readonly string[]> {
    const rows = memberships.find(query, { ...options, projection: { _id: 0, member: 1 } });
    const ids: string[] = [];
    for await (const { member } of rows.batchSize(BATCH)) ids.push(member);
    return ids;
  }

  async function present(ids: readonly string[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const batch of batches(ids))
      found.push(...(await read({ customer, set, member: { $in: [...batch] } })));
    return found;
  }

  async function upsert(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const upserts = ids
      .map(rowOf)
      .map((row) => ({ updateOne: { filter: row, update: { $setOnInsert: row }, upsert: true } }));
    const { upsertedIds } = await memberships.bulkWrite(upserts, options);
    return ids.filter((_, index) => upsertedIds[index] !== undefined);
  }

  async function insert(ids: readonly string[]): Promise<void> {
    for (const batch of batches(ids)) await memberships.insertMany(batch.map(rowOf), options);
  }

  async function deleteAll(ids: readonly string[]): Promise<void> {
    for (const batch of batches(ids))
      await memberships.deleteMany({ customer, set, member: { $in: [...batch] } }, options);
  }

  return {
    all: () => read({ customer, set }),
    insert,

    async insertMissing(ids) {
      const wanted = [...new Set(ids)];
      if (wanted.length <= UPSERTS_MAX) return upsert(wanted);
      const held = new Set(await present(wanted));
      const missing = wanted.filter((id) => !held.has(id));
      await insert(missing);
      return missing;
    },

    delete: deleteAll,

    async deletePresent(ids) {
      const [only] = ids;
      // One needs not be looked for first: how many were deleted says it.
      if (ids.length === 1 && only !== undefined)
        return (await memberships.deleteOne(rowOf(only), options)).deletedCount === 1 ? [only] : [];
      const leaving = await present([...new Set(ids)]);
      await deleteAll(leaving);
      return leaving;
    },
  };
}

export function* batches<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += BATCH) yield values.slice(start, start + BATCH);
}
