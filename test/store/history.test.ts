import type { mongo } from 'mongoose';
import type { DirectoryEvent } from '../../src/directory/event';
import type { DirectoryHistory, EventQuery } from '../../src/directory/history';
import { CUSTOMER, event, form, group, openTestStore, user, type TestStore } from './store-setup';

const minute = (minutes: number): Date => new Date(Date.UTC(2026, 2, 1) + minutes * 60_000);
const ADDRESS = { emails: [{ value: 'ada@firm.example', type: 'work' }] };

describe('the history of a customer', () => {
  let test: TestStore;
  let history: DirectoryHistory;

  beforeAll(async () => {
    test = await openTestStore();
    history = test.store.history;
    await test.write(async (transaction) => {
      for (const name of ['ada', 'bob', 'cy'] as const) {
        const record = user(name, {
          userId: name.toUpperCase(),
          deletedAt: name === 'cy' ? minute(9) : null,
        });
        await transaction.insertUser(record, form(record, name === 'bob' ? {} : ADDRESS));
      }
      const namesake = user('cy2', {
        profile: { userName: 'cy', displayName: 'Cy the second' },
        userId: null,
      });
      await transaction.insertUser(namesake, form(namesake));
      const alien = user('alien', { customer: 'other', userId: 'ADA' });
      await transaction.insertUser(alien, form(alien, ADDRESS));
      for (const record of [group('tax'), group('board'), group('old', { deletedAt: minute(9) })])
        await transaction.insertGroup(record, form(record));
      const alienGroup = group('aliens', { customer: 'other' });
      await transaction.insertGroup(alienGroup, form(alienGroup));
      await transaction.addMembers('other', 'aliens', ['ada']);
      await transaction.addMembers(CUSTOMER, 'tax', ['ada', 'cy']);
      await transaction.addMembers(CUSTOMER, 'board', ['ada']);
      for (const told of EVENTS) await transaction.record(told);
    });
  });
  afterAll(() => test.close());

  const EVENTS: readonly DirectoryEvent[] = [
    { ...event('bob', 1), at: minute(1), operation: 'create' },
    {
      ...event('tax', 1),
      at: minute(2),
      resourceType: 'Group',
      operation: 'create',
      membersAdded: ['ada', 'cy'],
    },
    { ...event('ada', 2), at: minute(4), rules: ['memberships-kept'] },
    {
      ...event('ada', 1),
      at: minute(3),
      operation: 'create',
      actor: { connection: 'okta', client: 'c', requestId: 'r7' },
    },
    { ...event('tax', 2), at: minute(4), resourceType: 'Group', membersRemoved: ['cy'] },
    { ...event('firm', 1), at: minute(5), resourceType: 'Customer', operation: 'configure' },
    { ...event('alien', 1), at: minute(0), customer: 'other' },
  ];
  const ids = async (
    batches: AsyncIterable<readonly { readonly id: string }[]>,
  ): Promise<readonly string[]> => (await read(batches)).map(({ id }) => id);

  it('has every user and every group, the deleted ones too, and nobody of another customer', async () => {
    expect(await ids(history.users(CUSTOMER))).toEqual(['ada', 'bob', 'cy', 'cy2']);
    expect(await ids(history.groups(CUSTOMER))).toEqual(['board', 'old', 'tax']);
  });

  it('has every membership, that of a deleted person too', async () => {
    expect(await read(history.memberships(CUSTOMER))).toEqual([
      { groupId: 'board', userId: 'ada' },
      { groupId: 'tax', userId: 'ada' },
      { groupId: 'tax', userId: 'cy' },
    ]);
  });

  it('has the groups of each person, and nothing of a person without', async () => {
    const found = await history.groupsOf(CUSTOMER, ['ada', 'bob', 'cy']);
    expect([...found].map(([id, groups]) => [id, ...groups.map((one) => one.id)])).toEqual([
      ['ada', 'board', 'tax'],
      ['cy', 'tax'],
    ]);
  });

  it('has the events of a type resource by resource, each in order of version', async () => {
    expect(await ids(history.events(CUSTOMER, 'User'))).toEqual(['ada/1', 'ada/2', 'bob/1']);
    expect(await ids(history.events(CUSTOMER, 'Group'))).toEqual(['tax/1', 'tax/2']);
  });

  it('has the events of some resources, and none of a resource of another customer', async () => {
    expect(await ids(history.eventsOf(CUSTOMER, ['tax', 'ada', 'alien', 'nobody']))).toEqual([
      'ada/1',
      'ada/2',
      'tax/1',
      'tax/2',
    ]);
  });

  it.each<readonly [string, EventQuery, readonly string[]]>([
    ['all', {}, ['firm/1', 'tax/2', 'ada/2', 'ada/1', 'tax/1', 'bob/1']],
    ['of a person, with joining and leaving groups', { person: 'cy' }, ['tax/2', 'tax/1']],
    ['of a person and of the groups', { person: 'ada' }, ['ada/2', 'ada/1', 'tax/1']],
    ['of a group', { group: 'tax' }, ['tax/2', 'tax/1']],
    ['of a person in a group', { group: 'tax', person: 'ada' }, ['tax/1']],
    ['of an operation', { operation: 'create' }, ['ada/1', 'tax/1', 'bob/1']],
    ['of a connection', { connection: 'okta' }, ['ada/1']],
    ['of a rule', { rule: 'memberships-kept' }, ['ada/2']],
    ['of a request', { requestId: 'r7' }, ['ada/1']],
    ['of a time, both ends included', { from: minute(2), to: minute(3) }, ['ada/1', 'tax/1']],
    ['up to a limit', { limit: 2 }, ['firm/1', 'tax/2']],
    ['that are none', { person: 'ada', operation: 'delete' }, []],
  ])('has the latest events first: %s', async (_name, query, expected) => {
    expect(await ids(history.latestEvents(CUSTOMER, query))).toEqual(expected);
  });

  it('knows when the first event was, and that there is none', async () => {
    expect(await history.firstEventAt(CUSTOMER)).toEqual(minute(1));
    expect(await history.firstEventAt('nobody')).toBeUndefined();
  });

  it('finds who holds or held a User ID without letter case, in this customer alone', async () => {
    expect((await history.userWithUserId(CUSTOMER, 'aDa'))?.id).toBe('ada');
    expect((await history.userWithUserId(CUSTOMER, 'cy'))?.deletedAt).toEqual(minute(9));
    expect(await history.userWithUserId(CUSTOMER, 'alien')).toBeUndefined();
  });

  it.each([
    ['id', 'bob', ['bob']],
    ['userName, live people first', 'CY', ['cy2', 'cy']],
    ['User ID', 'ADA', ['ada']],
    ['e-mail address, deleted people too', 'Ada@Firm.example', ['ada', 'cy']],
    ['a name that nobody has', 'a', []],
  ])('finds whom a person may mean by %s', async (_name, text, expected) => {
    expect((await history.usersCalled(CUSTOMER, text)).map(({ id }) => id)).toEqual(expected);
  });

  it('has names for users and groups of the customer alone', async () => {
    expect(await history.names(CUSTOMER, ['ada', 'tax', 'alien', 'nobody'])).toEqual(
      new Map([
        ['ada', 'ada'],
        ['tax', 'tax'],
      ]),
    );
  });

  it('goes on after each batch, with events of one moment in a stable order', async () => {
    const many = Array.from({ length: 1_201 }, (_, index) => ({
      ...event('busy', index + 1),
      customer: 'busy',
    }));
    await test.collections.events.insertMany(many.map(({ id, ...rest }) => ({ _id: id, ...rest })));
    const found = await ids(history.latestEvents('busy', {}));
    expect(found).toEqual(
      many
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(await ids(history.eventsOf('busy', ['busy']))).toEqual(many.map(({ id }) => id));
  });

  it('tells that members changed over to another set while they were read', async () => {
    const reading = history.memberships(CUSTOMER)[Symbol.asyncIterator]();
    await reading.next();
    await test.collections.groups.updateOne({ _id: 'board' }, { $set: { memberSet: 'elsewhere' } });
    await expect(reading.next()).rejects.toMatchObject({ code: 'busy' });
    await test.collections.groups.updateOne({ _id: 'board' }, { $set: { memberSet: 'board' } });
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ['users', () => read(history.users(CUSTOMER))],
    ['groups', () => read(history.groups(CUSTOMER))],
    ['memberships', () => read(history.memberships(CUSTOMER))],
    ['groupsOf', () => history.groupsOf(CUSTOMER, ['ada'])],
    ['events of users', () => read(history.events(CUSTOMER, 'User'))],
    ['events of groups', () => read(history.events(CUSTOMER, 'Group'))],
    ['eventsOf', () => read(history.eventsOf(CUSTOMER, ['ada', 'tax']))],
    ['latestEvents', () => read(history.latestEvents(CUSTOMER, { limit: 3 }))],
    [
      'latestEvents of a person',
      () => read(history.latestEvents(CUSTOMER, { person: 'ada', from: minute(0) })),
    ],
    ['latestEvents of a request', () => read(history.latestEvents(CUSTOMER, { requestId: 'r7' }))],
    ['firstEventAt', () => history.firstEventAt(CUSTOMER)],
    ['userWithUserId', () => history.userWithUserId(CUSTOMER, 'ada')],
    ['usersCalled', () => history.usersCalled(CUSTOMER, 'ada')],
    ['names', () => history.names(CUSTOMER, ['ada', 'tax'])],
  ])('%s looks at nothing of the 1,201 events and other things of other customers', async (_name, work) => {
    const plans = await plansOf(work);
    expect(plans.length).toBeGreaterThan(0);
    for (const { planSummary, docsExamined, command, hasSortStage } of plans) {
      const isNarrow = planSummary !== 'COLLSCAN' && (docsExamined ?? 0) <= 12;
      expect({ command, planSummary, docsExamined, hasSortStage, isNarrow }).toMatchObject({
        isNarrow: true,
      });
    }
  });

  interface Profiled {
    readonly ns: string;
    readonly command: mongo.Document;
    readonly planSummary?: string;
    readonly docsExamined?: number;
    readonly hasSortStage?: boolean;
  }

  /** What MongoDB's profiler notes of the commands that the work sent. */
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
});

async function read<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const batch of batches) list.push(...batch);
  return list;
}
