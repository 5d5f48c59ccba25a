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

/** The steps of a write; that it waits for its turn is no matter of the database. */
export type WriteSteps = Omit<DirectoryTransaction, 'takeTurn'>;

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
  readonly steps: WriteSteps;
  /** What waits for its end. */
  readonly toStore: ToStore;
  /** Whether others can see something of it already. */
  readonly hasStored: () => boolean;
}

/** @param kept what the writes before it in its chain want stored: it must find that */
export function createOneWrite(shared: Shared, kept: ToStore): OneWrite {
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
      const wasLive = before.deletedAt === null;
      const document = memory.written(before, after, form);
      toStore.replaced.push({ _id, customer, version, read, document, wasLive });
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
