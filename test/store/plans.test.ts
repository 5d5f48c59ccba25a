import type { mongo } from 'mongoose';
import type { Condition, SearchForm } from '../../src/directory/condition';
import type { Sort } from '../../src/directory/sort';
import { CUSTOMER, event, form, group, openTestStore, user, type TestStore } from './store-setup';

const PEOPLE = 300;
const GROUPS = 40;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2_0:User';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2_0:User';

/** What MongoDB's profiler notes of a command. */
interface Profiled {
  readonly op: string;
  readonly ns: string;
  readonly command: mongo.Document;
  readonly planSummary?: string;
  readonly docsExamined?: number;
  readonly keysExamined?: number;
}

describe('in a firm of 300 people and 40 groups', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    await test.write(async (transaction) => {
      for (let index = 0; index < PEOPLE; index += 1) {
        const record = user(`u${index}`, {
          deletedAt: index % 10 === 9 ? new Date() : null,
          // The last two have one address.
          email: `u${Math.min(index, PEOPLE - 3)}@x`,
        });
        await transaction.insertUser(record, form(record, searched(index)));
      }
      for (let index = 0; index < GROUPS; index += 1) {
        const record = group(`g${index}`);
        await transaction.insertGroup(record, form(record, { meta: { lastModified: at(index) } }));
        await transaction.addMembers(CUSTOMER, record.id, [`u${index}`, `u${index + 1}`]);
      }
    });
  });
  afterAll(() => test.close());

  const at = (index: number): Date => new Date(Date.UTC(2026, 0, 1) + index * 1000);
  const searched = (index: number): SearchForm => ({
    externalId: `hr-${index}`,
    emails: [{ value: `u${index}@x`, type: 'work' }],
    meta: { lastModified: at(index) },
    [ENTERPRISE]: { employeeNumber: `e${index}` },
    [IMANAGE]: { userId: `u${index}` },
  });

  /** The plans of the commands that the work sent. */
  async function plansOf(work: () => Promise<unknown>): Promise<readonly Profiled[]> {
    const profile = test.database.collection<Profiled>('system.profile');
    await test.database.command({ profile: 0 });
    await profile.drop();
    await test.database.command({ profile: 2 });
    await work();
    await test.database.command({ profile: 0 });
    const ours = /\.(?:users|groups|memberships|events)$/;
    return (await profile.find({}).toArray()).filter(({ ns }) => ours.test(ns));
  }

  const list =
    (condition?: Condition, sort?: Sort, kind: 'users' | 'groups' = 'users') =>
    () =>
      test.store.directory[kind](CUSTOMER, { condition, sort, skip: 0, limit: 10 });
  const equal = (literal: string, ...path: readonly string[]): Condition => ({
    kind: 'compare',
    path,
    operator: 'eq',
    literal,
  });
  const by = (descending: boolean, ...path: readonly string[]): Sort => ({
    path,
    descending,
    alwaysPresent: true,
  });
  const BACK = { backward: true, inclusive: true } as const;
  /** A page beyond a place in the middle of the list. */
  const step = (
    sort: Sort | undefined,
    id: string,
    more: { kind?: 'users' | 'groups'; value?: Date | string; backward?: boolean; inclusive?: boolean } = {},
  ): (() => Promise<unknown>) => {
    const {
      kind = 'users',
      value = sort === undefined ? null : id,
      backward = false,
      inclusive = false,
    } = more;
    const walk = { backward, beyond: { value, id, inclusive }, counted: false };
    return () =>
      test.store.directory[kind](CUSTOMER, { condition: undefined, sort, skip: 0, limit: 10, walk });
  };
  const since = (date: Date): Condition => ({
    kind: 'compare',
    path: ['meta', 'lastModified'],
    operator: 'gt',
    literal: date,
  });

  it.each<readonly [name: string, work: () => Promise<unknown>]>([
    ['a user by id', () => test.store.directory.user(CUSTOMER, 'u7')],
    ['a group by id', () => test.store.directory.group(CUSTOMER, 'g7')],
    ['userName eq', list(equal('u7', 'userName'))],
    ['externalId eq', list(equal('hr-7', 'externalId'))],
    [
      'emails[type eq "work"].value eq',
      list({
        kind: 'element',
        path: ['emails'],
        condition: { kind: 'and', conditions: [equal('work', 'type'), equal('u7@x', 'value')] },
      }),
    ],
    ['emails.value eq', list(equal('u7@x', 'emails', 'value'))],
    ['employeeNumber eq', list(equal('e7', ENTERPRISE, 'employeeNumber'))],
    ['userId eq', list(equal('u7', IMANAGE, 'userId'))],
    ['displayName eq', list(equal('u7', 'displayName'))],
    ['group displayName eq', list(equal('g7', 'displayName'), undefined, 'groups')],
    ['group members eq', list({ kind: 'related', relation: 'members', id: 'u7' }, undefined, 'groups')],
    ['groups.value eq', list({ kind: 'related', relation: 'groups', id: 'g7' })],
    ['meta.lastModified gt', list(since(at(PEOPLE - 5)))],
    ['the first page', list()],
    ['the first page by userName', list(undefined, by(false, 'userName'))],
    ['the first page by meta.lastModified, newest first', list(undefined, by(true, 'meta', 'lastModified'))],
    ['the first page of groups by displayName', list(undefined, by(false, 'displayName'), 'groups')],
    ['a page of a walk', step(undefined, 'u250')],
    ['the page before it', step(undefined, 'u250', { backward: true })],
    ['a page of a walk by userName', step(by(false, 'userName'), 'u250')],
    ['a page of a walk by userName, downwards', step(by(true, 'userName'), 'u250', { value: 'u250' })],
    [
      'a page of a walk by meta.lastModified',
      step(by(true, 'meta', 'lastModified'), 'u250', { value: at(250) }),
    ],
    [
      'the page before it, with it',
      step(by(true, 'meta', 'lastModified'), 'u250', { value: at(250), ...BACK }),
    ],
    ['a page of a walk of groups by displayName', step(by(false, 'displayName'), 'g7', { kind: 'groups' })],
    ['the groups of a page of users', () => test.store.directory.groupsOf(CUSTOMER, ['u1', 'u2', 'u3'])],
    ['the members of a group', () => readAll(test.store.directory.membersOf(CUSTOMER, 'g7'))],
  ])('%s is read by an index, and hardly more than what is asked for', async (_name, work) => {
    const plans = await plansOf(work);
    expect(plans.length).toBeGreaterThan(0);
    for (const { planSummary, docsExamined, command } of plans) {
      expect({ command, planSummary }).toMatchObject({
        planSummary: expect.not.stringContaining('COLLSCAN') as unknown,
      });
      expect({ command, docsExamined, isFew: (docsExamined ?? 0) <= 12 }).toMatchObject({ isFew: true });
    }
  });

  it('a page far behind is counted off by keys of the index alone', async () => {
    const far = { condition: undefined, skip: 1_000, limit: 10 };
    for (const sort of [undefined, by(true, 'meta', 'lastModified')]) {
      const plans = await plansOf(() => test.store.directory.users(CUSTOMER, { ...far, sort }));
      expect(plans.map(({ docsExamined }) => docsExamined)).toEqual([0, 0]);
    }
  });

  it('either of two values that are unique is found by the two indexes', async () => {
    const either: Condition = {
      kind: 'or',
      conditions: [equal('u3', 'userName'), equal('hr-4', 'externalId')],
    };
    const [plan] = await plansOf(list(either));
    expect(plan).toMatchObject({ op: 'query' });
    expect(plan?.docsExamined).toBeLessThanOrEqual(2);
  });

  it('who had an e-mail address first is told by the index alone, and by name only where somebody did', async () => {
    const records = ['u1', 'u2', 'u3'].map((id) => user(id, { email: `${id}@x` }));
    const holders = (): Promise<unknown> => test.store.directory.emailHolders(CUSTOMER, records);
    expect(await plansOf(holders)).toEqual([expect.objectContaining({ docsExamined: 0 })]);
    const oneHolder = (): Promise<unknown> =>
      test.store.directory.emailHolders(CUSTOMER, records.slice(0, 1));
    expect(await plansOf(oneHolder)).toEqual([expect.objectContaining({ docsExamined: 0, keysExamined: 1 })]);
    const twin = user(`u${PEOPLE - 2}`, { email: `u${PEOPLE - 3}@x` });
    const taken = await test.store.directory.emailHolders(CUSTOMER, [...records, twin]);
    expect([...taken]).toEqual([[twin.id, { userName: `u${PEOPLE - 3}` }]]);
    const all = list({ kind: 'related', relation: 'takenEmail', id: null });
    const [byIndex] = await plansOf(all);
    expect(byIndex).toMatchObject({ docsExamined: 0 });
  });

  it('every step of a write finds its documents by an index', async () => {
    const plans = await plansOf(() =>
      test.write(async (transaction) => {
        await transaction.deletedUsers(CUSTOMER, { externalId: 'hr-9', userName: 'u9' });
        await transaction.userWithUserId(CUSTOMER, 'U7');
        await transaction.groupWithGroupId(CUSTOMER, null, 'G7');
        await transaction.externalGroupsOf(CUSTOMER, 'u7');
        await transaction.joinedGroups(CUSTOMER, 'u7');
        await transaction.groupsNesting(CUSTOMER, 'g7');
        await transaction.liveGroups(CUSTOMER, ['g7', 'g8']);
        await transaction.holdGroup(CUSTOMER, 'g7');
        await transaction.memberIds(CUSTOMER, 'g7', { nested: true });
        await transaction.memberIds(CUSTOMER, 'g7', { nested: false, among: ['u7', 'u9'] });
        await transaction.markMembers(CUSTOMER, 'g7', ['u7', 'u9'], { nested: true });
        const before = await transaction.liveUser(CUSTOMER, 'u7');
        if (before === undefined) throw new Error('u7 is gone');
        await transaction.replaceUser(before, { ...before, version: 2 }, form(before, searched(7)));
        await transaction.record(event('u7', 2));
        const team = await transaction.liveGroup(CUSTOMER, 'g7');
        if (team === undefined) throw new Error('g7 is gone');
        await transaction.liveUsers(CUSTOMER, ['u1', 'u2']);
        await transaction.addMembers(CUSTOMER, 'g7', ['u1', 'u2', 'u7']);
        await transaction.removeMembers(CUSTOMER, 'g7', ['u1']);
        await transaction.removeMembers(CUSTOMER, 'g7', ['u2', 'u3']);
        await transaction.memberIds(CUSTOMER, 'g7');
        await transaction.replaceGroup(team, { ...team, version: 2 }, form(team));
      }),
    );
    const searching = plans.filter(({ op }) => op !== 'insert');
    expect(searching.length).toBeGreaterThanOrEqual(14);
    for (const { op, command, planSummary, docsExamined = 0, keysExamined = 0 } of searching) {
      const isQuick = planSummary !== 'COLLSCAN' && docsExamined <= 3 && keysExamined <= 12;
      expect({ op, command, planSummary, docsExamined, keysExamined, isQuick }).toMatchObject({
        isQuick: true,
      });
    }
  });
});

async function readAll(batches: AsyncIterable<readonly unknown[]>): Promise<number> {
  let count = 0;
  for await (const batch of batches) count += batch.length;
  return count;
}
