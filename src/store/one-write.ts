// The steps of one write among those that share its transaction: what it reads, and what it wants stored at the end. Must not know the others.

import type { DirectoryTransaction } from '../directory/ports';
import type { UserRecord } from '../directory/user-record';
import type { UserDocument } from './documents';
import type { GroupMemory } from './group-memory';
import type { Lane } from './lane';
import type { MemberRow } from './member-rows';
import type { Shared } from './shared-memory';
import { changesPeople, isNothing, joined, nothingToStore, takenFrom, type ToStore } from './stored-together';
import { eventDocument, type RarerSteps } from './transaction';

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
export interface OneWrite {
  readonly steps: DirectoryTransaction;
  /** What waits for its end. */
  readonly toStore: ToStore;
  /** Whether others can see something of it already. */
  readonly hasStored: () => boolean;
}

/**
 * @param kept what the writes before it in its chain want stored: it must find that
 * @param takeTurn that it waits for its turn is no matter of the database
 */
export function createOneWrite(
  shared: Shared,
  kept: ToStore,
  takeTurn: DirectoryTransaction['takeTurn'],
): OneWrite {
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
  const before = async (name: string): Promise<void> => {
    if (!UNTOUCHED_READS.has(name)) await storeNow();
    hasStored ||= !READS.has(name);
  };
  const rarer = withRarer({}, shared.rarer, { lane, before });
  const members = memberSteps(groups, rarer, () => {
    hasStored = true;
  });
  const common: CommonSteps = {
    takeTurn,
    ...peopleSteps(shared, toStore, found),
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
  const steps = withRarer(common, shared.rarer, { lane, before });
  return { steps, toStore, hasStored: () => hasStored };
}

/** Those that several writes take together, or that answer from what is remembered. */
type CommonSteps = Omit<DirectoryTransaction, Exclude<keyof RarerSteps, keyof MemberSteps | 'keepSettings'>>;

type PeopleSteps = Pick<
  DirectoryTransaction,
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
      const wasLive = before.deletedAt === null;
      const document = memory.written(before, after, form);
      toStore.replaced.push({ _id, customer, version, read, document, wasLive });
      return Promise.resolve();
    },
  };
}

type MemberSteps = Pick<
  DirectoryTransaction,
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
    liveGroup: (customer, id) => groups.liveGroup(customer, id),
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

type AnyStep = (...args: readonly never[]) => Promise<unknown>;

/** @param before called, by the step's name, when its turn has come */
function inLane(name: string, step: AnyStep, { lane, before }: Turns): AnyStep {
  if (REMEMBERED.has(name)) return step;
  return (...args) =>
    lane.run(async () => {
      await before(name);
      return step(...args);
    });
}

interface Turns {
  readonly lane: Lane;
  readonly before: (name: string) => Promise<void>;
}

/**
 * Hardly a write takes more than two of some forty rarer steps, so each is made when it is taken: made for every write, they
 * were an eighth of the memory that a bulk request asked for.
 */
function withRarer<O extends object>(own: O, rarer: RarerSteps, turns: Turns): O & Omit<RarerSteps, keyof O> {
  const steps = rarer as unknown as Readonly<Record<string | symbol, AnyStep | undefined>>;
  const taken = (target: O, name: string | symbol): unknown => {
    const step = Object.hasOwn(target, name) ? undefined : steps[name];
    return step === undefined ? Reflect.get(target, name) : inLane(String(name), step, turns);
  };
  return new Proxy(own, {
    get: taken,
    // These two for whoever copies all of them to put steps of his own in front.
    ownKeys: (target) => [...new Set([...Reflect.ownKeys(target), ...Reflect.ownKeys(rarer)])],
    getOwnPropertyDescriptor: (target, name) => {
      const value = taken(target, name);
      return value === undefined ? undefined : { value, enumerable: true, configurable: true };
    },
  }) as O & Omit<RarerSteps, keyof O>;
}
