// What the writes of one transaction have in common: what was asked already, and the questions that several ask at once. Must not know what they write.

import type { mongo } from 'mongoose';
import type { CustomerSettings } from '../directory/settings';
import { askedAtOnce } from './asked-together';
import { createCountChanges } from './count-changes';
import { customerSettings, type Collections, type UserDocument } from './documents';
import { findAtOnce } from './find-at-once';
import { createGroupMemory, type GroupMemory } from './group-memory';
import { createLane, type Lane } from './lane';
import { createMemberSets } from './member-sets';
import {
  findDeletedPeople,
  findLivePeople,
  findRemembered,
  findUserIdHolders,
  type ById,
  type ByNames,
  type ByUserId,
} from './person-look-ups';
import { storeTogether, type ToStore } from './stored-together';
import { rarerSteps, type RarerSteps } from './transaction';
import { createUserMemory, type UserMemory } from './user-memory';

/** What all writes of the transaction have in common. */
export interface Shared {
  readonly lane: Lane;
  readonly memory: UserMemory;
  readonly groups: GroupMemory;
  readonly rarer: RarerSteps;
  readonly settings: SettingsReading;
  /** What several of them ask at the same moment is one query. */
  readonly liveUser: (asked: ById) => Promise<UserDocument | undefined>;
  readonly userWithUserId: (asked: ByUserId) => Promise<UserDocument | undefined>;
  readonly deletedUsers: (asked: ByNames) => Promise<readonly UserDocument[]>;
  readonly rememberedMemberships: (asked: ById) => Promise<readonly string[]>;
  /** And what is changed of groups and members. */
  store(what: ToStore): Promise<void>;
  /** By how much all that was stored changes the counts; once, when nothing more comes. */
  storeCounts(): Promise<void>;
}

export function createShared(collections: Collections, session: mongo.ClientSession): Shared {
  const { users, settings, remembered } = collections;
  const lane = createLane();
  const sets = createMemberSets(collections, session);
  const counts = createCountChanges(collections.liveCounts, session);
  const groups = createGroupMemory(collections, session, { lane, sets, counts });
  const together = <C, K, V>(
    collection: C,
    find: (from: C, asked: readonly K[], within: mongo.ClientSession) => Promise<(one: K) => V>,
  ): ((one: K) => Promise<V>) => askedAtOnce((asked) => lane.run(() => find(collection, asked, session)));
  return {
    lane,
    memory: createUserMemory(),
    groups,
    rarer: rarerSteps(collections, session, { sets, counts }),
    settings: readSettings(settings, session, lane),
    liveUser: together(users, findLivePeople),
    userWithUserId: together(users, findUserIdHolders),
    deletedUsers: together(users, findDeletedPeople),
    rememberedMemberships: together(remembered, findRemembered),
    async store(what) {
      await storeTogether(collections, session, what);
      counts.inserted('users', what.inserted);
      counts.replaced('users', what.replaced);
      await groups.store();
    },
    storeCounts: () => counts.store(),
  };
}
interface SettingsReading {
  readonly of: (customer: string) => Promise<CustomerSettings | undefined>;
  readonly forget: (customer: string) => void;
}

/** Each customer's are read once: the transaction sees the database as it was when it began. */
function readSettings(
  settings: Collections['settings'],
  session: mongo.ClientSession,
  lane: Lane,
): SettingsReading {
  const known = new Map<string, Promise<CustomerSettings | undefined>>();
  const read = askedAtOnce((customers: readonly string[]) =>
    lane.run(async () => {
      const found = await findAtOnce(settings, { _id: { $in: [...customers] } }, { session });
      const byCustomer = new Map(found.map((document) => [document._id, customerSettings(document)]));
      return (customer: string) => byCustomer.get(customer);
    }),
  );
  return {
    of(customer) {
      const reading = known.get(customer) ?? read(customer);
      known.set(customer, reading);
      return reading;
    },
    forget: (customer) => {
      known.delete(customer);
    },
  };
}
