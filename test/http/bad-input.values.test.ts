// Values that do not fit: wrong types, read-only attributes, unknown names, what somebody else has. Refused whole or passed over by name.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  eventsOf,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  scimClient,
  storedState,
  USER,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

describe('a value of the wrong type', () => {
  let user: Body;

  beforeAll(async () => {
    user = await created(client, '/Users', person('typed'));
  });

  it.each<[attribute: string, value: unknown]>([
    ['userName', 5],
    ['userName', { text: 'typed' }],
    ['userName', ['a', 'b']],
    ['displayName', true],
    ['name', 'Ada Lovelace'],
    ['name.givenName', 7],
    ['active', 'no'],
    ['active', 2],
    ['emails', 3],
    ['emails.value', 12],
    ['emails.primary', 'yes'],
    ['x509Certificates.value', 'not base64!'],
    ['externalId', { id: 1 }],
    [`${ENTERPRISE}:department`, 9],
    [`${ENTERPRISE}:manager`, 9],
    [`${IMANAGE}:external`, 'perhaps'],
    [`${IMANAGE}:libraries.signInEnabled`, 'on'],
    [`${IMANAGE}:location`, ['a', 'b']],
  ])('%s = %j is refused by POST, PUT and PATCH, each naming the attribute', async (attribute, value) => {
    const before = await storedState(gateway.database);
    const body = { userName: 'typed-too', ...placed(attribute, value) };
    const answers = [
      await client.post('/Users', body),
      await client.put(`/Users/${user.id}`, body),
      await client.patch(`/Users/${user.id}`, [{ op: 'replace', value: placed(attribute, value) }]),
    ];
    for (const answered of answers) expectRefusal(answered, 400, 'invalidValue', `"${attribute}"`);
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('takes the rest of a PATCH with it: a refused operation leaves the ones before it undone', async () => {
    const answered = await client.patch(`/Users/${user.id}`, [
      { op: 'replace', path: 'title', value: 'Partner' },
      { op: 'replace', path: 'active', value: 'no' },
    ]);
    expectRefusal(answered, 400, 'invalidValue', 'active');
    const { body } = await client.get(`/Users/${user.id}`);
    expect(body).toEqual(user);
    expect(await eventsOf(gateway.database, user.id)).toHaveLength(1);
  });

  it.each([
    ['a NUL', 'a\u0000b'],
    ['an escape character', 'a\u001b[31mb'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('is also a text with %s', async (_what, text) => {
    expectRefusal(await client.post('/Users', person(`odd${text}`)), 400, 'invalidValue', 'userName');
    expectRefusal(await client.post('/Groups', { displayName: text }), 400, 'invalidValue', 'displayName');
  });

  it('is also a text longer than any attribute takes', async () => {
    const fits = await client.post('/Users', person('long', { title: 't'.repeat(8_192) }));
    expect(fits.status).toBe(201);
    const tooLong = await client.post('/Users', person('longer', { title: 't'.repeat(8_193) }));
    expectRefusal(tooLong, 400, 'invalidValue', 'title');
  });
});

describe('a required attribute that is missing', () => {
  it.each([{}, { userName: null }, { userName: '' }, { userName: [] }, { displayName: 'Nobody' }])(
    'POST /Users %j is refused',
    async (body) => {
      expectRefusal(await client.post('/Users', body), 400, 'invalidValue', 'userName');
    },
  );

  it.each([{}, { displayName: '' }, { members: [] }])('POST /Groups %j is refused', async (body) => {
    expectRefusal(await client.post('/Groups', body), 400, 'invalidValue', 'displayName');
  });

  it('PUT without userName and PATCH that removes it are refused', async () => {
    const { id } = await created(client, '/Users', person('required'));
    expectRefusal(await client.put(`/Users/${id}`, { displayName: 'X' }), 400, 'invalidValue', 'userName');
    expectRefusal(
      await client.patch(`/Users/${id}`, [{ op: 'remove', path: 'userName' }]),
      400,
      'mutability',
      'userName',
    );
  });
});

describe('a path that a PATCH names', () => {
  let user: Body;

  beforeAll(async () => {
    user = await created(client, '/Users', person('pathed'));
  });

  it.each([
    'noSuchAttribute',
    'name.noSuchPart',
    'emails[type eq "work"',
    'emails[type eq "work"].noSuchPart',
    'emails..value',
    '.userName',
    'userName[value eq "x"]',
    `${USER}:noSuchAttribute`,
    `${IMANAGE}:noSuchAttribute`,
    'members',
  ])('is refused as invalidPath where it is %s', async (path) => {
    const answered = await client.patch(`/Users/${user.id}`, [{ op: 'replace', path, value: 'x' }]);
    expectRefusal(answered, 400, 'invalidPath', 'path');
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
  });

  it.each([`${IMANAGE}:signInEnabled`, `${IMANAGE}:licenseSeat`, `${ENTERPRISE}:manager.displayName`])(
    'is refused as mutability where it is the read-only %s',
    async (path) => {
      const answered = await client.patch(`/Users/${user.id}`, [{ op: 'replace', path, value: 'x' }]);
      expectRefusal(answered, 400, 'mutability', 'read-only');
    },
  );

  it.each([
    ['id', 'another-id'],
    ['meta', { created: '2001-01-01T00:00:00Z' }],
    ['groups', [{ value: 'a-group' }]],
  ])('is passed over as a key beside others where it is %s, which clients echo', async (name, value) => {
    const answered = await client.patch(`/Users/${user.id}`, [
      { op: 'replace', value: { [name]: value, nickName: name } },
    ]);
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ id: user.id, schemas: user.schemas, nickName: name });
    expect(answered.body.meta.created).toBe(user.meta.created);
    expect(answered.body.groups).toBeUndefined();
    expect((await eventsOf(gateway.database, user.id)).at(-1)).toMatchObject({
      tolerances: ['read-only-echoed'],
    });
  });

  it('is refused for a group where it is the read-only mark of a reserved group', async () => {
    const group = await created(client, '/Groups', { displayName: 'Not reserved' });
    const answered = await client.patch(`/Groups/${group.id}`, [
      { op: 'replace', path: `${IMANAGE_GROUP}:reserved`, value: true },
    ]);
    expectRefusal(answered, 400, 'mutability', 'reserved');
  });
});

describe('names that the gateway keeps for itself', () => {
  const OWN = {
    id: 'chosen-by-client',
    _id: 'chosen-by-client',
    __v: 7,
    meta: { created: '2001-01-01T00:00:00Z', version: 'W/"99"', location: 'https://evil.example/' },
    groups: [{ value: 'a-group' }],
    schemas: ['urn:example:other'],
    customer: 'another',
    tenantId: 'another',
    live: false,
    version: 99,
    deletedAt: '2001-01-01T00:00:00Z',
    created: '2001-01-01T00:00:00Z',
    search: { userName: 'somebody' },
    userIdKey: 'somebody',
    assignments: [],
    isAdmin: true,
    $set: { live: false },
    'profile.userName': 'somebody',
  };

  it('mean nothing in POST, PUT and PATCH: what is stored and answered is as without them', async () => {
    const plain = await created(client, '/Users', person('plain'));
    const loaded = await created(client, '/Users', { ...person('loaded'), ...OWN });
    const put = await client.put(`/Users/${loaded.id}`, { ...person('loaded'), ...OWN });
    const patched = await client.patch(`/Users/${loaded.id}`, [{ op: 'replace', value: OWN }]);
    for (const answered of [put, patched]) {
      expect(answered.status).toBe(200);
      expect(answered.body).toEqual(loaded);
    }
    const shapes = await Promise.all([plain.id, loaded.id].map((id) => shapeOf(id)));
    expect(shapes[1]).toEqual(shapes[0]);
    expect(await eventsOf(gateway.database, loaded.id)).toHaveLength(1);
  });

  /** The stored document without what differs between any two people. */
  async function shapeOf(id: string): Promise<object> {
    const document = await gateway.database.collection('users').findOne({ _id: id as never });
    const text = JSON.stringify(document).replaceAll('loaded', 'plain').replaceAll(id, 'ID');
    return JSON.parse(text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE')) as object;
  }
});

describe('attributes and schemas that the gateway does not know', () => {
  it('are left out, and the event names the tolerance', async () => {
    const user = await created(client, '/Users', {
      ...person('unknown'),
      favouriteColour: 'green',
      'urn:example:params:scim:schemas:other:2.0:User': { badge: 7 },
      emails: [{ value: 'u@firm.example', verified: true }],
    });
    expect(JSON.stringify(user)).not.toMatch(/green|badge|verified/);
    expect(await eventsOf(gateway.database, user.id)).toMatchObject([{ tolerances: ['unknown-ignored'] }]);
    const { body } = await client.put(`/Users/${user.id}`, { ...user, favouriteColour: 'red' });
    expect(body).toEqual(user);
  });

  it('are left out of a PATCH without path and of one whose path is another application’s schema', async () => {
    const user = await created(client, '/Users', person('unknown-patched'));
    const answered = await client.patch(`/Users/${user.id}`, [
      { op: 'add', value: { favouriteColour: 'green', title: 'Clerk' } },
      { op: 'add', path: 'urn:example:params:scim:schemas:other:2.0:User:badge', value: 7 },
    ]);
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ title: 'Clerk' });
    expect(answered.text).not.toMatch(/green|badge/);
  });
});

describe('what somebody else has', () => {
  let otherGroup: Body;

  beforeAll(async () => {
    await created(client, '/Users', person('Müller', { externalId: 'Ext-1' }));
    await created(client, '/Groups', { displayName: 'Litigation', externalId: 'Ext-1' });
    otherGroup = await created(client, '/Groups', { displayName: 'Conveyancing' });
  });

  it.each([
    ['as it is', 'Müller'],
    ['in another letter case', 'mÜLLER'],
    ['decomposed', 'Mu\u0308ller'],
    ['in full-width letters', 'Ｍüller'],
  ])('userName %s is refused with 409 uniqueness', async (_how, userName) => {
    const before = await storedState(gateway.database);
    const answered = await client.post('/Users', person(userName));
    expectRefusal(answered, 409, 'uniqueness', 'userName');
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('userName is refused to PUT and PATCH as well', async () => {
    const other = await created(client, '/Users', person('Maier'));
    const wanted = { ...other, userName: 'MÜLLER' };
    expectRefusal(await client.put(`/Users/${other.id}`, wanted), 409, 'uniqueness', 'userName');
    const operation = { op: 'replace', path: 'userName', value: 'MÜLLER' };
    expectRefusal(await client.patch(`/Users/${other.id}`, [operation]), 409, 'uniqueness', 'userName');
    expect((await client.get(`/Users/${other.id}`)).body).toEqual(other);
  });

  it('externalId is refused exactly as it is and free in another letter case', async () => {
    expectRefusal(
      await client.post('/Users', person('same-ext', { externalId: 'Ext-1' })),
      409,
      'uniqueness',
      'externalId',
    );
    expect((await client.post('/Users', person('other-ext', { externalId: 'ext-1' }))).status).toBe(201);
  });

  it('externalId is refused among groups; a user may have the same', async () => {
    const body = { displayName: 'Another', externalId: 'Ext-1' };
    expectRefusal(await client.post('/Groups', body), 409, 'uniqueness', 'externalId');
  });

  it.each(['Litigation', 'LITIGATION'])('displayName %s is refused to another group', async (displayName) => {
    expectRefusal(await client.post('/Groups', { displayName }), 409, 'uniqueness', 'displayName');
    const operation = { op: 'replace', path: 'displayName', value: displayName };
    const answered = await client.patch(`/Groups/${otherGroup.id}`, [operation]);
    expectRefusal(answered, 409, 'uniqueness', 'displayName');
  });

  it('one’s own name in another letter case is no conflict', async () => {
    const own = await created(client, '/Users', person('own-name'));
    const answered = await client.patch(`/Users/${own.id}`, [
      { op: 'replace', path: 'userName', value: 'OWN-name' },
    ]);
    expect(answered.status).toBe(200);
    expect(answered.body['userName']).toBe('OWN-name');
  });
});

/** The resource that has this value at this path, e.g. `name.givenName` or `urn:…:User:manager`. */
function placed(path: string, value: unknown): object {
  const urn = /^(urn:.*):([^:]+)$/.exec(path);
  if (urn !== null) return { [urn[1] ?? '']: placed(urn[2] ?? '', value) };
  const [attribute = '', sub] = path.split('.');
  if (sub === undefined) return { [attribute]: value };
  const element = { [sub]: value };
  return { [attribute]: attribute === 'name' ? element : [element] };
}
