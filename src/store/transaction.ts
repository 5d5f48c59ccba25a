// The steps of one write inside one MongoDB session; the version is part of every where-clause.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import { DirectoryFailure } from '../directory/failure';
import type { DirectoryTransaction } from '../directory/ports';
import type { UserRecord } from '../directory/user-record';
import { effectSteps } from './async-requests';
import { brakeSteps } from './brakes';
import { connectionSteps } from './connections';
import { customerSettings, displayNameOf, type Collections, type UserDocument } from './documents';
import { readEmailHolders } from './email-holders';
import { eventKind } from './log-kinds';
import { massMark } from './log-models';
import { groupSteps } from './group-steps';
import { batches } from './member-rows';
import { ownResourceSteps } from './own-resources';
import { tellsGroup } from './past-memberships';
import { createUserMemory } from './user-memory';
import { versionConflict } from './version-conflict';

/** Ids that one event can tell of: MongoDB's documents end at 16 MB, and an id takes up to 50 bytes. */
const EVENT_MEMBERS_MAX = 300_000;

interface KnownUser {
  readonly id: string;
  readonly external: boolean;
  readonly live: boolean;
  readonly displayName: string | undefined;
}

export function createTransaction(
  collections: Collections,
  session: mongo.ClientSession,
): Omit<DirectoryTransaction, 'takeTurn'> {
  const { users, groups, remembered, events, settings } = collections;
  const memory = createUserMemory();
  async function knownUsers(customer: string, ids: readonly string[]): Promise<readonly KnownUser[]> {
    const found: KnownUser[] = [];
    for (const batch of batches(ids)) {
      const query = { _id: { $in: [...batch] }, customer };
      const projection = { external: 1, live: 1, 'profile.displayName': 1 };
      for await (const { _id, external, live, profile } of users.find(query, { session, projection }))
        found.push({ id: _id, external, live, displayName: displayNameOf(profile) });
    }
    return found;
  }

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
      return document === null ? undefined : memory.know(document);
    },

    async deletedUsers(customer, { externalId, userName }) {
      const either = [
        { 'search.userName': comparisonKey(userName) },
        ...(externalId === undefined ? [] : [{ 'search.externalId': externalId }]),
      ];
      const query = { customer, live: false, $or: either } as mongo.Filter<UserDocument>;
      const documents = await users.find(query, { session }).sort({ deletedAt: -1 }).limit(100).toArray();
      return documents.map((document) => memory.know(document));
    },

    async userWithUserId(customer, userId) {
      const document = await users.findOne({ customer, userIdKey: comparisonKey(userId) }, { session });
      return document === null ? undefined : memory.know(document);
    },

    emailHolders: (customer, asked) => readEmailHolders(users, customer, asked, session),

    async usesOf(customer, { library, role }) {
      const held = { $elemMatch: role === undefined ? { library } : { library, role } };
      const holders = { customer, assignments: held };
      return {
        users: await users.countDocuments(holders, { session }),
        deletedUsers: await users.countDocuments({ ...holders, live: false }, { session }),
        groups: role === undefined ? await groups.countDocuments({ customer, library }, { session }) : 0,
      };
    },

    async insertUser(user, form) {
      await users.insertOne(memory.written(undefined, user, form), { session });
    },

    async replaceUser(before: UserRecord, after: UserRecord, form: SearchForm) {
      const { _id, ...replacement } = memory.written(before, after, form);
      const where = { _id, customer: before.customer, version: before.version };
      const { matchedCount } = await users.replaceOne(where, replacement, { session });
      if (matchedCount === 0) throw versionConflict();
    },

    liveUsers: async (customer, ids) => (await knownUsers(customer, ids)).filter(({ live }) => live),
    knownUsers,

    async rememberedMemberships(customer, userId) {
      const rows = remembered.find({ customer, member: userId }, { session });
      return (await rows.toArray()).map(({ group }) => group);
    },

    async rememberMemberships(customer, member, groupIds) {
      const rows = groupIds.map((group) => ({ customer, member, group }));
      const upserts = rows.map((row) => ({
        updateOne: { filter: row, update: { $setOnInsert: row }, upsert: true },
      }));
      if (upserts.length > 0) await remembered.bulkWrite(upserts, { session });
    },

    async forgetMemberships(customer, userIds, groupIds) {
      if (userIds.length === 0 || groupIds.length === 0) return;
      const rows = { customer, member: { $in: [...userIds] }, group: { $in: [...groupIds] } };
      await remembered.deleteMany(rows, { session });
    },

    ...groupSteps(collections, session),
    ...brakeSteps(collections, session),
    ...connectionSteps(collections, session),
    ...ownResourceSteps(collections, session),
    ...effectSteps(collections, session),

    async record(recorded: DirectoryEvent) {
      const { id, ...event } = recorded;
      assertFits(event);
      await events.insertOne(
        {
          ...{ _id: id, ...event, kind: eventKind(event) },
          ...memory.marksOf(recorded),
          ...tellsGroup(recorded),
          ...massMark(recorded),
        },
        { session },
      );
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
