// Owns reading and changing the rows of one member set. Must not know whose set it is, or what fits into a transaction.

import type { mongo } from 'mongoose';
import type { MemberSelection } from '../directory/ports';
import type { MembershipDocument } from './documents';

/** Ids in one query or insert; keeps each command far below MongoDB's 48 MB. */
const BATCH = 10_000;
/** Up to so many, one command that finds and inserts is cheaper than one that finds and one that inserts. */
const UPSERTS_MAX = 50;

/** `nested`: the member is there only because a nested group brings them in. */
export interface MemberRow {
  readonly member: string;
  readonly nested: boolean;
}

export interface MemberRows {
  all(): Promise<readonly MemberRow[]>;
  ids(selection: MemberSelection): Promise<readonly string[]>;
  /** The ids that were not in the set; none twice. */
  insertMissing(ids: readonly string[], nested: boolean): Promise<readonly string[]>;
  /** None of the members may be in the set. */
  insert(rows: readonly MemberRow[]): Promise<void>;
  /** The ids that were in the set. */
  deletePresent(ids: readonly string[]): Promise<readonly string[]>;
  delete(ids: readonly string[]): Promise<void>;
  mark(ids: readonly string[], nested: boolean): Promise<void>;
}

export function memberRows(
  memberships: mongo.Collection<MembershipDocument>,
  { customer, set }: { readonly customer: string; readonly set: string },
  options: { readonly session?: mongo.ClientSession },
): MemberRows {
  const documentOf = ({ member, nested }: MemberRow): MembershipDocument => ({
    customer,
    set,
    member,
    ...(nested ? { nested } : {}),
  });

  async function readIds(query: mongo.Filter<MembershipDocument>): Promise<readonly string[]> {
    const documents = memberships.find(query, { ...options, projection: { _id: 0, member: 1 } });
    const ids: string[] = [];
    for await (const { member } of documents.batchSize(BATCH)) ids.push(member);
    return ids;
  }

  async function selected({ among, nested }: MemberSelection): Promise<readonly string[]> {
    const kind = nested === undefined ? {} : { nested: { $exists: nested } };
    if (among === undefined) return readIds({ customer, set, ...kind });
    const found: string[] = [];
    for (const batch of batches(among))
      found.push(...(await readIds({ customer, set, member: { $in: [...batch] }, ...kind })));
    return found;
  }

  async function upsert(ids: readonly string[], nested: boolean): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const upserts = ids.map((member) => ({
      updateOne: {
        filter: { customer, set, member },
        update: { $setOnInsert: documentOf({ member, nested }) },
        upsert: true,
      },
    }));
    const { upsertedIds } = await memberships.bulkWrite(upserts, options);
    return ids.filter((_, index) => upsertedIds[index] !== undefined);
  }

  async function insert(rows: readonly MemberRow[]): Promise<void> {
    for (const batch of batches(rows)) await memberships.insertMany(batch.map(documentOf), options);
  }

  async function deleteAll(ids: readonly string[]): Promise<void> {
    for (const batch of batches(ids))
      await memberships.deleteMany({ customer, set, member: { $in: [...batch] } }, options);
  }

  return {
    /** Asked twice, each is answered by an index; a look at each row's `nested` would not be. */
    async all() {
      const brought = new Set(await selected({ nested: true }));
      return (await selected({})).map((member) => ({ member, nested: brought.has(member) }));
    },
    ids: selected,
    insert,

    async insertMissing(ids, nested) {
      const wanted = [...new Set(ids)];
      if (wanted.length <= UPSERTS_MAX) return upsert(wanted, nested);
      const held = new Set(await selected({ among: wanted }));
      const missing = wanted.filter((id) => !held.has(id));
      await insert(missing.map((member) => ({ member, nested })));
      return missing;
    },

    delete: deleteAll,

    async deletePresent(ids) {
      const [only] = ids;
      // One needs not be looked for first: how many were deleted says it.
      if (ids.length === 1 && only !== undefined) {
        const { deletedCount } = await memberships.deleteOne({ customer, set, member: only }, options);
        return deletedCount === 1 ? [only] : [];
      }
      const leaving = await selected({ among: [...new Set(ids)] });
      await deleteAll(leaving);
      return leaving;
    },

    async mark(ids, nested) {
      const update = nested ? { $set: { nested } } : { $unset: { nested: true } as const };
      for (const batch of batches(ids))
        await memberships.updateMany({ customer, set, member: { $in: [...batch] } }, update, options);
    },
  };
}

export function* batches<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += BATCH) yield values.slice(start, start + BATCH);
}
