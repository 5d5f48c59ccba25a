// Finds the live groups of several users. Must not know who asks, nor how many ask at once.

import type { GroupReference } from '../directory/group-record';
import { displayNameOf, type Collections } from './documents';
import { findAtOnce } from './find-at-once';

export async function readGroupsOf(
  { memberships, groups }: Collections,
  customer: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GroupReference[]>> {
  const ofThem = { customer, member: { $in: [...userIds] } };
  const rows = await findAtOnce(memberships, ofThem, { projection: { _id: 0, member: 1, set: 1 } });
  const sets = [...new Set(rows.map(({ set }) => set))];
  if (sets.length === 0) return new Map();
  const documents = await findAtOnce(
    groups,
    { customer, memberSet: { $in: sets }, live: true },
    { projection: { memberSet: 1, 'profile.displayName': 1 } },
  );
  const references = new Map(
    documents.map(({ _id, memberSet, profile }) => [
      memberSet,
      { id: _id, display: displayNameOf(profile) ?? '' },
    ]),
  );
  const byUser = new Map<string, GroupReference[]>();
  for (const { member, set } of rows) {
    const reference = references.get(set);
    if (reference !== undefined) byUser.set(member, [...(byUser.get(member) ?? []), reference]);
  }
  return byUser;
}
