// The steps of one write inside one MongoDB session; the version is part of every where-clause.

import { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import { scopedName } from '../directory/group-name';
import type { GroupRecord } from '../directory/group-record';
import type { DirectoryTransaction } from '../directory/ports';
import type { UserRecord } from '../directory/user-record';
import {
  groupDocument,
  groupRecord,
  userDocument,
  userRecord,
  type Collections,
  type UserDocument,
} from './documents';

/** Ids in one query or insert; keeps each command far below MongoDB's 48 MB. */
const BATCH = 10_000;

/** Somebody else changed the resource since it was read: the transaction is run again. */
function versionConflict(): mongo.MongoError {
  const conflict = new mongo.MongoError('the resource changed while it was being written');
  conflict.addErrorLabel('TransientTransactionError');
  return conflict;
}

export function createTransaction(
  { users, groups, memberships, events }: Collections,
  session: mongo.ClientSession,
): DirectoryTransaction {
  return {
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
      const document = await groups.findOne({ _id: id, customer, live: true }, { session });
      return document === null ? undefined : groupRecord(document);
    },

    async groupWithGroupId(customer, library, groupId) {
      const document = await groups.findOne(
        { customer, groupIdKey: scopedName(library, groupId) },
        { session },
      );
      return document === null ? undefined : groupRecord(document);
    },

    async insertGroup(group, form) {
      await groups.insertOne(groupDocument(group, form), { session });
    },

    async replaceGroup(before: GroupRecord, after: GroupRecord, form: SearchForm) {
      const { _id, ...replacement } = groupDocument(after, form);
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

    async addMembers(customer, group, userIds) {
      const present = new Set(await presentMembers(customer, group, userIds));
      const missing = [...new Set(userIds)].filter((id) => !present.has(id));
      for (const batch of batches(missing)) {
        const rows = batch.map((member) => ({ customer, group, member }));
        await memberships.insertMany(rows, { session, ordered: true });
      }
      return missing;
    },

    async removeMembers(customer, group, userIds) {
      const present = await presentMembers(customer, group, userIds);
      for (const batch of batches(present)) {
        await memberships.deleteMany({ customer, group, member: { $in: [...batch] } }, { session });
      }
      return present;
    },

    async memberIds(customer, group) {
      const rows = memberships.find({ customer, group }, { session, projection: { _id: 0, member: 1 } });
      const ids: string[] = [];
      for await (const { member } of rows.batchSize(BATCH)) ids.push(member);
      return ids;
    },

    async externalGroupsOf(customer, userId) {
      const rows = await memberships.find({ customer, member: userId }, { session }).toArray();
      const query = { _id: { $in: rows.map(({ group }) => group) }, customer, live: true, external: true };
      const found = await groups.find(query, { session, projection: { groupId: 1 } }).toArray();
      return found.map(({ groupId }) => groupId);
    },

    async record({ id, ...event }: DirectoryEvent) {
      await events.insertOne({ _id: id, ...event }, { session });
    },
  };

  async function presentMembers(
    customer: string,
    group: string,
    ids: readonly string[],
  ): Promise<readonly string[]> {
    const present: string[] = [];
    for (const batch of batches([...new Set(ids)])) {
      const query = { customer, group, member: { $in: [...batch] } };
      const rows = memberships.find(query, { session, projection: { _id: 0, member: 1 } });
      for await (const { member } of rows) present.push(member);
    }
    return present;
  }
}

function* batches<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += BATCH) yield values.slice(start, start + BATCH);
}
