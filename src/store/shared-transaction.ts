// One MongoDB transaction shared by several writes: what they ask at the same moment is read together, what they store of people and events is stored together. Must not know what they write.

import type { mongo } from 'mongoose';
import type { DirectoryTransaction } from '../directory/ports';
import type { CustomerSettings } from '../directory/settings';
import type { UserRecord } from '../directory/user-record';
import { askedAtOnce } from './asked-together';
import { customerSettings, type Collections, type UserDocument } from './documents';
import { findAtOnce } from './find-at-once';
import { createGroupMemory, type GroupMemory } from './group-memory';
import { createLane, type Lane } from './lane';
import type { MemberRow } from './member-rows';
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
import {
  add,
  changesPeople,
  isNothing,
  joined,
  nothingToStore,
  storeTogether,
  takenFrom,
  type ToStore,
} from './stored-together';
import { eventDocument, rarerSteps, type RarerSteps } from './transaction';
import { createUserMemory, type UserMemory } from './user-memory';

/** The steps of a write; that it waits for its turn is no matter of the database. */
export type WriteSteps = Omit<DirectoryTransaction, 'takeTurn'>;

export interface Work<T> {
  readonly run: (steps: WriteSteps) => Promise<T>;
  /** Asks what the run will ask, where that does not depend on the writes before it. */
  readonly readAhead?: ((steps: WriteSteps) => Promise<unknown>) | undefined;
}

/** What became of one of the writes, should the transaction be committed. */
export type Outcome<T> =
  { readonly isDone: true; readonly result: T } | { readonly isDone: false; readonly failure: unknown };

/** These change nothing, and nothing that waits to be stored changes them. */
const UNTOUCHED_READS: ReadonlySet<string> = new Set(['brake', 'connections', 'ownResource']);
const READS: ReadonlySet<string> = new Set([
  ...UNTOUCHED_READS,
  ...['emailHolders', 'usesOf', 'enabledUsers'],
  ...['liveGroups', 'groupsNesting', 'groupWithGroupId'],
  ...['memberIds', 'joinedGroups', 'externalGroupsOf'],
]);
/** Members of one request that are looked up with those of others; more are a matter of their own (member-sets.ts). */
const FEW_MEMBERS = 100;

/**
 * Runs the writes side by side, those of one chain one after the other, and stores what those that succeed want stored.
 * One that fails before anything of it was stored leaves nothing behind and the others as they are.
 *
 * @returns what became of each, chain by chain; it counts once the transaction is committed
 * @throws the database's error, or of a write that fails when something of it is stored already: then nothing may be committed
 */
export async function runShared<T>(
  collections: Collections,
  session: mongo.ClientSession,
  chains: readonly (readonly Work<T>[])[],
): Promise<readonly Outcome<T>[]> {
  const shared = createShared(collections, session);
  const ended = await Promise.all(chains.map((chain) => runChain(shared, chain)));
  const broken = shared.lane.broken();
  if (broken !== undefined) throw broken;
  const writes = ended.flatMap((chain) => chain.writes);
  const lost = writes.find(({ outcome, hasStored }) => !outcome.isDone && hasStored);
  if (lost?.outcome.isDone === false) throw lost.outcome.failure;
  await shared.store(joined(ended.map(({ kept }) => kept)));
  return writes.map(({ outcome }) => outcome);
}

interface EndedChain<T> {
  readonly writes: readonly {
    readonly outcome: Outcome<T>;
    /** Whether others can see something of it. */
    readonly hasStored: boolean;
  }[];
  /** What those that succeeded want stored. */
  readonly kept: ToStore;
}

/** What all of them will ask is asked together before the first. */
async function runChain<T>(shared: Shared, chain: readonly Work<T>[]): Promise<EndedChain<T>> {
  const kept = nothingToStore();
  await Promise.allSettled(chain.map(({ readAhead }) => readAhead?.(createOne(shared, kept).steps)));
  const writes: EndedChain<T>['writes'][number][] = [];
  for (const { run } of chain) {
    const one = createOne(shared, kept);
    const outcome = await outcomeOf(run(one.steps));
    if (outcome.isDone) add(kept, one.toStore);
    writes.push({ outcome, hasStored: one.hasStored() });
  }
  return { writes, kept };
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
}

function createShared(collections: Collections, session: mongo.ClientSession): Shared {
  const { users, settings, remembered } = collections;
  const lane = createLane();
  const sets = createMemberSets(collections, session);
  const groups = createGroupMemory(collections, session, { lane, sets });
  const together = <C, K, V>(
    collection: C,
    find: (from: C, asked: readonly K[], within: mongo.ClientSession) => Promise<(one: K) => V>,
  ): ((one: K) => Promise<V>) => askedAtOnce((asked) => lane.run(() => find(collection, asked, session)));
  return {
    lane,
    memory: createUserMemory(),
    groups,
    rarer: rarerSteps(collections, session, sets),
    settings: readSettings(settings, session, lane),
    liveUser: together(users, findLivePeople),
    userWithUserId: together(users, findUserIdHolders),
    deletedUsers: together(users, findDeletedPeople),
    rememberedMemberships: together(remembered, findRemembered),
    async store(what) {
      await storeTogether(collections, session, what);
      await groups.store();
    },
  };
}

interface OneWrite {
  readonly steps: WriteSteps;
  /** What waits for its end. */
  readonly toStore: ToStore;
  /** Whether others can see something of it already. */
  readonly hasStored: () => boolean;
}

/** @param kept what the writes before it in its chain want stored: it must find that */
function createOne(shared: Shared, kept: ToStore): OneWrite {
  const { lane, memory, groups } = shared;
  const toStore = nothingToStore();
  let hasStored = false;
  /** What comes next must find it stored. */
  const storeNow = async (): Promise<void> => {
    hasStored ||= !isNothing(toStore);
    await shared.store(joined([takenFrom(kept), takenFrom(toStore)]));
    groups.forget();
  };
  const found = async <T>(read: () => Promise<T>): Promise<T> => {
    if (changesPeople(toStore) || changesPeople(kept)) await lane.run(storeNow);
    return read();
  };
  const rarer = stepsInLane(shared.rarer, lane, async (name) => {
    if (!UNTOUCHED_READS.has(name)) await storeNow();
    hasStored ||= !READS.has(name);
  });
  const people = peopleSteps(shared, toStore, found);
  const members = memberSteps(groups, rarer, () => {
    hasStored = true;
  });
  const steps: WriteSteps = {
    ...rarer,
    ...people,
    ...members,
    liveUsers: async (customer, ids) =>
      (await found(() => groups.knownUsers(customer, ids))).filter(({ live }) => live),
    knownUsers: (customer, ids) => found(() => groups.knownUsers(customer, ids)),
    settings: shared.settings.of,
    keepSettings(before, after) {
      shared.settings.forget(after.customer);
      return rarer.keepSettings(before, after);
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- what cannot be kept is refused as every step refuses
    async record(event) {
      toStore.events.push(eventDocument(event, memory));
    },
  };
  return { steps, toStore, hasStored: () => hasStored };
}

type PeopleSteps = Pick<
  WriteSteps,
  'liveUser' | 'userWithUserId' | 'deletedUsers' | 'rememberedMemberships' | 'insertUser' | 'replaceUser'
>;

/** @param found reads what may have been stored by the same write or the one before */
function peopleSteps(
  { memory, ...shared }: Shared,
  toStore: ToStore,
  found: <T>(read: () => Promise<T>) => Promise<T>,
): PeopleSteps {
  const known = (document: UserDocument | undefined): UserRecord | undefined =>
    document === undefined ? undefined : memory.know(document);
  return {
    liveUser: async (customer, id) => known(await found(() => shared.liveUser({ customer, id }))),
    userWithUserId: async (customer, userId) =>
      known(await found(() => shared.userWithUserId({ customer, userId }))),
    deletedUsers: async (customer, names) =>
      (await found(() => shared.deletedUsers({ customer, ...names }))).map((user) => memory.know(user)),
    rememberedMemberships: (customer, id) => shared.rememberedMemberships({ customer, id }),
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
  };
}

type MemberSteps = Pick<
  WriteSteps,
  'liveGroup' | 'replaceGroup' | 'addMembers' | 'removeMembers' | 'memberIds'
>;

/**
 * Few members are remembered by all writes of the transaction; many go the way of their own.
 *
 * @param onChange from then on the others see something of this write
 */
function memberSteps(groups: GroupMemory, rarer: RarerSteps, onChange: () => void): MemberSteps {
  const areFew = (groupId: string, ids: readonly string[]): boolean =>
    ids.length <= FEW_MEMBERS && groups.seesMembers(groupId);
  const noting = (changed: readonly string[]): readonly string[] => {
    if (changed.length > 0) onChange();
    return changed;
  };
  return {
    liveGroup: groups.liveGroup,
    // eslint-disable-next-line @typescript-eslint/require-await -- what cannot be replaced is refused as every step refuses
    async replaceGroup(before, after, form) {
      onChange();
      groups.replace(before, after, form);
    },
    async addMembers(customer, groupId, ids, options = { nested: false }) {
      if (!areFew(groupId, ids)) return rarer.addMembers(customer, groupId, ids, options);
      const { nested, displays } = options;
      const row = (member: string): MemberRow => ({ member, nested, display: displays?.get(member) });
      return noting(await groups.join(customer, groupId, [...new Set(ids)].map(row)));
    },
    async removeMembers(customer, groupId, ids) {
      if (!areFew(groupId, ids)) return rarer.removeMembers(customer, groupId, ids);
      return noting(await groups.leave(customer, groupId, [...new Set(ids)]));
    },
    async memberIds(customer, groupId, selection = {}) {
      const { among, nested, most } = selection;
      const isPlain = nested === undefined && most === undefined;
      if (!isPlain || among === undefined || !areFew(groupId, among))
        return rarer.memberIds(customer, groupId, selection);
      return groups.present(customer, groupId, [...new Set(among)]);
    },
  };
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
