// Members in mass: made ready aside where nobody sees it, taken over by one write, and told of in parts.

import type { DirectoryEvent } from '../../src/directory/event';
import {
  OutdatedStage,
  type MassChange,
  type MemberList,
  type StagedMembers,
} from '../../src/directory/member-list';
import type { UserDocument } from '../../src/store/documents';
import { event, form, group, openTestStore, CUSTOMER, type TestStore } from './store-setup';

const SIZE = 2_600;
const idOf = (index: number): string => `p${String(index).padStart(5, '0')}`;
const ids = Array.from({ length: SIZE }, (_, index) => idOf(index));

let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
  const people = [...ids, 'gone', 'external'].map((id) => ({
    ...{ _id: id, customer: CUSTOMER, live: id !== 'gone', external: id === 'external' },
    ...{ profile: { userName: id, displayName: `Name of ${id}` }, search: { userName: id } },
  }));
  await test.collections.users.insertMany(people as unknown as UserDocument[]);
});

afterAll(() => test.close());

function listOf(named: readonly (string | readonly [string, string])[], hasOthers = false): MemberList {
  const members = named.map((one) =>
    typeof one === 'string' ? { id: one } : { id: one[0], display: one[1] },
  );
  const sorted = members.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return { hasOthers, batches: () => [sorted] };
}

/** A group with an event for each of its versions. */
async function newGroup(name: string, members: readonly string[] = []): Promise<void> {
  await test.write(async (transaction) => {
    await transaction.insertGroup(group(name), form(group(name)));
    await transaction.addMembers(CUSTOMER, name, members);
    await transaction.record({
      ...event(name, 1),
      resourceType: 'Group',
      operation: 'create',
      membersAdded: members,
    });
  });
}

async function staged(name: string, change: MassChange): Promise<StagedMembers> {
  const base = await test.write(async (transaction) => {
    await transaction.liveGroup(CUSTOMER, name);
    return transaction.memberBase(name);
  });
  return test.store.directory.stageMembers(group(name), base, change);
}

async function take(name: string, { base, outcome }: StagedMembers): Promise<void> {
  if (outcome.kind !== 'set')
    throw new Error(`${outcome.added.length} and ${outcome.removed.length} are few`);
  await test.write(async (transaction) => {
    const before = await transaction.liveGroup(CUSTOMER, name);
    if (before === undefined) throw new Error('no group');
    transaction.assertCurrent(name, base);
    transaction.adoptMembers(name, outcome.set);
    await transaction.replaceGroup(before, { ...before, version: before.version + 1 }, form(before));
    const { added: membersAdded, removed: membersRemoved, moved } = outcome;
    await transaction.record({
      ...event(name, before.version + 1),
      ...{ resourceType: 'Group', membersAdded, membersRemoved, moved },
    });
  });
}

async function members(name: string): Promise<readonly string[]> {
  const shown: string[] = [];
  for await (const batch of test.store.directory.membersOf(CUSTOMER, name))
    shown.push(...batch.map(({ id }) => id));
  return shown;
}

async function toldOf(name: string): Promise<readonly DirectoryEvent[]> {
  const told: DirectoryEvent[] = [];
  for await (const batch of test.store.history.eventsOf(CUSTOMER, [name], { withMembers: true }))
    told.push(...batch);
  return told;
}

const count = (collection: 'memberships' | 'eventMembers', query: object): Promise<number> =>
  test.database.collection(collection).countDocuments({ customer: CUSTOMER, ...query });

describe('members added in mass', () => {
  it("are nobody's until a write takes them over, and all of them then", async () => {
    await newGroup('add', [idOf(0)]);
    const change = await staged('add', { kind: 'add', list: listOf([...ids, 'gone', 'nobody']) });
    expect(await members('add')).toEqual([idOf(0)]);
    expect(change).toMatchObject({ hasUnknown: true, groups: [], internal: [] });
    await take('add', change);
    expect(await members('add')).toEqual(ids);
  });

  it('stand in the event as the first of them with their number, and beside it whole', async () => {
    const kept = await test.collections.events.findOne({ resourceId: 'add', version: 2 });
    expect([kept?.membersAdded.length, kept?.moved?.added, kept?.mass]).toEqual([1_001, SIZE - 1, true]);
    const [, second] = await toldOf('add');
    expect(second?.membersAdded).toEqual(ids.slice(1));
  });

  it('are found by each person: in the sync log, and in the memberships of the past', async () => {
    const last = idOf(SIZE - 1);
    const { entries } = await test.store.syncLog.page(CUSTOMER, { person: last }, { limit: 10 });
    const told = entries.flatMap((entry) => (entry.kind === 'change' ? [entry.event] : []));
    expect(told.map(({ resourceId, membersAdded }) => [resourceId, membersAdded[0]])).toEqual([
      ['add', last],
    ]);
    const steps = await test.store.past.memberSteps(CUSTOMER, [idOf(0), last, 'nobody'], new Date());
    expect(steps.map(({ version, added, removed }) => ({ version, added, removed }))).toEqual([
      { version: 1, added: [idOf(0)], removed: [] },
      { version: 2, added: [last], removed: [] },
    ]);
  });

  it('are not taken over by a group that was changed meanwhile, and are cleared away', async () => {
    await newGroup('late');
    const change = await staged('late', { kind: 'add', list: listOf(ids) });
    await test.write((transaction) => transaction.holdGroup(CUSTOMER, 'late'));
    await expect(take('late', change)).rejects.toThrow(OutdatedStage);
    expect(await members('late')).toEqual([]);
    const { outcome } = change;
    const set = outcome.kind === 'set' ? outcome.set : '';
    expect([await count('memberships', { set }), await count('eventMembers', { moved: set })]).toEqual([
      SIZE,
      1,
    ]);
    await test.store.directory.dropStaged(CUSTOMER, change);
    expect([await count('memberships', { set }), await count('eventMembers', { moved: set })]).toEqual([
      0, 0,
    ]);
  });
});

describe('members replaced in mass', () => {
  it('leave the hidden rows of deleted people where they are', async () => {
    await newGroup('hidden', ['gone', ...ids.slice(0, 5)]);
    await take('hidden', await staged('hidden', { kind: 'replace', list: listOf(ids.slice(5)) }));
    expect(await members('hidden')).toEqual(ids.slice(5));
    expect((await toldOf('hidden')).at(-1)).toMatchObject({ membersRemoved: ids.slice(0, 5) });
    const { memberSet: set } = (await test.collections.groups.findOne({ _id: 'hidden' })) ?? {};
    expect(await count('memberships', { set, member: 'gone' })).toBe(1);
    await take('hidden', await staged('hidden', { kind: 'clear' }));
    expect((await toldOf('hidden')).at(-1)?.membersRemoved).toHaveLength(SIZE - 5 + 1);
  });

  it('are few where little changes, and nothing is made ready aside then', async () => {
    const before = await count('memberships', {});
    const list = listOf([...ids.slice(1, -1), [idOf(SIZE - 1), 'Shown so'], ['gone', 'Nobody']]);
    const { outcome, hasUnknown } = await staged('add', { kind: 'replace', list });
    expect([outcome, hasUnknown]).toEqual([
      { kind: 'few', added: [], removed: [idOf(0)], displays: new Map([[idOf(SIZE - 1), 'Shown so']]) },
      true,
    ]);
    expect(await count('memberships', {})).toBe(before);
  });

  it('are not made ready where a group is among them, or an internal person for an external group', async () => {
    await newGroup('other');
    const nested = await staged('other', { kind: 'replace', list: listOf([...ids, 'add']) });
    expect([nested.groups.map(({ id }) => id), nested.outcome]).toMatchObject([
      ['add'],
      { kind: 'few', added: [] },
    ]);
    const external = group('external', { external: true });
    const all = { kind: 'add', list: listOf([...ids, 'external']) } as const;
    const refused = await test.store.directory.stageMembers(external, undefined, all);
    expect(refused.internal.length).toBeGreaterThan(0);
    const one = { kind: 'add', list: listOf(['external']) } as const;
    const allowed = await test.store.directory.stageMembers(external, undefined, one);
    expect([allowed.internal, allowed.outcome]).toMatchObject([[], { added: ['external'] }]);
  });
});
