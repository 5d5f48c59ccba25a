// Names that mean something to JavaScript or MongoDB, wherever a client may put a name: they change nothing and reach nothing.

import { startTestGateway, type TestGateway } from './gateway';
import { created, person, scimClient, type Body, type ScimClient } from './scim-client';

let gateway: TestGateway;
let client: ScimClient;
let user: Body;
let group: Body;
let builtIns: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
  user = await created(client, '/Users', person('innocent'));
  group = await created(client, '/Groups', { displayName: 'Innocent', members: [{ value: user.id }] });
  builtIns = snapshotOfBuiltIns();
});

afterAll(() => gateway.close());

const NAMES = [
  '__proto__',
  'constructor',
  'constructor.prototype.polluted',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  '$where',
  '$ne',
  'length',
];

afterEach(async () => {
  expect(snapshotOfBuiltIns()).toBe(builtIns);
  expect(Object.keys({})).toEqual([]);
  expect((await client.get(`/Users/${user.id}`)).body).toMatchObject({ userName: 'innocent', active: true });
  expect((await client.get(`/Groups/${group.id}`)).body).toEqual(group);
});

describe.each(NAMES)('the name %s', (name) => {
  /** A body as text, because an object literal would take `__proto__` for its prototype. */
  const bodyWith = (fields: string): string => `{"userName":"named ${name}",${fields}}`;
  const key = JSON.stringify(name);
  const values = ['{"polluted":true}', '{"prototype":{"polluted":true}}', 'null'];
  const json = { 'Content-Type': 'application/scim+json' };

  it('as a key of a body, at any depth, is left out of what is stored', async () => {
    for (const [index, value] of values.entries()) {
      const body = bodyWith(
        `${key}:${value},"name":{${key}:${value},"givenName":"Ada"},"emails":[{${key}:${value},"value":"x${index}.${NAMES.indexOf(name)}@y.example"}],` +
          `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{${key}:${value}}`,
      ).replace('named', `named ${index}`);
      const answered = await client.send('POST', '/Users', { headers: json, body });
      expect(answered.status).toBe(201);
      expect(answered.text.replaceAll(`named ${index} ${name}`, '')).not.toMatch(/polluted|prototype|__/);
      const put = await client.send('PUT', `/Users/${answered.body.id}`, { headers: json, body });
      expect(put.body).toEqual(answered.body);
    }
  });

  it('as a path or key of a PATCH is refused or passed over', async () => {
    for (const op of ['add', 'replace', 'remove']) {
      const paths = [name, `name.${name}`, `emails[${name} eq "x"].value`, `emails[type eq "work"].${name}`];
      for (const path of paths) {
        const answered = await client.patch(`/Users/${user.id}`, [{ op, path, value: { polluted: true } }]);
        expect(answered.status).toBe(400);
      }
    }
    for (const value of values) {
      const body = `{"Operations":[{"op":"add","value":{${key}:${value},"name":{${key}:${value}}}}]}`;
      const answered = await client.send('PATCH', `/Users/${user.id}`, { headers: json, body });
      expect([answered.status, answered.body.meta.version]).toEqual([200, user.meta.version]);
    }
  });

  it('as an attribute of a filter or of sortBy is refused', async () => {
    const asked = encodeURIComponent(name);
    const filters = [`${name} pr`, `${name} eq "x"`, `emails[${name} eq "x"]`, `name.${name} eq "x"`];
    for (const filter of filters) {
      const answered = await client.get(`/Users?filter=${encodeURIComponent(filter)}`);
      expect([answered.status, answered.body.scimType]).toEqual([400, 'invalidFilter']);
      expect((await client.post('/Users/.search', { filter })).status).toBe(400);
    }
    expect((await client.get(`/Users?sortBy=${asked}`)).body.scimType).toBe('invalidValue');
    expect((await client.post('/Users/.search', { sortBy: name })).body.scimType).toBe('invalidValue');
  });

  it('in attributes, excludedAttributes or as a parameter finds nothing', async () => {
    const asked = encodeURIComponent(name);
    const path = `/Users/${user.id}`;
    expect((await client.get(`${path}?attributes=${asked}`)).body).toEqual({
      schemas: user.schemas,
      id: user.id,
    });
    expect((await client.get(`${path}?excludedAttributes=${asked}`)).body).toMatchObject({ id: user.id });
    expect((await client.get(`/Users?${asked}=polluted&count=0`)).status).toBe(200);
    expect((await client.get(`/Users?${asked}[polluted]=1&count=0`)).status).toBe(200);
  });

  it('as an id, a member, a userName or a displayName is a name like any other', async () => {
    expect((await client.get(`/Users/${encodeURIComponent(name)}`)).status).toBe(404);
    const answered = await client.patch(`/Groups/${group.id}`, [
      { op: 'add', path: 'members', value: [{ value: name }] },
      { op: 'remove', path: `members[value eq ${key}]` },
    ]);
    expect(answered.status).toBe(200);
    const named = await created(client, '/Users', person(name));
    const filter = encodeURIComponent(`userName eq ${key}`);
    expect((await client.get(`/Users?filter=${filter}`)).body.Resources).toEqual([named]);
    await created(client, '/Groups', { displayName: name });
  });
});

describe('a member value that is itself a filter', () => {
  it('removes nobody but whom it names exactly', async () => {
    for (const value of ['x" or value pr or value eq "', `${user.id}" or "`, `*`, `.*`, '']) {
      await client.patch(`/Groups/${group.id}`, [{ op: 'remove', path: 'members', value: [{ value }] }]);
      const path = `members[value eq ${JSON.stringify(value)}]`;
      await client.patch(`/Groups/${group.id}`, [{ op: 'remove', path }]);
    }
    expect((await client.get(`/Groups/${group.id}`)).body.members).toHaveLength(1);
  });

  it('given as an object of MongoDB operators is refused', async () => {
    for (const value of [{ $ne: null }, { $gt: '' }, { $regex: '.*' }]) {
      const answered = await client.patch(`/Groups/${group.id}`, [
        { op: 'remove', path: 'members', value: [{ value }] },
      ]);
      expect(answered.status).toBe(400);
    }
  });
});

/** Every own property of the built-in prototypes and constructors: a new or changed one shows. */
function snapshotOfBuiltIns(): string {
  const constructors = [
    Object,
    Array,
    Function,
    String,
    Number,
    Boolean,
    RegExp,
    Map,
    Set,
    Date,
    Promise,
    Error,
  ];
  return constructors
    .flatMap((constructor) => [constructor, constructor.prototype as object])
    .map((holder) =>
      Reflect.ownKeys(holder)
        .map((name) => `${String(name)}:${typeof Object.getOwnPropertyDescriptor(holder, name)?.value}`)
        .join(),
    )
    .join('\n');
}
