// Groups as members of groups over real HTTP: refused by name, or flattened and kept in step (rule nestedGroups; iManage nests none).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  scimClient,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const TOKENS = { OTHER_TOKEN: '2'.repeat(64), REFUSING_TOKEN: '3'.repeat(64) };

let gateway: TestGateway;
/** Of the customer who has groups flattened, of one more, and of one with the default rule. */
let client: ScimClient;
let stranger: ScimClient;
let refused: ScimClient;
let people: readonly Body[];

beforeAll(async () => {
  const connection = (env: keyof typeof TOKENS): object => ({ name: 'idp', token: { env } });
  const customers = [
    { id: 'default', name: 'One', rules: { nestedGroups: 'flatten' } },
    {
      id: 'other',
      name: 'Other',
      rules: { nestedGroups: 'flatten' },
      connections: [connection('OTHER_TOKEN')],
    },
    { id: 'refusing', name: 'Refusing', connections: [connection('REFUSING_TOKEN')] },
  ];
  gateway = await startTestGateway({ file: { customers }, env: TOKENS });
  client = scimClient(gateway);
  stranger = scimClient({ ...gateway, token: TOKENS.OTHER_TOKEN });
  refused = scimClient({ ...gateway, token: TOKENS.REFUSING_TOKEN });
  people = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) => created(client, '/Users', person(`nested.${name}`))),
  );
});
afterAll(() => gateway.close());

let count = 0;
const fresh = (): string => `Nested ${(count += 1)}`;
const idOf = (index: number): string => people[index]?.id ?? '';
const ids = (...indexes: number[]): readonly string[] => indexes.map(idOf).toSorted();
const values = (members: readonly string[]): readonly object[] => members.map((value) => ({ value }));
const group = (members: readonly string[] = [], more: object = {}, at = client): Promise<Body> =>
  created(at, '/Groups', { displayName: fresh(), members: values(members), ...more });
const membersOf = async (id: string): Promise<readonly string[]> =>
  ((await client.get(`/Groups/${id}`)).body.members ?? []).map(({ value }) => value);
const add = (id: string, members: readonly string[], at = client): Promise<Answered> =>
  at.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: values(members) }]);
const remove = (id: string, member: string): Promise<Answered> =>
  client.patch(`/Groups/${id}`, [{ op: 'remove', path: `members[value eq "${member}"]` }]);
const enable = (id: string, enabled: boolean): Promise<Answered> =>
  client.patch(`/Groups/${id}`, [{ op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: enabled }]);
const done = async (answered: Promise<Answered>): Promise<void> => {
  expect([200, 204]).toContain((await answered).status);
};
/** As the command line sets them while the gateway runs. */
async function setRules(rules: object): Promise<void> {
  const settings = gateway.database.collection<{ _id: string; version: number; rules: object }>('settings');
  await settings.updateOne({ _id: 'default' }, { $set: { rules }, $inc: { version: 1 } }, { upsert: true });
}
const versionOf = async (id: string): Promise<string> =>
  (await client.get(`/Groups/${id}`)).body.meta.version;

describe('a group as a member where nestedGroups is refuse, the default', () => {
  it('is refused in every shape, by id and displayName, saying what to do; nothing is applied', async () => {
    const nested = await group([], { displayName: 'Tax partners' }, refused);
    const user = await created(refused, '/Users', person('nested.refused'));
    const parent = await group([], {}, refused);
    const state = await storedState(gateway.database);
    const both = values([user.id, nested.id]);
    const path = `/Groups/${parent.id}`;
    const answers = [
      await refused.post('/Groups', { displayName: fresh(), members: both }),
      await refused.put(path, { displayName: parent['displayName'], members: both }),
      await refused.patch(path, [{ op: 'add', path: 'members', value: both }]),
      await refused.patch(path, [{ op: 'add', path: 'members', value: [nested.id] }]),
      await refused.patch(path, [{ op: 'add', value: { members: both } }]),
      await refused.patch(path, [{ op: 'replace', path: 'members', value: both }]),
      await refused.patch(path, [
        { op: 'add', path: 'members', value: values([user.id]) },
        { op: 'add', path: `members[value eq "${nested.id}"]`, value: {} },
      ]),
    ];
    for (const answered of answers) {
      expectRefusal(answered, 400, 'invalidValue', `"Tax partners" (${nested.id})`);
      expectRefusal(answered, 400, 'invalidValue', /send the people in them instead, or set .*"flatten"/);
    }
    expect(await storedState(gateway.database)).toBe(state);
  });

  it('names ten of many', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => group([], {}, refused)));
    const parent = await group([], {}, refused);
    const answered = await add(
      parent.id,
      many.map(({ id }) => id),
      refused,
    );
    expectRefusal(
      answered,
      400,
      'invalidValue',
      /(?:"Nested \d+" \([^)]+\), ){9}"Nested \d+" \([^)]+\) and 2 more/,
    );
  });

  it('of another customer, or deleted, is skipped as an unknown id is', async () => {
    const foreign = await group();
    const gone = await group([], {}, refused);
    await done(refused.delete(`/Groups/${gone.id}`));
    const parent = await group([], {}, refused);
    const user = await created(refused, '/Users', person('nested.beside'));
    await done(add(parent.id, [foreign.id, gone.id, 'nobody', user.id], refused));
    expect((await eventsOf(gateway.database, parent.id)).at(-1)).toMatchObject({
      membersAdded: [user.id],
      tolerances: ['unknown-member-skipped'],
    });
  });
});

describe('a group as a member where nestedGroups is flatten', () => {
  it('makes its people members by POST, PUT and PATCH; the answer lists people only', async () => {
    const nested = await group([idOf(0), idOf(1)]);
    const posted = await group([nested.id, idOf(2)]);
    expect((posted.members ?? []).map(({ value }) => value)).toEqual(ids(0, 1, 2));
    const put = await group([idOf(3)]);
    const body = { displayName: put['displayName'], members: values([nested.id]) };
    expect((await client.put(`/Groups/${put.id}`, body)).status).toBe(200);
    expect(await membersOf(put.id)).toEqual(ids(0, 1));
    const patched = await group([idOf(3)]);
    await done(add(patched.id, [nested.id]));
    expect(await membersOf(patched.id)).toEqual(ids(0, 1, 3));
    expect((await eventsOf(gateway.database, patched.id)).at(-1)).toMatchObject({
      membersAdded: ids(0, 1),
      after: { nestedGroups: [nested.id] },
    });
    const { groups = [] } = (await client.get(`/Users/${idOf(0)}`)).body;
    expect(groups.map(({ value }) => value)).toEqual(
      expect.arrayContaining([nested.id, posted.id, put.id, patched.id]),
    );
  });

  it('sent again changes nothing and makes no version (rule 3.10)', async () => {
    const nested = await group([idOf(0)]);
    const parent = await group([nested.id, idOf(1)]);
    const both = values([nested.id, idOf(1)]);
    await done(add(parent.id, [nested.id]));
    expect((await client.put(`/Groups/${parent.id}`, { ...parent, members: both })).status).toBe(200);
    await done(client.patch(`/Groups/${parent.id}`, [{ op: 'replace', path: 'members', value: both }]));
    await done(add(parent.id, [idOf(0)]));
    expect(await versionOf(parent.id)).toBe('W/"1"');
    expect(await eventsOf(gateway.database, parent.id)).toHaveLength(1);
  });

  it('brings in whoever joins it later and takes out whoever leaves it, with a version and an event each', async () => {
    const nested = await group([idOf(0)]);
    const parent = await group([nested.id]);
    await done(add(nested.id, [idOf(1)]));
    expect(await membersOf(parent.id)).toEqual(ids(0, 1));
    await done(remove(nested.id, idOf(0)));
    expect(await membersOf(parent.id)).toEqual(ids(1));
    const events = await eventsOf(gateway.database, parent.id);
    expect(events.slice(1)).toMatchObject([
      { version: 2, operation: 'patch', membersAdded: ids(1), rules: ['nested-group-flattened'] },
      { version: 3, operation: 'patch', membersRemoved: ids(0), rules: ['nested-group-flattened'] },
    ]);
  });

  it('leaves in the parent whoever is there in their own right or by another group', async () => {
    const nested = await group([idOf(0), idOf(1), idOf(2)]);
    const second = await group([idOf(1)]);
    const parent = await group([idOf(0), nested.id, second.id]);
    await done(client.patch(`/Groups/${nested.id}`, [{ op: 'remove', path: 'members' }]));
    expect(await membersOf(parent.id)).toEqual(ids(0, 1));
  });

  it('keeps in the parent whom the parent was told to lose while it brings them in, and the log says so', async () => {
    const nested = await group([idOf(0)]);
    const parent = await group([idOf(0), idOf(1), nested.id]);
    const change = [
      { op: 'remove', path: `members[value eq "${idOf(0)}"]` },
      { op: 'remove', path: `members[value eq "${idOf(1)}"]` },
    ];
    await done(client.patch(`/Groups/${parent.id}`, change));
    expect(await membersOf(parent.id)).toEqual(ids(0));
    expect((await eventsOf(gateway.database, parent.id)).at(-1)).toMatchObject({
      membersRemoved: ids(1),
      tolerances: ['nested-member-kept'],
    });
    // They were there in their own right no more.
    await done(remove(nested.id, idOf(0)));
    expect(await membersOf(parent.id)).toEqual([]);
  });

  it('taken out takes away whoever came by it alone; a PUT that lists people only makes them the parent’s own', async () => {
    const nested = await group([idOf(0), idOf(1)]);
    const parent = await group([idOf(0), nested.id]);
    await done(remove(parent.id, nested.id));
    expect(await membersOf(parent.id)).toEqual(ids(0));
    await done(add(nested.id, [idOf(2)]));
    expect(await membersOf(parent.id)).toEqual(ids(0));
    const readBack = await group([nested.id]);
    expect((await client.put(`/Groups/${readBack.id}`, readBack)).status).toBe(200);
    await done(remove(nested.id, idOf(0)));
    expect(await membersOf(readBack.id)).toEqual(ids(0, 1, 2));
    const emptied = await group([nested.id, idOf(3)]);
    await done(client.patch(`/Groups/${emptied.id}`, [{ op: 'remove', path: 'members' }]));
    expect(await membersOf(emptied.id)).toEqual([]);
  });

  it('reaches through every level, and a circle of groups ends', async () => {
    const bottom = await group([idOf(0)]);
    const middle = await group([bottom.id]);
    const top = await group([middle.id, idOf(3)]);
    await done(add(bottom.id, [top.id, idOf(1)]));
    for (const { id } of [bottom, middle, top]) expect(await membersOf(id)).toEqual(ids(0, 1, 3));
    await done(remove(bottom.id, idOf(0)));
    for (const { id } of [bottom, middle, top]) expect(await membersOf(id)).toEqual(ids(1, 3));
    await done(remove(top.id, idOf(3)));
    for (const { id } of [bottom, middle, top]) expect(await membersOf(id)).toEqual(ids(1));
  });

  it('cannot be the group itself', async () => {
    const parent = await group([idOf(0)]);
    const answered = await add(parent.id, [idOf(1), parent.id]);
    expectRefusal(answered, 400, 'invalidValue', /cannot be a member of itself/);
    expect(await membersOf(parent.id)).toEqual(ids(0));
  });

  it('deleted takes its people out of the parent; revived it is nested no more', async () => {
    const name = fresh();
    const nested = await group([idOf(0)], { displayName: name });
    const parent = await group([nested.id, idOf(1)]);
    await done(client.delete(`/Groups/${nested.id}`));
    expect(await membersOf(parent.id)).toEqual(ids(1));
    expect((await eventsOf(gateway.database, parent.id)).at(-1)).toMatchObject({
      before: { nestedGroups: [nested.id] },
      after: {},
      membersRemoved: ids(0),
    });
    const revived = await group([idOf(2)], { displayName: name });
    expect(revived.id).toBe(nested.id);
    expect(await membersOf(parent.id)).toEqual(ids(1));
    // The same the other way round.
    const again = await group([nested.id], { displayName: fresh() });
    await done(client.delete(`/Groups/${again.id}`));
    await created(client, '/Groups', { displayName: again['displayName'] });
    await done(add(nested.id, [idOf(3)]));
    expect(await membersOf(again.id)).toEqual([]);
  });

  it('changes while the parent is disabled: the parent stays as it is, the event says so, enabled it follows', async () => {
    const nested = await group([idOf(0), idOf(1)]);
    const parent = await group([nested.id]);
    await done(enable(parent.id, false));
    await done(add(nested.id, [idOf(2)]));
    await done(remove(nested.id, idOf(0)));
    expect(await membersOf(parent.id)).toEqual(ids(0, 1));
    expect((await eventsOf(gateway.database, nested.id)).at(-1)).toMatchObject({
      rules: ['frozen-parent-kept'],
    });
    expectRefusal(await remove(parent.id, nested.id), 400, 'invalidValue', /frozen/);
    await done(enable(parent.id, true));
    expect(await membersOf(parent.id)).toEqual(ids(1, 2));
    expect((await eventsOf(gateway.database, parent.id)).at(-1)).toMatchObject({
      membersAdded: ids(2),
      membersRemoved: ids(0),
    });
  });

  it('left while the parent was disabled, its people stay only where the request that enables it names them', async () => {
    const nested = await group([idOf(0), idOf(1)]);
    const parent = await group([nested.id]);
    await done(enable(parent.id, false));
    await done(client.delete(`/Groups/${nested.id}`));
    const change = [
      { op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: true },
      { op: 'add', path: 'members', value: values([idOf(0)]) },
    ];
    await done(client.patch(`/Groups/${parent.id}`, change));
    expect(await membersOf(parent.id)).toEqual(ids(0));
  });

  it('deleted while the parent is disabled leaves with its people when that is enabled', async () => {
    const nested = await group([idOf(0)]);
    const parent = await group([nested.id, idOf(1)]);
    await done(enable(parent.id, false));
    await done(client.delete(`/Groups/${nested.id}`));
    expect(await membersOf(parent.id)).toEqual(ids(0, 1));
    await done(enable(parent.id, true));
    expect(await membersOf(parent.id)).toEqual(ids(1));
  });

  it('of another customer is skipped as an unknown id is', async () => {
    const foreign = await group([], {}, stranger);
    const parent = await group([]);
    await done(add(parent.id, [foreign.id, idOf(0)]));
    expect((await eventsOf(gateway.database, parent.id)).at(-1)).toMatchObject({
      membersAdded: ids(0),
      tolerances: ['unknown-member-skipped'],
      after: {},
    });
  });

  it('is sent with people and an unknown id in one request: each has its way', async () => {
    const nested = await group([idOf(0)]);
    const parent = await group();
    await done(add(parent.id, ['nobody', idOf(1), nested.id]));
    expect(await membersOf(parent.id)).toEqual(ids(0, 1));
  });
});

describe('a group in an external group where nestedGroups is flatten (rule 3.7)', () => {
  const outsider = (): Promise<Body> =>
    created(client, '/Users', person(fresh(), { [IMANAGE]: { external: true } }));

  it('is refused by name with internal people in it, and takes none later', async () => {
    const guest = await outsider();
    const mixed = await group([guest.id, idOf(0)]);
    const parent = await group([], { [IMANAGE_GROUP]: { external: true } });
    expectRefusal(
      await add(parent.id, [mixed.id]),
      400,
      'invalidValue',
      new RegExp(`external users only.*${idOf(0)}`),
    );
    const guests = await group([guest.id]);
    await done(add(parent.id, [guests.id]));
    expect(await membersOf(parent.id)).toEqual([guest.id]);
    const state = await storedState(gateway.database);
    const late = await add(guests.id, [idOf(1)]);
    expectRefusal(late, 400, 'invalidValue', new RegExp(`"${String(parent['displayName'])}".*${idOf(1)}`));
    expect(await storedState(gateway.database)).toBe(state);
    // Nobody is told of somebody who is deleted; whoever may come is there after the return.
    const back = person(fresh(), { [IMANAGE]: { external: true } });
    const returning = await created(client, '/Users', back);
    const away = await created(client, '/Users', person(fresh()));
    const others = await group([returning.id, away.id]);
    for (const { id } of [returning, away]) await done(client.delete(`/Users/${id}`));
    await done(add(parent.id, [others.id]));
    await created(client, '/Users', back);
    expect((await membersOf(parent.id)).toSorted()).toEqual([guest.id, returning.id].toSorted());
    await done(remove(parent.id, others.id));
    const second = await outsider();
    await done(add(guests.id, [second.id]));
    expect((await membersOf(parent.id)).toSorted()).toEqual([guest.id, second.id].toSorted());
  });
});

describe('many people in a nested group', () => {
  it('come and go with it, more than one transaction holds', async () => {
    const many = Array.from(
      { length: 2_500 },
      (_, index) => `00000000-mass-${String(index).padStart(5, '0')}`,
    );
    const nested = await group([idOf(0)]);
    const parent = await group([nested.id, idOf(1)]);
    // Written straight into the database: 2,500 requests would take too long.
    const { body } = await client.get(`/Users/${idOf(2)}`);
    const users = gateway.database.collection<{ _id: string }>('users');
    const like = await users.findOne({ _id: body.id });
    if (like === null) throw new Error('the user is gone');
    const { userIdKey: _key, ...rest } = like as unknown as Record<string, unknown>;
    await users.insertMany(
      many.map((id) => ({ ...rest, _id: id, search: { userName: id } }) as unknown as { _id: string }),
    );
    await done(add(nested.id, many));
    expect(await membersOf(parent.id)).toEqual([...many, ...ids(0, 1)].toSorted());
    await done(add(parent.id, many.slice(0, 3)));
    await done(remove(parent.id, nested.id));
    expect(await membersOf(parent.id)).toEqual([...many.slice(0, 3), idOf(1)]);
    await done(add(parent.id, [nested.id]));
    await done(client.patch(`/Groups/${nested.id}`, [{ op: 'remove', path: 'members' }]));
    expect(await membersOf(parent.id)).toEqual([...many.slice(0, 3), idOf(1)]);
  });
});

describe('a person who is disabled where memberships are taken away (rule 3.4) and groups are flattened', () => {
  it('loses what they came by, and has it back in their own right or by the nested group, as before', async () => {
    await setRules({ nestedGroups: 'flatten', membershipsOnDisable: 'remove' });
    const leaver = await created(client, '/Users', person(fresh()));
    const nested = await group([leaver.id]);
    const both = await group([leaver.id, nested.id]);
    const above = await group([nested.id]);
    const signIn = (active: boolean): Promise<Answered> =>
      client.patch(`/Users/${leaver.id}`, [{ op: 'replace', path: 'active', value: active }]);
    expect((await signIn(false)).status).toBeLessThan(300);
    for (const { id } of [nested, both, above]) expect(await membersOf(id)).toEqual([]);
    expect((await signIn(true)).status).toBeLessThan(300);
    for (const { id } of [nested, both, above]) expect(await membersOf(id)).toEqual([leaver.id]);
    await done(remove(nested.id, leaver.id));
    expect(await membersOf(both.id)).toEqual([leaver.id]);
    expect(await membersOf(above.id)).toEqual([]);
    await setRules({ nestedGroups: 'flatten' });
  });
});

describe('a customer who has groups flattened no more', () => {
  it('keeps the people whom nested groups brought in as the parent’s own, and nests nothing new', async () => {
    const nested = await group([idOf(0), idOf(1)]);
    const parent = await group([nested.id]);
    await setRules({ nestedGroups: 'refuse' });
    await done(add(nested.id, [idOf(2)]));
    await done(remove(parent.id, idOf(0)));
    expect(await membersOf(parent.id)).toEqual(ids(1));
    expectRefusal(await add(parent.id, [nested.id]), 400, 'invalidValue', /no nested groups/);
    await setRules({ nestedGroups: 'flatten' });
    await done(remove(nested.id, idOf(1)));
    expect(await membersOf(parent.id)).toEqual(ids(1));
  });
});

describe('a membership write on a group that has nothing to do with nested ones', () => {
  /** How often the database was asked in which groups one is nested. */
  async function lookUps(work: () => Promise<unknown>): Promise<number> {
    await gateway.database.command({ profile: 2 });
    await work();
    await gateway.database.command({ profile: 0 });
    const profile = gateway.database.collection('system.profile');
    const count = await profile.countDocuments({ 'command.filter.nestedGroups': { $exists: true } });
    await profile.drop();
    return count;
  }

  it('asks once for the groups above it where groups are flattened, and never where they are refused', async () => {
    const plain = await group([idOf(0)]);
    expect(await lookUps(() => done(add(plain.id, [idOf(1)])))).toBe(1);
    expect(await lookUps(() => done(add(plain.id, [idOf(1)])))).toBe(0);
    const user = await created(refused, '/Users', person(fresh()));
    const other = await group([], {}, refused);
    expect(await lookUps(() => done(add(other.id, [user.id], refused)))).toBe(0);
  });
});

describe('many groups nested in one', () => {
  it('changed at once are all done, and so is the one above them', async () => {
    const nested = await Promise.all(Array.from({ length: 32 }, () => group()));
    const parent = await group(nested.map(({ id }) => id));
    const answers = await Promise.all(nested.map(({ id }, index) => add(id, [idOf(index % 4)])));
    expect(answers.map(({ status }) => status)).toEqual(nested.map(() => 200));
    expect(await membersOf(parent.id)).toEqual(ids(0, 1, 2, 3));
  });
});
