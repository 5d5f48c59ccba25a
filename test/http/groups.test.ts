// Groups over real HTTP: members as rows, revival, frozen, reserved and external groups (imanage-model.md §3.5, 3.7, 3.8, 3.10, §3a).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  GROUP,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  scimClient,
  storedState,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let allowing: TestGateway;
let client: ScimClient;
let people: readonly Body[];

beforeAll(async () => {
  gateway = await startTestGateway();
  const customer = {
    id: 'default',
    name: 'Firm',
    rules: { reservedGroups: 'allow' },
    libraries: [{ id: 'TAX' }, { id: 'ACTIVE' }],
  };
  allowing = await startTestGateway({ file: { customers: [customer] } });
  client = scimClient(gateway);
  // One after the other: members come in the order in which the people came.
  const made: Body[] = [];
  for (const name of ['a', 'b', 'c', 'd'])
    made.push(await created(client, '/Users', person(`member.${name}`)));
  people = made;
});

afterAll(() => Promise.all([gateway.close(), allowing.close()]));

let count = 0;
const fresh = (): string => `Group ${(count += 1)}`;
const idOf = (index: number): string => people[index]?.id ?? '';
const members = (...indexes: number[]): object[] => indexes.map((index) => ({ value: idOf(index) }));
const membersOf = async (id: string): Promise<readonly string[]> =>
  ((await client.get(`/Groups/${id}`)).body.members ?? []).map(({ value }) => value);
const sorted = (...indexes: number[]): readonly string[] => indexes.map(idOf).sort();

function start(indexes: readonly number[] = [0, 1], more: object = {}): Promise<Body> {
  return created(client, '/Groups', { displayName: fresh(), members: members(...indexes), ...more });
}

describe('POST /Groups', () => {
  it('answers the group with its members, and what iManage makes of it', async () => {
    const displayName = fresh();
    const answered = await client.post('/Groups', {
      displayName,
      externalId: 'g-1',
      members: members(0, 1, 0),
    });
    expect(answered.status).toBe(201);
    expect(answered.body).toEqual({
      schemas: [GROUP, IMANAGE_GROUP],
      id: answered.body.id,
      displayName,
      externalId: 'g-1',
      members: people.slice(0, 2).map(({ id, displayName: display }) => ({
        value: id,
        $ref: `${gateway.baseUrl}/Users/${id}`,
        display,
        type: 'User',
      })),
      [IMANAGE_GROUP]: { groupId: displayName, external: false, enabled: true, reserved: false },
      meta: answered.body.meta,
    });
    expect(answered.headers['location']).toBe(`${gateway.baseUrl}/Groups/${answered.body.id}`);
    expect((await client.get(`/Groups/${answered.body.id}`)).body).toEqual(answered.body);
    expect((await client.get(`/Users/${idOf(0)}`)).body.groups).toContainEqual({
      value: answered.body.id,
      $ref: `${gateway.baseUrl}/Groups/${answered.body.id}`,
      display: displayName,
      type: 'direct',
    });
  });

  it('takes an own groupId and a library, in which displayNames are free again', async () => {
    const admin = scimClient(allowing);
    await created(admin, '/Groups', { displayName: 'Twice' });
    const extension = { [IMANAGE_GROUP]: { library: 'tax', groupId: 'TWICE-TAX' } };
    const group = await created(admin, '/Groups', { displayName: 'Twice', ...extension });
    expect(group[IMANAGE_GROUP]).toMatchObject({ library: 'TAX', groupId: 'TWICE-TAX' });
    expectRefusal(
      await admin.post('/Groups', { displayName: 'TWICE', ...extension }),
      409,
      'uniqueness',
      'in library "TAX"',
    );
    const unknown = { displayName: 'Nowhere', [IMANAGE_GROUP]: { library: 'NONE' } };
    expectRefusal(await admin.post('/Groups', unknown), 400, 'invalidValue', 'known: TAX, ACTIVE');
  });

  it('keeps a displayName such as LIB/NAME as it was sent, and finds it', async () => {
    const { id } = await created(client, '/Groups', { displayName: 'ACTIVE/Litigation' });
    const filter = encodeURIComponent('displayName eq "active/litigation"');
    expect((await client.get(`/Groups?filter=${filter}`)).body.Resources).toMatchObject([
      { id, displayName: 'ACTIVE/Litigation' },
    ]);
  });

  it.each([
    ['displayName', { displayName: 'x'.repeat(255) }],
    ['groupId', { displayName: 'Short', [IMANAGE_GROUP]: { groupId: 'x'.repeat(255) } }],
  ])('refuses a %s of more than 254 characters', async (attribute, body) => {
    expectRefusal(await client.post('/Groups', body), 400, 'invalidValue', attribute);
  });

  it.each([[{}], [{ display: 'Nobody' }], [5], [{ value: 7 }], [{ value: {} }]])(
    'refuses the member %j, which has no id',
    async (member) => {
      const before = await storedState(gateway.database);
      expectRefusal(
        await client.post('/Groups', { displayName: fresh(), members: [member] }),
        400,
        'invalidValue',
        'members',
      );
      expect(await storedState(gateway.database)).toBe(before);
    },
  );
});

describe('PUT /Groups/{id}', () => {
  it('without members keeps them', async () => {
    const group = await start();
    const answered = await client.put(`/Groups/${group.id}`, {
      displayName: group['displayName'],
      externalId: 'put',
    });
    expect(answered.body).toMatchObject({
      externalId: 'put',
      members: [{ value: idOf(0) }, { value: idOf(1) }],
    });
  });

  it.each([[[]], [null]])('with members %j empties the group', async (none) => {
    const group = await start();
    const answered = await client.put(`/Groups/${group.id}`, {
      displayName: group['displayName'],
      members: none,
    });
    expect(answered.body.members).toBeUndefined();
    expect((await eventsOf(gateway.database, group.id)).at(-1)).toMatchObject({
      operation: 'replace',
      membersAdded: [],
      membersRemoved: sorted(0, 1),
    });
  });

  it('with other members makes exactly these the members, and the event names who came and went', async () => {
    const group = await start();
    await client.put(`/Groups/${group.id}`, { displayName: group['displayName'], Members: members(1, 2, 3) });
    expect(await membersOf(group.id)).toEqual(sorted(1, 2, 3));
    const event = (await eventsOf(gateway.database, group.id)).at(-1);
    expect(event).toMatchObject({ before: {}, after: {}, membersRemoved: [idOf(0)] });
    expect([...(event?.['membersAdded'] as string[])].sort()).toEqual(sorted(2, 3));
  });

  it('with what GET answered changes nothing and leaves no event', async () => {
    const group = await start();
    const before = await storedState(gateway.database);
    const answered = await client.put(`/Groups/${group.id}`, group);
    expect(answered.body).toEqual(group);
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('without the extension keeps what iManage knows of the group', async () => {
    const group = await start([], { [IMANAGE_GROUP]: { groupId: fresh(), external: true, enabled: false } });
    const { body } = await client.put(`/Groups/${group.id}`, { displayName: group['displayName'] });
    expect(body).toEqual(group);
  });
});

describe('PATCH /Groups/{id}', () => {
  it('is 200 with the whole group and the new version as ETag (RFC 7644 §3.5.2)', async () => {
    const group = await start();
    const answered = await client.patch(`/Groups/${group.id}`, [
      { op: 'add', path: 'members', value: members(2) },
    ]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"2"']);
    expect(answered.headers['content-location']).toBe(group.meta.location);
    expect(answered.body).toEqual((await client.get(`/Groups/${group.id}`)).body);
    expect(answered.body.members).toHaveLength(3);
  });

  it('adds, removes and replaces members in the order of its operations', async () => {
    const group = await start();
    await client.patch(`/Groups/${group.id}`, [
      { op: 'add', path: 'members', value: members(2, 3) },
      { op: 'remove', path: `members[value eq "${idOf(0)}"]` },
      { op: 'remove', path: 'members', value: members(3) },
      { op: 'replace', path: 'displayName', value: `${String(group['displayName'])} renamed` },
    ]);
    expect(await membersOf(group.id)).toEqual(sorted(1, 2));
    expect((await eventsOf(gateway.database, group.id)).at(-1)).toMatchObject({
      version: 2,
      membersAdded: [idOf(2)],
      membersRemoved: [idOf(0)],
      before: { displayName: group['displayName'] },
    });
    await client.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'members', value: members(3) }]);
    expect(await membersOf(group.id)).toEqual(sorted(3));
    await client.patch(`/Groups/${group.id}`, [{ op: 'remove', path: 'members' }]);
    expect(await membersOf(group.id)).toEqual([]);
  });

  it('takes out the members whom a filter on their display names', async () => {
    const group = await start([0, 1, 2]);
    await client.patch(`/Groups/${group.id}`, [{ op: 'remove', path: 'members[display ew "MEMBER.B"]' }]);
    expect(await membersOf(group.id)).toEqual(sorted(0, 2));
  });

  it.each<[string, () => object]>([
    ['adding a present member', () => ({ op: 'add', path: 'members', value: members(0) })],
    ['removing an absent member', () => ({ op: 'remove', path: 'members', value: members(3) })],
    ['removing an absent member by filter', () => ({ op: 'remove', path: `members[value eq "${idOf(3)}"]` })],
    ['removing an id that nobody has', () => ({ op: 'remove', path: 'members[value eq "nobody"]' })],
    ['adding nobody', () => ({ op: 'add', path: 'members', value: [] })],
    ['replacing all by the same', () => ({ op: 'replace', path: 'members', value: members(1, 0) })],
    ['enabling an enabled group', () => ({ op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: true })],
  ])('%s succeeds, keeps the version and leaves no event (rule 3.10)', async (_what, operation) => {
    const group = await start();
    const answered = await client.patch(`/Groups/${group.id}`, [operation()]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"1"']);
    expect(await eventsOf(gateway.database, group.id)).toHaveLength(1);
    expect(await membersOf(group.id)).toEqual(sorted(0, 1));
  });

  it('skips ids that are no users, takes the others, and the event names the tolerance', async () => {
    const group = await start([0]);
    const value = [{ value: 'nobody' }, ...members(1)];
    expect((await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value }])).status).toBe(
      200,
    );
    expect(await membersOf(group.id)).toEqual(sorted(0, 1));
    expect((await eventsOf(gateway.database, group.id)).at(-1)).toMatchObject({
      membersAdded: [idOf(1)],
      tolerances: ['unknown-member-skipped'],
    });
  });

  it.each<[string, unknown]>([
    ['groupId', 'another'],
    ['library', 'ACTIVE'],
    ['external', true],
  ])('cannot change %s', async (name, value) => {
    const group = await start();
    const answered = await client.patch(`/Groups/${group.id}`, [
      { op: 'replace', path: `${IMANAGE_GROUP}:${name}`, value },
    ]);
    expectRefusal(answered, 400, 'mutability', `${name}:`);
    expect(await eventsOf(gateway.database, group.id)).toHaveLength(1);
  });

  it('of an id that does not exist is 404, for a user’s id too', async () => {
    for (const id of ['nobody', idOf(0)]) {
      expectRefusal(
        await client.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: members(0) }]),
        404,
        undefined,
      );
    }
  });
});

describe('a deleted member', () => {
  it('is hidden until the return; what the client sends meanwhile without knowing of it takes no row away', async () => {
    const name = fresh();
    const leaver = await created(client, '/Users', person(name));
    const group = await created(client, '/Groups', {
      displayName: fresh(),
      members: [...members(0), { value: leaver.id }],
    });
    await client.delete(`/Users/${leaver.id}`);
    const seen = (await client.get(`/Groups/${group.id}`)).body;
    expect(seen.members).toMatchObject([{ value: idOf(0) }]);
    const echoed = await client.put(`/Groups/${group.id}`, seen);
    expect(echoed.headers['etag']).toBe('W/"1"');
    await client.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'members', value: members(0, 1) }]);
    expect(await membersOf(group.id)).toEqual(sorted(0, 1));
    await created(client, '/Users', person(name));
    expect(await membersOf(group.id)).toEqual([...sorted(0, 1), leaver.id].sort());
  });

  it('cannot be added, and does not come back into a group that it was taken out of by its id', async () => {
    const name = fresh();
    const leaver = await created(client, '/Users', person(name));
    const group = await created(client, '/Groups', { displayName: fresh(), members: [{ value: leaver.id }] });
    const other = await created(client, '/Groups', { displayName: fresh() });
    await client.delete(`/Users/${leaver.id}`);
    await client.patch(`/Groups/${other.id}`, [
      { op: 'add', path: 'members', value: [{ value: leaver.id }] },
    ]);
    await client.patch(`/Groups/${group.id}`, [{ op: 'remove', path: `members[value eq "${leaver.id}"]` }]);
    const back = await created(client, '/Users', person(name));
    expect([back.id, back.groups]).toEqual([leaver.id, undefined]);
  });
});

describe('DELETE /Groups/{id} (rule 3.5)', () => {
  it('empties, disables and hides the group; the groupId stays taken and a POST with it revives the group', async () => {
    const group = await start([0, 1]);
    expect((await client.delete(`/Groups/${group.id}`)).status).toBe(204);
    for (const answered of [
      await client.get(`/Groups/${group.id}`),
      await client.put(`/Groups/${group.id}`, group),
      await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: members(0) }]),
      await client.delete(`/Groups/${group.id}`),
    ])
      expectRefusal(answered, 404, undefined);
    const filter = encodeURIComponent(`displayName eq "${String(group['displayName'])}"`);
    expect((await client.get(`/Groups?filter=${filter}`)).body.totalResults).toBe(0);
    expect((await client.get(`/Users/${idOf(0)}`)).body.groups ?? []).not.toContainEqual(
      expect.objectContaining({ value: group.id }),
    );
    const record = await gateway.database.collection('groups').findOne({ _id: group.id as never });
    expect(record).toMatchObject({ groupId: group['displayName'], enabled: false, live: false });
    expect((await eventsOf(gateway.database, group.id)).at(-1)).toMatchObject({
      operation: 'delete',
      membersRemoved: sorted(0, 1),
      rules: ['group-emptied'],
    });

    const other = {
      displayName: 'Of that id',
      [IMANAGE_GROUP]: { groupId: String(group['displayName']).toUpperCase() },
    };
    const revived = await client.post('/Groups', { ...other, members: members(2) });
    expect(revived.status).toBe(201);
    expect(revived.body).toMatchObject({
      id: group.id,
      displayName: 'Of that id',
      members: [{ value: idOf(2) }],
      [IMANAGE_GROUP]: { groupId: group['displayName'], enabled: true },
      meta: { created: group.meta.created, version: 'W/"3"' },
    });
    expect((await eventsOf(gateway.database, group.id)).at(-1)).toMatchObject({
      operation: 'return',
      membersAdded: [idOf(2)],
      rules: ['group-revived'],
    });
  });

  it('frees the displayName for a group with another groupId', async () => {
    const group = await start();
    await client.patch(`/Groups/${group.id}`, [
      { op: 'replace', path: 'displayName', value: `${String(group['displayName'])} new` },
    ]);
    await client.delete(`/Groups/${group.id}`);
    const next = await created(client, '/Groups', { displayName: `${String(group['displayName'])} new` });
    expect(next.id).not.toBe(group.id);
  });
});

describe('a disabled group (rule 3.8)', () => {
  let group: Body;

  beforeAll(async () => {
    group = await start([0, 1]);
    await client.patch(`/Groups/${group.id}`, [
      { op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: false },
    ]);
  });

  it.each<[string, () => object]>([
    ['adding', () => ({ op: 'add', path: 'members', value: members(2) })],
    ['removing', () => ({ op: 'remove', path: 'members', value: members(0) })],
    ['removing all', () => ({ op: 'remove', path: 'members' })],
    ['replacing', () => ({ op: 'replace', path: 'members', value: members(2) })],
  ])('refuses %s members and says why', async (_what, operation) => {
    const before = await storedState(gateway.database);
    expectRefusal(
      await client.patch(`/Groups/${group.id}`, [operation()]),
      400,
      'invalidValue',
      'is disabled, so its membership is frozen',
    );
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('refuses PUT with other members and takes one with the same', async () => {
    const { body } = await client.get(`/Groups/${group.id}`);
    expectRefusal(
      await client.put(`/Groups/${group.id}`, { ...body, members: members(0) }),
      400,
      'invalidValue',
      'frozen',
    );
    expect((await client.put(`/Groups/${group.id}`, body)).body).toEqual(body);
  });

  it('may be renamed, and changed in its members by the request that enables it', async () => {
    const enable = { op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: true };
    const rename = { op: 'replace', path: 'displayName', value: fresh() };
    expect((await client.patch(`/Groups/${group.id}`, [rename])).status).toBe(200);
    const answered = await client.patch(`/Groups/${group.id}`, [
      enable,
      { op: 'add', path: 'members', value: members(2) },
    ]);
    expect(answered.status).toBe(200);
    expect(await membersOf(group.id)).toEqual(sorted(0, 1, 2));
  });
});

describe('a reserved group (rule 3.8)', () => {
  it.each([
    'NRTADMIN',
    'nrtadmin',
    'INTERNAL_ADMIN',
    'INTERNAL_USERADMIN',
    'EXTERNAL_ADMIN',
    'EXTERNAL_USERADMIN',
  ])('%s is refused with 403 however it is named', async (name) => {
    const group = await start();
    const answers = [
      await client.post('/Groups', { displayName: name }),
      await client.post('/Groups', { displayName: fresh(), [IMANAGE_GROUP]: { groupId: name } }),
      await client.put(`/Groups/${group.id}`, { ...group, displayName: name }),
      await client.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'displayName', value: name }]),
    ];
    for (const answered of answers) expectRefusal(answered, 403, undefined, /"reservedGroups" is "allow"/);
    expect(await eventsOf(gateway.database, group.id)).toHaveLength(1);
  });

  it('is provisioned where the customer allows it, and is marked', async () => {
    const admin = scimClient(allowing);
    const group = await created(admin, '/Groups', { displayName: 'NRTADMIN' });
    expect(group[IMANAGE_GROUP]).toMatchObject({ reserved: true });
    const user = await created(admin, '/Users', person('admin'));
    const added = await admin.patch(`/Groups/${group.id}`, [
      { op: 'add', path: 'members', value: [{ value: user.id }] },
    ]);
    expect(added.status).toBe(200);
    expect((await admin.delete(`/Groups/${group.id}`)).status).toBe(204);
  });
});

describe('an external group (rule 3.7)', () => {
  it('takes outsiders and refuses internal users, naming them and taking none of the request', async () => {
    const outsider = await created(client, '/Users', person(fresh(), { [IMANAGE]: { external: true } }));
    const external = { [IMANAGE_GROUP]: { external: true } };
    const group = await created(client, '/Groups', {
      displayName: fresh(),
      members: [{ value: outsider.id }],
      ...external,
    });
    const value = [{ value: outsider.id }, ...members(0)];
    for (const answered of [
      await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value }]),
      await client.put(`/Groups/${group.id}`, { ...group, members: value }),
      await client.post('/Groups', { displayName: fresh(), members: value, ...external }),
    ])
      expectRefusal(answered, 400, 'invalidValue', `for external users only; internal: ${idOf(0)}`);
    expect(await membersOf(group.id)).toEqual([outsider.id]);
  });

  it('holds no member who became internal while deleted', async () => {
    const name = fresh();
    const outsider = await created(client, '/Users', person(name, { [IMANAGE]: { external: true } }));
    await created(client, '/Groups', {
      displayName: fresh(),
      members: [{ value: outsider.id }],
      [IMANAGE_GROUP]: { external: true },
    });
    await client.delete(`/Users/${outsider.id}`);
    const internal = person(name, { [IMANAGE]: { external: false, role: 'DEFAULT' } });
    expectRefusal(await client.post('/Users', internal), 400, 'invalidValue', 'external group');
  });
});
