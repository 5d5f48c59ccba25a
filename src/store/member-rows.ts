// Owns reading and changing the rows of one member set. Must not know whose set it is, or what fits into a transaction.

import type { mongo } from 'mongoose';
import type { MemberDisplays, MemberSelection } from '../directory/ports';
import type { MembershipDocument } from './documents';

/** Ids in one query or insert; keeps each command far below MongoDB's 48 MB. */
const BATCH = 10_000;

/** `nested`: the member is there only because a nested group brings them in. */
export interface MemberRow {
  readonly member: string;
  readonly nested: boolean;
  /** As it was sent; absent: the person's own displayName is shown. */
  readonly display?: string | undefined;
}

export interface MemberRows {
  all(): Promise<readonly MemberRow[]>;
  ids(selection: MemberSelection): Promise<readonly string[]>;
  /** The ids of those that were not in the set; none twice. The others stay as they are. */
  insertMissing(rows: readonly MemberRow[]): Promise<readonly string[]>;
  /** None of the members may be in the set. */
  insert(rows: readonly MemberRow[]): Promise<void>;
  /** The ids that were in the set. */
  deletePresent(ids: readonly string[]): Promise<readonly string[]>;
  delete(ids: readonly string[]): Promise<void>;
  mark(ids: readonly string[], nested: boolean): Promise<void>;
  /** Of these members, those that are not shown so yet. Ids that are no members may be among them. */
  shownOtherwise(displays: MemberDisplays): Promise<MemberDisplays>;
  /** Ids that are no members are passed over. */
  show(displays: MemberDisplays): Promise<void>;
}

export function rowDocument(
  { customer, set }: Pick<MembershipDocument, 'customer' | 'set'>,
  { member, nested, display }: MemberRow,
): MembershipDocument {
  return {
    customer,
    set,
    member,
    ...(nested ? { nested } : {}),
    ...(display === undefined ? {} : { display }),
  };
}

export function memberRows(
  memberships: mongo.Collection<MembershipDocument>,
  { customer, set }: { readonly customer: string; readonly set: string },
  options: { readonly session?: mongo.ClientSession },
): MemberRows {
  const documentOf = (row: MemberRow): MembershipDocument => rowDocument({ customer, set }, row);

  async function readIds(query: mongo.Filter<MembershipDocument>, most?: number): Promise<readonly string[]> {
    const limit = most === undefined ? {} : { limit: most + 1 };
    const documents = memberships.find(query, { ...options, ...limit, projection: { _id: 0, member: 1 } });
    const ids: string[] = [];
    for await (const { member } of documents.batchSize(BATCH)) ids.push(member);
    return ids;
  }

  async function selected({ among, nested, most }: MemberSelection): Promise<readonly string[]> {
    const kind = nested === undefined ? {} : { nested: { $exists: nested } };
    if (among === undefined) return readIds({ customer, set, ...kind }, most);
    const found: string[] = [];
    for (const batch of batches(among))
      found.push(...(await readIds({ customer, set, member: { $in: [...batch] }, ...kind })));
    return found;
  }

  /** How members are shown who are not shown by their own displayName. */
  async function readDisplays(
    members: { readonly $in: string[] } | undefined,
  ): Promise<ReadonlyMap<string, string>> {
    const among = members === undefined ? {} : { member: members };
    const query = { customer, set, display: { $exists: true }, ...among };
    const documents = memberships.find(query, { ...options, projection: { _id: 0, member: 1, display: 1 } });
    const found = new Map<string, string>();
    for await (const { member, display = '' } of documents.batchSize(BATCH)) found.set(member, display);
    return found;
  }

  async function insert(rows: readonly MemberRow[]): Promise<void> {
    for (const batch of batches(rows)) await memberships.insertMany(batch.map(documentOf), options);
  }

  async function deleteAll(ids: readonly string[]): Promise<void> {
    for (const batch of batches(ids))
      await memberships.deleteMany({ customer, set, member: { $in: [...batch] } }, options);
  }

  return {
    /** Each question is answered by an index; a look into each row would not be. */
    async all() {
      const brought = new Set(await selected({ nested: true }));
      const displays = await readDisplays(undefined);
      return (await selected({})).map((member) => ({
        member,
        nested: brought.has(member),
        display: displays.get(member),
      }));
    },
    ids: selected,
    insert,

    async insertMissing(rows) {
      const wanted = new Map(rows.map((row) => [row.member, row]));
      for (const id of await selected({ among: [...wanted.keys()] })) wanted.delete(id);
      await insert([...wanted.values()]);
      return [...wanted.keys()];
    },

    delete: deleteAll,

    async deletePresent(ids) {
      const leaving = await selected({ among: [...new Set(ids)] });
      await deleteAll(leaving);
      return leaving;
    },

    async mark(ids, nested) {
      const update = nested ? { $set: { nested } } : { $unset: { nested: true } as const };
      for (const batch of batches(ids))
        await memberships.updateMany({ customer, set, member: { $in: [...batch] } }, update, options);
    },

    async shownOtherwise(displays) {
      const otherwise = new Map<string, string | undefined>();
      for (const batch of batches([...displays])) {
        const shown = await readDisplays({ $in: batch.map(([id]) => id) });
        for (const [id, display] of batch) if (shown.get(id) !== display) otherwise.set(id, display);
      }
      return otherwise;
    },

    async show(displays) {
      for (const batch of batches([...displays])) {
        const updates = batch.map(([member, display]) => ({
          updateOne: {
            filter: { customer, set, member },
            update: display === undefined ? { $unset: { display: true } as const } : { $set: { display } },
          },
        }));
        await memberships.bulkWrite(updates, options);
      }
    },
  };
}

export function* batches<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += BATCH) yield values.slice(start, start + BATCH);
}
