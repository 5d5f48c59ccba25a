// §1 of imanage-model.md, Group: what names it may have, what of it never changes, who may be in it, and which names are iManage's own.

import {
  created,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { startFirms, type Firms } from './firms';
import { replace } from './people';

let firms: Firms<'firm'>;
let client: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ firm: {} });
  client = firms.clients.firm;
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `Group ${(count += 1)}`;
const groupOf = (extension: object = {}, displayName = fresh()): Promise<Body> =>
  created(client, '/Groups', { displayName, [IMANAGE_GROUP]: extension });
const changed = (name: string, value: unknown): object => replace(`${IMANAGE_GROUP}:${name}`, value);

describe('rule 1, Group: groupId and displayName', () => {
  it('have 1 to 254 characters each', async () => {
    const name = 'n'.repeat(254);
    expect(await groupOf({}, name)).toMatchObject({ displayName: name, [IMANAGE_GROUP]: { groupId: name } });
    const tooLong = 'm'.repeat(255);
    for (const [attribute, body] of Object.entries({
      displayName: { displayName: tooLong, [IMANAGE_GROUP]: { groupId: 'short' } },
      groupId: { displayName: fresh(), [IMANAGE_GROUP]: { groupId: tooLong } },
    })) {
      const refused = await client.post('/Groups', body);
      expectRefusal(refused, 400, 'invalidValue', `${attribute}: 1 to 254 characters`);
    }
  });

  it.each([' ', '\u00a0\u2003', '\u200b'])('are not %j, which nobody sees', async (blank) => {
    for (const [attribute, body] of Object.entries({
      displayName: { displayName: blank, [IMANAGE_GROUP]: { groupId: 'seen' } },
      groupId: { displayName: fresh(), [IMANAGE_GROUP]: { groupId: blank } },
    })) {
      const refused = await client.post('/Groups', body);
      expectRefusal(refused, 400, 'invalidValue', `${attribute}: 1 to 254 characters, not white space alone`);
    }
  });

  it('are the groupId unique in one library or among the global groups, without letter case', async () => {
    for (const place of [{}, { library: 'ACTIVE' }, { library: 'ARCHIVE' }]) {
      await groupOf({ groupId: 'Deals', ...place });
      const twin = { displayName: fresh(), [IMANAGE_GROUP]: { groupId: 'DEALS', ...place } };
      expectRefusal(
        await client.post('/Groups', twin),
        409,
        'uniqueness',
        'a group with the groupId "Deals"',
      );
    }
  });

  it('are the displayName editable; the groupId does not follow', async () => {
    const group = await groupOf();
    await client.patch(`/Groups/${group.id}`, [replace('displayName', 'Edited')]);
    expect((await client.get(`/Groups/${group.id}`)).body).toMatchObject({
      displayName: 'Edited',
      [IMANAGE_GROUP]: { groupId: group['displayName'] },
    });
  });
});

describe('rule 1, Group: what never changes', () => {
  const held = { groupId: 'HELD', library: 'ACTIVE', external: true };
  let group: Body;
  beforeAll(async () => {
    group = await groupOf(held);
  });

  it.each<[string, unknown]>([
    ['groupId', 'ANOTHER'],
    ['groupId', null],
    ['library', 'ARCHIVE'],
    ['library', null],
    ['external', false],
  ])('%s to %j is refused by PATCH and PUT', async (name, value) => {
    const put = { displayName: group['displayName'], [IMANAGE_GROUP]: { ...held, [name]: value } };
    const answers = [
      await client.patch(`/Groups/${group.id}`, [changed(name, value)]),
      ...(value === null ? [] : [await client.put(`/Groups/${group.id}`, put)]),
    ];
    for (const answered of answers) expectRefusal(answered, 400, 'mutability', `${name}:`);
    expect((await client.get(`/Groups/${group.id}`)).body).toEqual(group);
  });

  it('the same in another letter case is no change', async () => {
    const answered = await client.patch(`/Groups/${group.id}`, [
      changed('groupId', 'held'),
      changed('library', 'active'),
      changed('external', true),
    ]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, group.meta.version]);
  });
});

describe('rule 1, Group: library', () => {
  it('is absent for a global group, else a library of the customer', async () => {
    expect((await groupOf())[IMANAGE_GROUP]).not.toHaveProperty('library');
    expect((await groupOf({ library: 'archive' }))[IMANAGE_GROUP]).toMatchObject({ library: 'ARCHIVE' });
    const unknown = { displayName: fresh(), [IMANAGE_GROUP]: { library: 'NONE' } };
    const refused = await client.post('/Groups', unknown);
    expectRefusal(refused, 400, 'invalidValue', 'library "NONE" is unknown; known: ACTIVE, ARCHIVE, CLOSED');
  });
});

describe('rule 1, Group: enabled', () => {
  it('is true by default and may be changed', async () => {
    const { id, [IMANAGE_GROUP]: extension } = await groupOf();
    expect(extension).toMatchObject({ enabled: true });
    for (const enabled of [false, true]) {
      await client.patch(`/Groups/${id}`, [changed('enabled', enabled)]);
      expect((await client.get(`/Groups/${id}`)).body[IMANAGE_GROUP]).toMatchObject({ enabled });
    }
  });

  it('becomes false by a DELETE, for a group is never deleted', async () => {
    const { id } = await groupOf();
    await client.delete(`/Groups/${id}`);
    const kept = await firms.gateway.database.collection('groups').findOne({ _id: id as never });
    expect(kept).toMatchObject({ enabled: false, live: false });
  });
});

describe('rule 1, Group: external', () => {
  it('has external members only; any other group has both', async () => {
    const inside = await created(client, '/Users', person('inside'));
    const outside = await created(client, '/Users', person('outside', { [IMANAGE]: { external: true } }));
    const add = (users: readonly Body[]): object[] => [
      { op: 'add', path: 'members', value: users.map(({ id }) => ({ value: id })) },
    ];
    const external = await groupOf({ external: true });
    const refused = await client.patch(`/Groups/${external.id}`, add([outside, inside]));
    expectRefusal(refused, 400, 'invalidValue', `for external users only; internal: ${inside.id}`);
    expect((await client.patch(`/Groups/${external.id}`, add([outside]))).status).toBe(200);
    const plain = await groupOf();
    expect((await client.patch(`/Groups/${plain.id}`, add([outside, inside]))).status).toBe(200);
  });
});

describe('rule 1, Group: reserved names', () => {
  it.each(['NRTADMIN', 'INTERNAL_ADMIN', 'INTERNAL_USERADMIN', 'EXTERNAL_ADMIN', 'EXTERNAL_USERADMIN'])(
    '%s is one, in any letter case and in a library too',
    async (name) => {
      for (const body of [
        { displayName: name },
        { displayName: name.toLowerCase() },
        { displayName: fresh(), [IMANAGE_GROUP]: { groupId: name, library: 'ACTIVE' } },
      ]) {
        expectRefusal(await client.post('/Groups', body), 403, undefined, "a group of iManage's own");
      }
    },
  );

  it.each([
    'NRTADMIN ',
    ' nrtadmin',
    'NRT\u200bADMIN',
    'NRTADMIN\ufe0f',
    '\u00a0NRTADMIN\u2003',
    '\uff2e\uff32TADMIN',
  ])('%j is one too, for it looks the same', async (name) => {
    const refused = await client.post('/Groups', { displayName: name });
    expectRefusal(refused, 403, undefined, "a group of iManage's own");
    const { id } = await groupOf();
    const renamed = await client.patch(`/Groups/${id}`, [replace('displayName', name)]);
    expectRefusal(renamed, 403, undefined, "a group of iManage's own");
  });

  it.each(['NRTADMINS', 'NRT ADMIN', 'ADMIN', 'INTERNAL ADMIN', 'X_INTERNAL_ADMIN'])(
    '%s is none',
    async (name) => {
      expect((await groupOf({}, name))[IMANAGE_GROUP]).toMatchObject({ groupId: name, reserved: false });
    },
  );
});
