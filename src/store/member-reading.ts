// Reads who is in a group, outside any write: in batches, or only how many up to a bound; changes nothing.

import type { mongo } from 'mongoose';
import { DirectoryFailure } from '../directory/failure';
import type { Member } from '../directory/group-record';
import type { BeginMassWork } from '../directory/mass-work';
import { displayNameOf, type Collections, type MembershipDocument } from './documents';
import { named } from './driver-failure';
import { readDisplays } from './held-members';

/** Members per batch of a group that is read out as a stream. */
const MEMBER_BATCH = 1_000;

/** Rows of people who are deleted stay hidden until the return, so each batch asks which of them are live. */
export async function* readMembers(
  collections: Collections,
  { customer, groupId }: { readonly customer: string; readonly groupId: string },
  beginMassWork: BeginMassWork,
): AsyncGenerator<readonly Member[]> {
  const set = await memberSetOf(collections, customer, groupId);
  if (set === undefined) return;
  const work = beginMassWork();
  try {
    for (let after: string | undefined = ''; after !== undefined;) {
      const rows: mongo.Filter<MembershipDocument> = { customer, set, member: { $gt: after } };
      const ids = await readIds(collections, rows, MEMBER_BATCH);
      work.seen(ids.length);
      const last = ids.at(-1) ?? '';
      const [members, displays, setNow] = await Promise.all([
        readLive(collections, customer, ids),
        readDisplays(collections.memberships, { ...rows, member: { $gt: after, $lte: last } }),
        memberSetOf(collections, customer, groupId),
      ]);
      // A set that the group has left may be cleared away under this reading: better no answer than half of one.
      if (setNow !== set)
        throw new DirectoryFailure('busy', 'the members changed while they were being read; try again');
      yield members.map(({ id, display }) => ({ id, display: displays.get(id) ?? display }));
      after = ids.length < MEMBER_BATCH ? undefined : last;
    }
  } finally {
    work.end();
  }
}

/** How many members a group has, hidden ones too, counted no further than `most`. */
export async function countMembers(
  collections: Collections,
  { customer, groupId }: { readonly customer: string; readonly groupId: string },
  most: number,
): Promise<number> {
  const set = await memberSetOf(collections, customer, groupId);
  if (set === undefined) return 0;
  return named(collections.memberships.countDocuments({ customer, set }, { limit: most }));
}

/** Answered by an index alone. */
async function readIds(
  { memberships }: Collections,
  rows: mongo.Filter<MembershipDocument>,
  limit: number,
): Promise<readonly string[]> {
  const found = memberships.find(rows, { projection: { _id: 0, member: 1 } });
  const documents = await named(found.sort({ member: 1 }).limit(limit).toArray());
  return documents.map(({ member }) => member);
}

async function readLive(
  { users }: Collections,
  customer: string,
  ids: readonly string[],
): Promise<readonly Member[]> {
  const query = { _id: { $in: [...ids] }, customer, live: true };
  const found = users.find(query, { projection: { 'profile.displayName': 1 } }).sort({ _id: 1 });
  const documents = await named(found.toArray());
  return documents.map(({ _id, profile }) => ({ id: _id, display: displayNameOf(profile) }));
}

async function memberSetOf(
  { groups }: Collections,
  customer: string,
  groupId: string,
): Promise<string | undefined> {
  const document = await named(groups.findOne({ _id: groupId, customer }, { projection: { memberSet: 1 } }));
  return document?.memberSet;
}
