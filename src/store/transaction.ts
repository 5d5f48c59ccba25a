// The steps of one write inside one MongoDB session; the version is part of every where-clause.

import { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import { DirectoryFailure } from '../directory/failure';
import { scopedName } from '../directory/group-name';
import type { GroupRecord } from '../directory/group-record';
import type { DirectoryTransaction } from '../directory/ports';
import type { UserRecord } from '../directory/user-record';
import {
  customerSettings,
  groupDocument,
  groupRecord,
  userDocument,
  userRecord,
  type Collections,
  type GroupDocument,
  type UserDocument,
} from './documents';
import { batches } from './member-rows';
import { createMemberSets } from './member-sets';

/** Ids that one event can tell of: MongoDB's documents end at 16 MB, and an id takes up to 50 bytes. */
const EVENT_MEMBERS_MAX = 300_000;

/** Somebody else changed the resource since it was read: the transaction is run again. */
function versionConflict(): mongo.MongoError {
  const conflict = new mongo.MongoError('the resource changed while it was being written');
  conflict.addErrorLabel('TransientTransactionError');
  return conflict;
}

export function createTransaction(
  collections: Collections,
  session: mongo.ClientSession,
): DirectoryTransaction {
  const { users, groups, memberships, events, settings } = collections;
  const sets = createMemberSets(collections, session);

  const known = (document: GroupDocument | null): GroupRecord | undefined => {
    if (document === null) return undefined;
    sets.know(document);
    return groupRecord(document);
  };

  return {
    async settings(customer) {
      const document = await settings.findOne({ _id: customer }, { session });
      return document === null ? undefined : customerSettings(document);
    },

    async keepSettings(before, { customer, ...after }) {
      if (before === undefined) {
        await settings.insertOne({ _id: customer, ...after }, { session });
        return;
      }
      const where = { _id: customer, version: before.version };
      const { matchedCount } = await settings.replaceOne(where, after, { session });
      if (matchedCount === 0) throw versionConflict();
    },

    async liveUser(customer, id) {
      const document = await users.findOne({ _id: id, customer, live: true }, { session });
      return document === null ? undefined : userRecord(document);
    },

    async deletedUsers(customer, { externalId, userName }) {
      const either = [
        { 'search.userName': comparisonKey(userName) },
        ...(externalId === undefined ? [] : [{ 'search.externalId': externalId }]),
      ];
      const query = { customer, live: false, $or: either } as mongo.Filter<UserDocument>;
      const documents = await users.find(query, { session }).sort({ deletedAt: -1 }).limit(100).toArray();
      return documents.map(userRecord);
    },

    async userWithUserId(customer, userId) {
      const document = await users.findOne({ customer, userIdKey: comparisonKey(userId) }, { session });
      return document === null ? undefined : userRecord(document);
    },

    async insertUser(user, form) {
      await users.insertOne(userDocument(user, form), { session });
    },

    async replaceUser(before: UserRecord, after: UserRecord, form: SearchForm) {
      const { _id, ...replacement } = userDocument(after, form);
      const where = { _id, customer: before.customer, version: before.version };
      const { matchedCount } = await users.replaceOne(where, replacement, { session });
      if (matchedCount === 0) throw versionConflict();
    },

    async liveGroup(customer, id) {
      return known(await groups.findOne({ _id: id, customer, live: true }, { session }));
    },

    async groupWithGroupId(customer, library, groupId) {
      const groupIdKey = scopedName(library, groupId);
      return known(await groups.findOne({ customer, groupIdKey }, { session }));
    },

    async insertGroup(group, form) {
      await groups.insertOne(groupDocument(group, form, sets.setOf(group.id)), { session });
    },

    async replaceGroup(before: GroupRecord, after: GroupRecord, form: SearchForm) {
      const { _id, ...replacement } = groupDocument(after, form, sets.setOf(after.id));
      const where = { _id, customer: before.customer, version: before.version };
      const { matchedCount } = await groups.replaceOne(where, replacement, { session });
      if (matchedCount === 0) throw versionConflict();
    },

    async liveUsers(customer, ids) {
      const found: { id: string; external: boolean }[] = [];
      for (const batch of batches(ids)) {
        const query = { _id: { $in: [...batch] }, customer, live: true };
        const documents = users.find(query, { session, projection: { external: 1 } });
        for await (const { _id, external } of documents) found.push({ id: _id, external });
      }
      return found;
    },

    addMembers: (customer, groupId, userIds) => sets.add(customer, groupId, userIds),
    removeMembers: (customer, groupId, userIds) => sets.remove(customer, groupId, userIds),
    memberIds: (customer, groupId) => sets.members(customer, groupId),

    async externalGroupsOf(customer, userId) {
      const rows = await memberships.find({ customer, member: userId }, { session }).toArray();
      const memberSet = { $in: rows.map(({ set }) => set) };
      const query = { customer, memberSet, live: true, external: true };
      const found = await groups.find(query, { session, projection: { groupId: 1 } }).toArray();
      return found.map(({ groupId }) => groupId);
    },

    async record({ id, ...event }: DirectoryEvent) {
      assertFits(event);
      await events.insertOne({ _id: id, ...event }, { session });
    },
  };
}

function assertFits({ membersAdded, membersRemoved }: Omit<DirectoryEvent, 'id'>): void {
  if (membersAdded.length + membersRemoved.length <= EVENT_MEMBERS_MAX) return;
  throw new DirectoryFailure(
    'tooLarge',
    `members: one request can add or remove at most ${EVENT_MEMBERS_MAX} members; use several requests`,
  );
}
