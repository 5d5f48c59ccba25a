// attributes and excludedAttributes on every answer that holds a resource (RFC 7644 §3.9).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  scimClient,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;
let user: Body;
let group: Body;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
  user = await created(client, '/Users', {
    ...person('projected'),
    name: { givenName: 'Ada', familyName: 'Byron' },
    emails: [
      { value: 'a@firm.example', type: 'work', primary: true },
      { value: 'b@firm.example', type: 'home' },
    ],
    password: 'never-kept-Anywhere-1',
    [ENTERPRISE]: { department: 'Tax', employeeNumber: '7', manager: { value: 'the-manager' } },
  });
  group = await created(client, '/Groups', { displayName: 'Projected', members: [{ value: user.id }] });
});

afterAll(() => gateway.close());

const always = (): object => ({ schemas: user.schemas, id: user.id });

describe('GET /Users/{id}?attributes', () => {
  it.each<[asked: string, more: object]>([
    ['userName', { userName: 'projected' }],
    ['USERNAME', { userName: 'projected' }],
    ['userName,displayName', { userName: 'projected', displayName: 'Display of projected' }],
    [' userName , ,active', { userName: 'projected', active: true }],
    ['name.givenName', { name: { givenName: 'Ada' } }],
    ['name', { name: { givenName: 'Ada', familyName: 'Byron' } }],
    ['name.givenName,name', { name: { givenName: 'Ada', familyName: 'Byron' } }],
    ['emails.value', { emails: [{ value: 'a@firm.example' }, { value: 'b@firm.example' }] }],
    ['emails.primary', { emails: [{ primary: true }] }],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName', { userName: 'projected' }],
    [`${ENTERPRISE}:department`, { [ENTERPRISE]: { department: 'Tax' } }],
    [`${ENTERPRISE.toUpperCase()}:DEPARTMENT`, { [ENTERPRISE]: { department: 'Tax' } }],
    ['department', { [ENTERPRISE]: { department: 'Tax' } }],
    [`${ENTERPRISE}:manager.value`, { [ENTERPRISE]: { manager: { value: 'the-manager' } } }],
    [`${IMANAGE}:userId`, { [IMANAGE]: { userId: 'projected' } }],
    ['id', {}],
    ['noSuchAttribute', {}],
    ['password', {}],
    ['nickName', {}],
  ])('= %j has these and what is always there', async (asked, more) => {
    const { body } = await client.get(`/Users/${user.id}?attributes=${encodeURIComponent(asked)}`);
    expect(body).toEqual({ ...always(), ...more });
  });

  it('may be given several times', async () => {
    const { body } = await client.get(`/Users/${user.id}?attributes=userName&attributes=active`);
    expect(body).toEqual({ ...always(), userName: 'projected', active: true });
  });

  it('= a whole extension has all of it', async () => {
    const { body } = await client.get(`/Users/${user.id}?attributes=${ENTERPRISE}`);
    expect(body).toEqual({ ...always(), [ENTERPRISE]: user[ENTERPRISE] });
  });

  it('= groups has the groups, with their sub-attributes when asked', async () => {
    const { body } = await client.get(`/Users/${user.id}?attributes=groups.display`);
    expect(body).toEqual({ ...always(), groups: [{ display: 'Projected' }] });
  });

  it('empty asks for nothing beyond what is always there', async () => {
    expect((await client.get(`/Users/${user.id}?attributes=`)).body).toEqual(always());
  });
});

describe('GET /Users/{id}?excludedAttributes', () => {
  it.each([
    ['emails', ['emails']],
    ['EMAILS,Name', ['emails', 'name']],
    [ENTERPRISE, [ENTERPRISE]],
    ['meta', ['meta']],
    ['noSuchAttribute', []],
  ])('= %j has all but these', async (asked, gone) => {
    const whole = (await client.get(`/Users/${user.id}`)).body;
    const { body } = await client.get(`/Users/${user.id}?excludedAttributes=${encodeURIComponent(asked)}`);
    expect(body).toEqual(Object.fromEntries(Object.entries(whole).filter(([name]) => !gone.includes(name))));
  });

  it('leaves out sub-attributes', async () => {
    const { body } = await client.get(
      `/Users/${user.id}?excludedAttributes=name.givenName,emails.type,${ENTERPRISE}:department`,
    );
    expect(body).toMatchObject({
      name: { familyName: 'Byron' },
      emails: [{ value: 'a@firm.example', primary: true }, { value: 'b@firm.example' }],
    });
    expect(body[ENTERPRISE]).not.toHaveProperty('department');
    expect(body[ENTERPRISE]).toHaveProperty('employeeNumber');
  });

  it('cannot leave out what is always there', async () => {
    const { body } = await client.get(`/Users/${user.id}?excludedAttributes=id,schemas,userName`);
    expect(body).toMatchObject(always());
    expect(body).not.toHaveProperty('userName');
  });

  it('leaving out every sub-attribute leaves out the attribute', async () => {
    const parts = ['value', '$ref', 'display', 'type'];
    const asked = encodeURIComponent(parts.map((part) => `members.${part}`).join());
    expect(
      (await client.get(`/Groups/${group.id}?excludedAttributes=${asked}`)).body.members,
    ).toBeUndefined();
    const groups = encodeURIComponent(parts.map((part) => `groups.${part}`).join());
    expect((await client.get(`/Users/${user.id}?excludedAttributes=${groups}`)).body.groups).toBeUndefined();
  });
});

describe('both at once', () => {
  it.each(['/Users', '/Groups'])('are refused on %s, they exclude each other', async (place) => {
    const query = '?attributes=id&excludedAttributes=meta';
    expectRefusal(await client.get(`${place}${query}`), 400, 'invalidValue', 'exclude each other');
    const asked = { attributes: ['id'], excludedAttributes: ['meta'] };
    expectRefusal(await client.post(`${place}/.search`, asked), 400, 'invalidValue');
  });

  it('are refused before anything is written', async () => {
    const query = '?attributes=id&excludedAttributes=meta';
    expectRefusal(await client.post(`/Users${query}`, person('unwritten')), 400, 'invalidValue');
    const path = `/Users/${user.id}${query}`;
    expectRefusal(await client.patch(path, [{ op: 'add', path: 'title', value: 'X' }]), 400, 'invalidValue');
    expectRefusal(await client.put(path, user), 400, 'invalidValue');
    expect((await client.get('/Users')).body.totalResults).toBe(1);
    expect((await client.get(`/Users/${user.id}`)).body['title']).toBeUndefined();
  });
});

describe('members of a group', () => {
  it('are there by default, left out when excluded, in a list too', async () => {
    const member = expect.objectContaining({
      value: user.id,
      type: 'User',
      display: 'Display of projected',
    }) as unknown;
    expect((await client.get(`/Groups/${group.id}`)).body.members).toEqual([member]);
    expect((await client.get('/Groups')).body.Resources[0]?.members).toEqual([member]);
    expect((await client.get(`/Groups/${group.id}?excludedAttributes=members`)).body.members).toBeUndefined();
    expect(
      (await client.get('/Groups?excludedAttributes=MEMBERS')).body.Resources[0]?.members,
    ).toBeUndefined();
    expect((await client.get('/Groups?attributes=displayName')).body.Resources[0]?.members).toBeUndefined();
  });

  it('may be reduced to their ids', async () => {
    const { body } = await client.get(`/Groups/${group.id}?attributes=members.value`);
    expect(body).toEqual({ schemas: group.schemas, id: group.id, members: [{ value: user.id }] });
  });

  it('are looked for under the extension’s URN as any attribute', async () => {
    const { body } = await client.get(`/Groups/${group.id}?attributes=${IMANAGE_GROUP}:groupId`);
    expect(body).toEqual({ schemas: group.schemas, id: group.id, [IMANAGE_GROUP]: { groupId: 'Projected' } });
  });
});

describe('an answer to a write', () => {
  it('is projected as well', async () => {
    const made = await client.post('/Users?attributes=userName', person('written'));
    expect(made.body).toEqual({
      schemas: expect.any(Array) as unknown,
      id: made.body.id,
      userName: 'written',
    });
    const path = `/Users/${made.body.id}?attributes=title`;
    const patched = await client.patch(path, [{ op: 'add', path: 'title', value: 'Clerk' }]);
    expect(patched.body).toEqual({ schemas: made.body.schemas, id: made.body.id, title: 'Clerk' });
    const put = await client.put(`/Users/${made.body.id}?excludedAttributes=emails,meta`, person('written'));
    expect(Object.keys(put.body)).not.toEqual(expect.arrayContaining(['meta']));
  });

  it('to PATCH of a group is 200 with what was asked for (RFC 7644 §3.5.2)', async () => {
    const operation = { op: 'replace', path: 'displayName', value: 'Projected anew' };
    const asked = await client.patch(`/Groups/${group.id}?attributes=displayName`, [operation]);
    expect([asked.status, asked.body]).toEqual([
      200,
      { schemas: group.schemas, id: group.id, displayName: 'Projected anew' },
    ]);
    const plain = await client.patch(`/Groups/${group.id}`, [{ ...operation, value: 'Projected' }]);
    expect([plain.status, plain.headers['etag']]).toEqual([200, 'W/"3"']);
    expect(plain.body).toEqual((await client.get(`/Groups/${group.id}`)).body);
  });
});

describe('a password', () => {
  it('is in no answer and nowhere in the database, however it is asked for', async () => {
    for (const query of [
      '',
      '?attributes=password',
      '?excludedAttributes=userName',
      '?attributes=PASSWORD,userName',
    ]) {
      expect((await client.get(`/Users/${user.id}${query}`)).text).not.toMatch(/password|never-kept/i);
    }
    for (const name of ['users', 'events', 'requests']) {
      const documents = await gateway.database.collection(name).find().toArray();
      expect(JSON.stringify(documents)).not.toContain('never-kept');
    }
    expect(gateway.logLines().join('\n')).not.toContain('never-kept');
  });
});
