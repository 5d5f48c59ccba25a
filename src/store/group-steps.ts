// The rarer steps of a write that concern groups and their member rows, inside one MongoDB session; those of every write are in group-memory.ts. Must not know events.

import type { mongo } from 'mongoose';
import { scopedName } from '../directory/group-name';
import type { GroupRecord } from '../directory/group-record';
import { OutdatedStage } from '../directory/member-list';
import type { DirectoryTransaction } from '../directory/ports';
import type { CountChanges } from './count-changes';
import { groupDocument, groupRecord, type Collections, type GroupDocument } from './documents';
import { batches } from './member-rows';
import type { MemberSets } from './member-sets';

type GroupSteps = Pick<
  DirectoryTransaction,
  | 'liveGroups'
  | 'groupsNesting'
  | 'groupWithGroupId'
  | 'insertGroup'
  | 'holdGroup'
  | 'holdExternalGroups'
  | 'addMembers'
  | 'removeMembers'
  | 'markMembers'
  | 'showMembers'
  | 'memberIds'
  | 'memberBase'
  | 'assertCurrent'
  | 'adoptMembers'
  | 'joinedGroups'
  | 'externalGroupsOf'
>;

export function groupSteps(
  collections: Collections,
  session: mongo.ClientSession,
  { sets, counts }: { readonly sets: MemberSets; readonly counts: CountChanges },
): GroupSteps {
  const { groups } = collections;

  const known = (document: GroupDocument): GroupRecord => {
    sets.know(document);
    return groupRecord(document);
  };
  const one = async (query: mongo.Filter<GroupDocument>): Promise<GroupRecord | undefined> => {
    const document = await groups.findOne(query, { session });
    return document === null ? undefined : known(document);
  };
  const many = async (query: mongo.Filter<GroupDocument>): Promise<readonly GroupRecord[]> =>
    (await groups.find(query, { session }).sort({ _id: 1 }).toArray()).map(known);

  return {
    async liveGroups(customer, ids) {
      const found: GroupRecord[] = [];
      for (const batch of batches(ids))
        found.push(...(await many({ _id: { $in: [...batch] }, customer, live: true })));
      return found;
    },

    groupsNesting: (customer, id) => many({ customer, nestedGroups: id, live: true }),

    groupWithGroupId: (customer, library, groupId) =>
      one({ customer, groupIdKey: scopedName(library, groupId) }),

    async insertGroup(group, form) {
      const document = groupDocument(group, form, sets.setOf(group.id));
      await groups.insertOne(document, { session });
      counts.inserted('groups', [document]);
    },

    async holdGroup(customer, id) {
      // Only a write that changes something meets other writes.
      await groups.updateOne({ _id: id, customer }, { $inc: { held: 1 } }, { session });
    },

    async holdExternalGroups(customer) {
      await groups.updateMany({ customer, live: true, external: true }, { $inc: { held: 1 } }, { session });
    },

    addMembers: (customer, groupId, userIds, { nested, displays } = { nested: false }) =>
      sets.add(customer, groupId, { ids: userIds, nested, displays }),
    removeMembers: (customer, groupId, userIds) => sets.remove(customer, groupId, userIds),
    markMembers: (customer, groupId, userIds, { nested }) =>
      sets.mark(customer, groupId, { ids: userIds, nested }),
    showMembers: (customer, groupId, displays) => sets.show(customer, groupId, displays),
    memberIds: (customer, groupId, selection) => sets.members(customer, groupId, selection),
    memberBase: (groupId) => sets.baseOf(groupId),
    assertCurrent(groupId, base) {
      const now = sets.baseOf(groupId);
      const isSame = now?.set === base?.set && now?.version === base?.version && now?.held === base?.held;
      if (!isSame) throw new OutdatedStage('the group has changed since');
    },
    adoptMembers: (groupId, set) => {
      sets.adopt(groupId, set);
    },

    ...groupsOfOneUser(collections, session),
  };
}

function groupsOfOneUser(
  { groups, memberships }: Collections,
  session: mongo.ClientSession,
): Pick<GroupSteps, 'joinedGroups' | 'externalGroupsOf'> {
  return {
    async joinedGroups(customer, userId) {
      const rows = { customer, member: userId, nested: { $exists: false } };
      const memberSet = { $in: (await memberships.find(rows, { session }).toArray()).map(({ set }) => set) };
      const found = groups.find({ customer, memberSet, live: true }, { session, projection: { _id: 1 } });
      return (await found.toArray()).map(({ _id }) => _id);
    },

    async externalGroupsOf(customer, userId) {
      const rows = await memberships.find({ customer, member: userId }, { session }).toArray();
      const memberSet = { $in: rows.map(({ set }) => set) };
      const query = { customer, memberSet, live: true, external: true };
      const found = await groups.find(query, { session, projection: { groupId: 1 } }).toArray();
      return found.map(({ groupId }) => groupId);
    },
  };
}
