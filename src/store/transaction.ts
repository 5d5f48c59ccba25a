// The rarer steps of a write inside one MongoDB session, and an event as it is kept; those of every write are in shared-transaction.ts.

import type { mongo } from 'mongoose';
import type { DirectoryEvent } from '../directory/event';
import { DirectoryFailure } from '../directory/failure';
import type { DirectoryTransaction } from '../directory/ports';
import { effectSteps } from './async-requests';
import { brakeSteps } from './brakes';
import { connectionSteps } from './connections';
import type { CountChanges } from './count-changes';
import type { Collections, EventDocument } from './documents';
import { readEmailHolders } from './email-holders';
import { eventKind } from './log-kinds';
import { massMark } from './log-models';
import { groupSteps } from './group-steps';
import type { MemberSets } from './member-sets';
import { ownResourceSteps } from './own-resources';
import { tellsGroup } from './past-memberships';
import type { UserMemory } from './user-memory';
import { versionConflict } from './version-conflict';

/** Ids that one event can tell of: MongoDB's documents end at 16 MB, and an id takes up to 50 bytes. */
const EVENT_MEMBERS_MAX = 300_000;

/** Those that several writes take together. */
type CommonStep =
  | 'settings'
  | 'liveUser'
  | 'deletedUsers'
  | 'userWithUserId'
  | 'rememberedMemberships'
  | 'insertUser'
  | 'replaceUser'
  | 'liveUsers'
  | 'knownUsers'
  | 'liveGroup'
  | 'replaceGroup'
  | 'record';

export type RarerSteps = Omit<DirectoryTransaction, 'takeTurn' | CommonStep>;

export function rarerSteps(
  collections: Collections,
  session: mongo.ClientSession,
  common: { readonly sets: MemberSets; readonly counts: CountChanges },
): RarerSteps {
  const { users, groups, remembered, settings } = collections;
  return {
    async keepSettings(before, { customer, ...after }) {
      if (before === undefined) {
        await settings.insertOne({ _id: customer, ...after }, { session });
        return;
      }
      const where = { _id: customer, version: before.version };
      const { matchedCount } = await settings.replaceOne(where, after, { session });
      if (matchedCount === 0) throw versionConflict();
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

    ...groupSteps(collections, session, common),
    ...brakeSteps(collections, session),
    ...connectionSteps(collections, session),
    ...ownResourceSteps(collections, session),
    ...effectSteps(collections, session),
  };
}

/** @throws DirectoryFailure `tooLarge` where one event cannot tell all of it */
export function eventDocument(recorded: DirectoryEvent, memory: UserMemory): EventDocument {
  const { id, ...event } = recorded;
  assertFits(event);
  return {
    ...{ _id: id, ...event, kind: eventKind(event) },
    ...memory.marksOf(recorded),
    ...tellsGroup(recorded),
    ...massMark(recorded),
  };
}

function assertFits({ membersAdded, membersRemoved }: Omit<DirectoryEvent, 'id'>): void {
  if (membersAdded.length + membersRemoved.length <= EVENT_MEMBERS_MAX) return;
  throw new DirectoryFailure(
    'tooLarge',
    `members: one request can add or remove at most ${EVENT_MEMBERS_MAX} members; use several requests`,
  );
}
