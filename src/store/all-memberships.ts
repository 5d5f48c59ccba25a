// Reads member rows as they lie there, those of deleted people too: of a whole customer, and of some people. Changes nothing.

import { DirectoryFailure } from '../directory/failure';
import type { GroupRecord } from '../directory/group-record';
import type { Membership } from '../directory/history';
import { readInBatches } from './batched-reading';
import { named } from './driver-failure';
import { groupRecord, type Collections } from './documents';

/** Named, or MongoDB may choose an index that every group of the customer is in, and stay with it. */
const OF_SETS = { projection: { search: 0 }, hint: 'memberSet' };

/** A set that its group has left may be cleared away under the reading: better no answer than half of one. */
export async function* readMemberships(
  { groups, memberships }: Collections,
  customer: string,
): AsyncGenerator<readonly Membership[]> {
  const holders = (): Promise<ReadonlyMap<string, string>> =>
    named(groups.find({ customer }, { projection: { memberSet: 1 } }).toArray()).then(
      (documents) => new Map(documents.map(({ _id, memberSet }) => [memberSet, _id])),
    );
  const before = await holders();
  const rows = readInBatches(
    () =>
      memberships
        .find({ customer }, { projection: { _id: 0, set: 1, member: 1 } })
        .sort({ set: 1, member: 1 }),
    ({ set, member }) => ({ set, member }),
  );
  for await (const batch of rows) {
    yield batch.flatMap(({ set, member }) => {
      const groupId = before.get(set);
      return groupId === undefined ? [] : [{ groupId, userId: member }];
    });
  }
  const after = await holders();
  for (const set of before.keys()) {
    if (!after.has(set))
      throw new DirectoryFailure('busy', 'the members changed while they were being read; try again');
  }
}

export async function readTeamsOf(
  { memberships, groups }: Collections,
  customer: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GroupRecord[]>> {
  const options = { projection: { _id: 0, member: 1, set: 1 } };
  const rows = await memberships.find({ customer, member: { $in: [...userIds] } }, options).toArray();
  const memberSet = { $in: [...new Set(rows.map(({ set }) => set))] };
  const documents = await groups.find({ customer, memberSet }, OF_SETS).toArray();
  const bySet = new Map(documents.map((document) => [document.memberSet, groupRecord(document)]));
  const byUser = new Map<string, GroupRecord[]>();
  for (const { member, set } of rows) {
    const group = bySet.get(set);
    if (group === undefined) continue;
    const held = byUser.get(member);
    if (held === undefined) byUser.set(member, [group]);
    else held.push(group);
  }
  return byUser;
}
