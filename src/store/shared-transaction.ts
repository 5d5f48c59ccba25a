// One MongoDB transaction shared by several writes: what they ask at the same moment is read together, what they store of people and events is stored together. Must not know what they write.

import type { mongo } from 'mongoose';
import type { DirectoryTransaction } from '../directory/ports';
import type { CustomerSettings } from '../directory/settings';
import type { UserRecord } from '../directory/user-record';
import { askedAtOnce } from './asked-together';
import { customerSettings, type Collections, type UserDocument } from './documents';
import { findAtOnce } from './find-at-once';
import { createLane, type Lane } from './lane';
import {
  findDeletedPeople,
  findLivePeople,
  findUserIdHolders,
  type ById,
  type ByNames,
  type ByUserId,
} from './person-look-ups';
import { isNothing, joined, nothingToStore, storeTogether, takenFrom, type ToStore } from './stored-together';
import { eventDocument, rarerSteps, type RarerSteps } from './transaction';
import { createUserMemory, type UserMemory } from './user-memory';

/** The steps of a write; that it waits for its turn is no matter of the database. */
export type WriteSteps = Omit<DirectoryTransaction, 'takeTurn'>;

export type Work<T> = (steps: WriteSteps) => Promise<T>;

/** What became of one of the writes, should the transaction be committed. */
export type Outcome<T> =
  { readonly isDone: true; readonly result: T } | { readonly isDone: false; readonly failure: unknown };

/** These change nothing, and nothing that a write stores of people and events changes them. */
const UNTOUCHED_READS: ReadonlySet<string> = new Set(['brake', 'connections', 'ownResource']);
const READS: ReadonlySet<string> = new Set([
  ...UNTOUCHED_READS,
  ...['emailHolders', 'usesOf', 'enabledUsers', 'liveUsers', 'knownUsers', 'rememberedMemberships'],
  ...['liveGroup', 'liveGroups', 'groupsNesting', 'groupWithGroupId'],
  ...['memberIds', 'joinedGroups', 'externalGroupsOf'],
]);

/**
 * Runs the writes side by side and stores what those that succeed want stored. One that fails before anything of it was
 * stored leaves nothing behind and the others as they are.
 *
 * @returns what became of each, in their order; it counts once the transaction is committed
 * @throws the database's error, or of a write that fails when something of it is stored already: then nothing may be committed
 */
export async function runShared<T>(
  collections: Collections,
  session: mongo.ClientSession,
  works: readonly Work<T>[],
): Promise<readonly Outcome<T>[]> {
  const shared = createShared(collections, session);
  const writes = works.map((work) => {
    const one = createOne(shared);
    return { one, outcome: outcomeOf(work(one.steps)) };
  });
  const outcomes = await Promise.all(writes.map(({ outcome }) => outcome));
  const broken = shared.lane.broken();
  if (broken !== undefined) throw broken;
  const failed = outcomes.find((outcome, index) => !outcome.isDone && writes[index]?.one.hasStored());
  if (failed?.isDone === false) throw failed.failure;
  const toStore = writes.filter((_, index) => outcomes[index]?.isDone).map(({ one }) => one.toStore);
  await shared.store(joined(toStore));
  return outcomes;
}

async function outcomeOf<T>(working: Promise<T>): Promise<Outcome<T>> {
  try {
    return { isDone: true, result: await working };
  } catch (failure) {
    return { isDone: false, failure };
  }
}

/** What all writes of the transaction have in common. */
interface Shared {
  readonly lane: Lane;
  readonly memory: UserMemory;
  readonly rarer: RarerSteps;
  readonly settings: SettingsReading;
  /** What several of them ask at the same moment is one query. */
  readonly liveUser: (asked: ById) => Promise<UserDocument | undefined>;
  readonly userWithUserId: (asked: ByUserId) => Promise<UserDocument | undefined>;
  readonly deletedUsers: (asked: ByNames) => Promise<readonly UserDocument[]>;
  readonly store: (what: ToStore) => Promise<void>;
}

function createShared(collections: Collections, session: mongo.ClientSession): Shared {
  const { users, settings } = collections;
  const lane = createLane();
  const together = <K, V>(
    find: (from: typeof users, asked: readonly K[], within: mongo.ClientSession) => Promise<(one: K) => V>,
  ): ((one: K) => Promise<V>) => askedAtOnce((asked) => lane.run(() => find(users, asked, session)));
  return {
    lane,
    memory: createUserMemory(),
    rarer: rarerSteps(collections, session),
    settings: readSettings(settings, session, lane),
    liveUser: together(findLivePeople),
    userWithUserId: together(findUserIdHolders),
    deletedUsers: together(findDeletedPeople),
    store: (what) => storeTogether(collections, session, what),
  };
}

interface OneWrite {
  readonly steps: WriteSteps;
  /** What waits for the end of the transaction. */
  readonly toStore: ToStore;
  /** Whether the database has something of it already. */
  readonly hasStored: () => boolean;
}

function createOne({ lane, memory, rarer, settings, store, ...people }: Shared): OneWrite {
  const toStore = nothingToStore();
  let hasStored = false;
  const storeNow = async (): Promise<void> => {
    if (isNothing(toStore)) return;
    hasStored = true;
    await store(takenFrom(toStore));
  };
  const find = async <K, V>(ask: (asked: K) => Promise<V>, asked: K): Promise<V> => {
    if (!isNothing(toStore)) await lane.run(storeNow);
    return ask(asked);
  };
  const inLane = stepsInLane(rarer, lane, async (name) => {
    if (!UNTOUCHED_READS.has(name)) await storeNow();
    hasStored ||= !READS.has(name);
  });
  const known = (document: UserDocument | undefined): UserRecord | undefined =>
    document === undefined ? undefined : memory.know(document);
  const steps: WriteSteps = {
    ...inLane,
    settings: settings.of,
    keepSettings(before, after) {
      settings.forget(after.customer);
      return inLane.keepSettings(before, after);
    },
    liveUser: async (customer, id) => known(await find(people.liveUser, { customer, id })),
    userWithUserId: async (customer, userId) =>
      known(await find(people.userWithUserId, { customer, userId })),
    deletedUsers: async (customer, names) =>
      (await find(people.deletedUsers, { customer, ...names })).map((user) => memory.know(user)),
    insertUser(user, form) {
      toStore.inserted.push(memory.written(undefined, user, form));
      return Promise.resolve();
    },
    replaceUser(before, after, form) {
      const { id: _id, customer, version } = before;
      const read = memory.known(_id, version);
      toStore.replaced.push({ _id, customer, version, read, document: memory.written(before, after, form) });
      return Promise.resolve();
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- what cannot be kept is refused as every step refuses
    async record(event) {
      toStore.events.push(eventDocument(event, memory));
    },
  };
  return { steps, toStore, hasStored: () => hasStored };
}

/** These ask only what the transaction remembers. */
const REMEMBERED: ReadonlySet<string> = new Set(['memberBase', 'assertCurrent', 'adoptMembers']);

/** @param before called, by the step's name, when its turn has come */
function stepsInLane(steps: RarerSteps, lane: Lane, before: (name: string) => Promise<void>): RarerSteps {
  const inLane = (Object.entries(steps) as [string, AnyStep][]).map(([name, step]) => {
    const waiting: AnyStep = (...args) =>
      lane.run(async () => {
        await before(name);
        return step(...args);
      });
    return [name, REMEMBERED.has(name) ? step : waiting] as const;
  });
  return Object.fromEntries(inLane) as unknown as RarerSteps;
}

type AnyStep = (...args: readonly never[]) => Promise<unknown>;

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
