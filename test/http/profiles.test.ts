// What a connection's profile lets through: one customer, asked by a tolerant, a strict and a tuned connection.

import { randomBytes } from 'node:crypto';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  eventsOf,
  expectRefusal,
  GROUP,
  IMANAGE,
  PATCH_OP,
  person,
  rawRequest,
  scimClient,
  storedState,
  USER,
  type Body,
  type ScimClient,
} from './scim-client';

const NAMES = ['tolerant', 'strict', 'tuned'] as const;
type Name = (typeof NAMES)[number];

let gateway: TestGateway;
let clients: Readonly<Record<Name, ScimClient>>;
const tokens = Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString('hex')])) as Record<
  Name,
  string
>;
const settings: Readonly<Record<Name, object>> = {
  tolerant: { tolerances: { 'text-boolean': 'refuse' } },
  strict: { profile: 'strict' },
  tuned: { profile: 'strict', tolerances: { 'path-less': 'allow', 'plain-json': 'allow' } },
};

beforeAll(async () => {
  gateway = await startTestGateway({
    file: {
      customers: [
        {
          id: 'default',
          connections: NAMES.map((name) => ({ name, token: { env: `TOKEN_${name}` }, ...settings[name] })),
        },
      ],
    },
    env: Object.fromEntries(NAMES.map((name) => [`TOKEN_${name}`, tokens[name]])),
  });
  clients = Object.fromEntries(
    NAMES.map((name) => [name, scimClient({ baseUrl: gateway.baseUrl, token: tokens[name] })]),
  ) as Record<Name, ScimClient>;
});
afterAll(() => gateway.close());

const refusing = (tolerance: string): RegExp => new RegExp(`refuses the tolerance "${tolerance}"`);

describe('a POST under the strict profile', () => {
  it.each([
    ['an attribute that no schema defines', { shoeSize: 38 }, 'unknown-ignored', 'shoeSize'],
    [
      'an extension that no schema defines',
      { 'urn:example:hr': { a: 1 } },
      'unknown-ignored',
      'urn:example:hr',
    ],
    ['a sub-attribute that no schema defines', { name: { nick: 'x' } }, 'unknown-ignored', 'name.nick'],
    ['an unknown schema URN', { schemas: [USER, 'urn:example:hr'] }, 'unknown-ignored', 'urn:example:hr'],
    ['no "schemas"', { schemas: undefined }, 'schemas-missing', 'a User'],
    [
      'an extension that "schemas" leaves out',
      { [ENTERPRISE]: { department: 'Tax' } },
      'schemas-incomplete',
      ENTERPRISE,
    ],
    ['"schemas" without that of a User', { schemas: [ENTERPRISE] }, 'schemas-incomplete', USER],
    ['a password', { password: 'N0t-kept-anywhere' }, 'password-not-kept', 'password'],
  ])(
    'is refused with %s, 400 invalidSyntax, and stores nothing (interop §5.3)',
    async (_, more, tolerance, subject) => {
      const before = await storedState(gateway.database);
      const answered = await clients.strict.post('/Users', person('strictly-not', more));
      expectRefusal(answered, 400, 'invalidSyntax', refusing(tolerance));
      expect(answered.body.detail).toContain(subject);
      expect(await storedState(gateway.database)).toBe(before);
    },
  );

  it.each([
    ['a text where true or false is meant', { active: 'True' }, 'text-boolean'],
    ['two primary values (RFC 7643 §2.4)', twoPrimaries(), 'one-primary-kept'],
    ['one value for a list', { emails: { value: 'a@b.example' } }, 'single-as-list'],
  ])('is refused with %s, 400 invalidValue', async (_, more, tolerance) => {
    const answered = await clients.strict.post('/Users', person('strictly-not', more));
    expectRefusal(answered, 400, 'invalidValue', refusing(tolerance));
  });

  it('of a group is refused with a member whom nobody knows, and stores nothing', async () => {
    const before = await storedState(gateway.database);
    const body = { schemas: [GROUP], displayName: 'Strict team', members: [{ value: 'nobody' }] };
    const answered = await clients.strict.post('/Groups', body);
    expectRefusal(answered, 400, 'invalidValue', refusing('unknown-member-skipped'));
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('that follows the schemas is taken, read-only values and all (RFC 7644 §3.3)', async () => {
    const body = person('strictly-so', {
      schemas: [USER, ENTERPRISE],
      [ENTERPRISE]: { department: 'Tax' },
      id: 'x',
    });
    const user = await created(clients.strict, '/Users', body);
    expect(user).toMatchObject({ userName: 'strictly-so', [ENTERPRISE]: { department: 'Tax' } });
    expect(user.id).not.toBe('x');
    const [event] = await eventsOf(gateway.database, user.id);
    expect(event).toMatchObject({ tolerances: ['read-only-ignored'] });
  });

  it('is refused where the body is application/json (interop §6.2), and taken where that is switched on', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const refused = await clients.strict.post('/Users', person('json-strict'), headers);
    expectRefusal(refused, 415, undefined, refusing('plain-json'));
    expect((await clients.tuned.post('/Users', person('json-tuned'), headers)).status).toBe(201);
    expect((await clients.strict.get('/Users?count=0', headers)).status).toBe(200);
  });
});

function twoPrimaries(): object {
  const primary = true;
  return { emails: ['a', 'b'].map((name) => ({ value: `${name}@firm.example`, primary })) };
}

describe('a PATCH under the strict profile', () => {
  let user: Body;
  beforeAll(async () => {
    user = await created(clients.strict, '/Users', person('patched-strictly'));
  });

  const strictly = (...operations: readonly object[]): ReturnType<ScimClient['patch']> =>
    clients.strict.patch(`/Users/${user.id}`, operations);

  it.each([
    [{ op: 'replace', value: { title: 'Counsel' } }, 'invalidSyntax', 'path-less'],
    [{ op: 'replace', path: 'shoeSize', value: 38 }, 'invalidSyntax', 'unknown-ignored'],
    [{ op: 'replace', path: 'emails[type eq "work"]', value: {} }, 'invalidPath', 'element-path'],
    [
      { op: 'replace', path: 'emails[type eq "home"].value', value: 'a@b.example' },
      'noTarget',
      'element-created',
    ],
    [{ op: 'add', path: 'password', value: 'N0t-kept-anywhere' }, 'invalidSyntax', 'password-not-kept'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability', 'read-only-echoed'],
  ])('is refused whole with %j (interop §6.5)', async (operation, scimType, tolerance) => {
    const before = await storedState(gateway.database);
    const answered = await strictly({ op: 'replace', path: 'nickName', value: 'Never' }, operation);
    expectRefusal(answered, 400, scimType, refusing(tolerance));
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('of several attributes, each with a path, is applied as one write (interop §6.5.1.2)', async () => {
    const answered = await strictly(
      { op: 'replace', path: 'title', value: 'Counsel' },
      { op: 'add', path: 'name', value: { givenName: 'Pat' } },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'pat@firm.example' },
    );
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ title: 'Counsel', name: { givenName: 'Pat' } });
    expect((await eventsOf(gateway.database, user.id)).at(-1)).toMatchObject({ tolerances: [] });
  });

  it('is taken without path where that tolerance is switched on', async () => {
    const path = `/Users/${user.id}`;
    const answered = await clients.tuned.patch(path, [{ op: 'replace', value: { title: 'Partner' } }]);
    expect(answered.body).toMatchObject({ title: 'Partner' });
    const refused = await clients.tuned.patch(path, [{ op: 'replace', value: { shoeSize: 38 } }]);
    expectRefusal(refused, 400, 'invalidSyntax', refusing('unknown-ignored'));
  });

  it('takes one member out of a group by the filter that names them', async () => {
    const members = [{ value: user.id }];
    const group = await created(clients.strict, '/Groups', {
      schemas: [GROUP],
      displayName: 'Patched',
      members,
    });
    const remove = { op: 'remove', path: `members[value eq "${user.id}"]` };
    expect((await clients.strict.patch(`/Groups/${group.id}`, [remove])).status).toBeLessThan(300);
    expect((await clients.strict.get(`/Groups/${group.id}`)).body.members ?? []).toEqual([]);
    const noted = { op: 'remove', path: 'members', value: members };
    const refused = await clients.strict.patch(`/Groups/${group.id}`, [noted]);
    expectRefusal(refused, 400, 'invalidValue', refusing('value-list-removed'));
  });

  it('without "schemas" is refused (RFC 7644 §3.5.2)', async () => {
    const body = { Operations: [{ op: 'replace', path: 'title', value: 'x' }] };
    const sent = { headers: { 'Content-Type': 'application/scim+json' }, body: JSON.stringify(body) };
    const answered = await clients.strict.send('PATCH', `/Users/${user.id}`, sent);
    expectRefusal(answered, 400, 'invalidSyntax', PATCH_OP);
  });
});

describe('a read-only attribute in the path of a PATCH', () => {
  let user: Body;
  beforeAll(async () => {
    user = await created(clients.tolerant, '/Users', person('echoing'));
  });

  it('is passed over where the value is the one that is there, and noted', async () => {
    const group = await created(clients.tolerant, '/Groups', {
      displayName: 'Echo',
      members: [{ value: user.id }],
    });
    const { body } = await clients.tolerant.get(`/Users/${user.id}`);
    const provisioning = (body[IMANAGE] as { provisioning: object }).provisioning;
    const answered = await clients.tolerant.patch(`/Users/${user.id}`, [
      { op: 'replace', path: 'id', value: user.id },
      { op: 'replace', path: 'meta', value: { created: user.meta.created } },
      { op: 'add', path: 'groups', value: [{ value: group.id }] },
      { op: 'replace', path: `${IMANAGE}:provisioning`, value: provisioning },
      { op: 'replace', path: 'nickName', value: 'Echo' },
    ]);
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ id: user.id, nickName: 'Echo' });
    expect((await eventsOf(gateway.database, user.id)).at(-1)).toMatchObject({
      tolerances: ['read-only-echoed'],
    });
  });

  it.each([
    { op: 'replace', path: 'id', value: 'another-id' },
    { op: 'replace', path: 'meta.created', value: '2001-01-01T00:00:00Z' },
    { op: 'add', path: 'groups', value: [{ value: 'a-group' }] },
    { op: 'remove', path: 'groups' },
    { op: 'replace', path: `${IMANAGE}:provisioning.status`, value: 'perhaps' },
  ])('is refused with any other, the default profile too: %j (RFC 7644 §3.5.2)', async (operation) => {
    const before = await storedState(gateway.database);
    const change = { op: 'replace', path: 'title', value: 'Never' };
    const answered = await clients.tolerant.patch(`/Users/${user.id}`, [change, operation]);
    expectRefusal(answered, 400, 'mutability', 'read-only');
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('of somebody who does not exist is 404', async () => {
    const answered = await clients.tolerant.patch('/Users/nobody', [
      { op: 'replace', path: 'id', value: 'x' },
    ]);
    expectRefusal(answered, 404, undefined);
  });

  it('of a group is told apart in the same way', async () => {
    const group = await created(clients.tolerant, '/Groups', { displayName: 'Echoed group' });
    const replace = (path: string, value: unknown): ReturnType<ScimClient['patch']> =>
      clients.tolerant.patch(`/Groups/${group.id}`, [{ op: 'replace', path, value }]);
    expect((await replace('id', group.id)).status).toBeLessThan(300);
    expectRefusal(await replace('id', 'another'), 400, 'mutability');
  });
});

describe('an immutable attribute', () => {
  const userId = (op: string, value?: string): object[] => [
    { op, path: `${IMANAGE}:userId`, ...(value === undefined ? {} : { value }) },
  ];

  it('takes the value it has, and no other, in PATCH and PUT (RFC 7644 §3.5.1, §3.5.2)', async () => {
    const user = await created(clients.strict, '/Users', person('fixed'));
    const held = (user[IMANAGE] as { userId: string }).userId;
    const path = `/Users/${user.id}`;
    expect((await clients.strict.patch(path, userId('replace', held))).body.meta.version).toBe(
      user.meta.version,
    );
    expectRefusal(await clients.strict.patch(path, userId('replace', 'OTHER')), 400, 'mutability');
    expectRefusal(await clients.strict.patch(path, userId('add', 'OTHER')), 400, 'mutability');
    const body = (value: string): object =>
      person('fixed', { schemas: [USER, IMANAGE], [IMANAGE]: { userId: value } });
    expect((await clients.strict.put(path, body(held))).status).toBe(200);
    expectRefusal(await clients.strict.put(path, body('OTHER')), 400, 'mutability');
  });
});

describe('a query under the strict profile', () => {
  it('with a parameter that does not exist is refused, and passed over otherwise', async () => {
    const refused = await clients.strict.get('/Users?fliter=userName%20eq%20%22x%22');
    expectRefusal(refused, 400, 'invalidSyntax', '"fliter"');
    expect((await clients.tolerant.get('/Users?aadOptscim062020')).status).toBe(200);
    expect((await clients.strict.get('/Users?count=1&startIndex=1&attributes=userName')).status).toBe(200);
  });

  it('filters by no attribute that is not defined: 400 invalidFilter (interop §6.3)', async () => {
    const answered = await clients.strict.get('/Users?filter=shoeSize%20eq%20%2238%22');
    expectRefusal(answered, 400, 'invalidFilter', 'shoeSize');
  });

  it('answers 100 resources where no count is given, if there are so many (interop §6.4)', async () => {
    const config = await clients.strict.get('/ServiceProviderConfig');
    expect((config.body['filter'] as { maxResults: number }).maxResults).toBeGreaterThanOrEqual(100);
  });
});

describe('a deleted resource', () => {
  it('is 404 to every operation, in no list, and its names are free (interop §6.6)', async () => {
    const user = await created(clients.strict, '/Users', person('leaver', { externalId: 'E-1' }));
    const path = `/Users/${user.id}`;
    expect((await clients.strict.delete(path)).status).toBe(204);
    expectRefusal(await clients.strict.get(path), 404, undefined);
    expectRefusal(await clients.strict.put(path, person('leaver')), 404, undefined);
    const patch = [{ op: 'replace', path: 'title', value: 'x' }];
    expectRefusal(await clients.strict.patch(path, patch), 404, undefined);
    expectRefusal(await clients.strict.delete(path), 404, undefined);
    const listed = await clients.strict.get('/Users?filter=userName%20eq%20%22leaver%22');
    expect(listed.body.totalResults).toBe(0);
    expect((await clients.strict.post('/Users', person('leaver', { externalId: 'E-1' }))).status).toBe(201);
  });
});

describe('case of identifiers', () => {
  it('is the same in filters and in conflicts: userName without it, externalId with it (interop §5.2)', async () => {
    await created(clients.strict, '/Users', person('CaseOf', { externalId: 'Case-1' }));
    const totals = async (filter: string): Promise<number> =>
      (await clients.strict.get(`/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults;
    expect(await totals('userName eq "CASEOF"')).toBe(1);
    expect(await totals('externalId eq "Case-1"')).toBe(1);
    expect(await totals('externalId eq "CASE-1"')).toBe(0);
    expectRefusal(await clients.strict.post('/Users', person('caseof')), 409, 'uniqueness');
  });
});

describe('discovery', () => {
  const claim = async (authorization: string | undefined): Promise<unknown> => {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const path = `${new URL(gateway.baseUrl).pathname}/ServiceProviderConfig`;
    const answered = await rawRequest(gateway.rootUrl, { path, headers });
    expect(answered.status).toBe(200);
    return answered.body['interopProfileConformant'];
  };

  it('claims conformance to a strict connection alone, and is open all the same (interop §4)', async () => {
    expect(await claim(`Bearer ${tokens.strict}`)).toBe(true);
    expect(await claim(`Bearer ${tokens.tolerant}`)).toBeUndefined();
    expect(await claim(`Bearer ${tokens.tuned}`)).toBeUndefined();
    expect(await claim(undefined)).toBeUndefined();
    expect(await claim('Bearer unknown')).toBeUndefined();
  });

  const attributes = async (client: ScimClient, path: string): Promise<readonly string[]> => {
    const { body } = await client.get(path);
    const schema = body.id === USER ? body : body.Resources.find(({ id }) => id === USER);
    return (schema?.['attributes'] as readonly { name: string }[]).map(({ name }) => name);
  };

  it('has no password in the schema where it is refused (interop §5.1)', async () => {
    expect(await attributes(clients.tolerant, '/Schemas')).toContain('password');
    expect(await attributes(clients.strict, '/Schemas')).not.toContain('password');
    expect(await attributes(clients.strict, `/Schemas/${USER}`)).not.toContain('password');
  });

  it.each(['/ServiceProviderConfig', '/Schemas', '/ResourceTypes'])(
    '%s takes no filter: 403 (RFC 7644 §4)',
    async (path) => {
      expectRefusal(await clients.tolerant.get(`${path}?filter=id%20pr`), 403, undefined, 'filter');
    },
  );

  it('has an id that is the name on every resource type, and each of their schemas (interop §5.1)', async () => {
    const types = (await clients.strict.get('/ResourceTypes')).body.Resources;
    for (const type of types) expect(type.id).toBe(type['name']);
    const schemas = (await clients.strict.get('/Schemas')).body.Resources.map(({ id }) => id);
    expect(schemas).toEqual(expect.arrayContaining(types.map((type) => type['schema'])));
  });

  it('names the values that "type" may have where a list has one (interop §5.4)', async () => {
    const { body } = await clients.strict.get(`/Schemas/${USER}`);
    type Defined = {
      name: string;
      multiValued: boolean;
      subAttributes?: (Defined & { canonicalValues?: string[] })[];
    };
    const typed = (body['attributes'] as Defined[])
      .filter(({ multiValued }) => multiValued)
      .map(
        ({ name, subAttributes = [] }) => [name, subAttributes.find((sub) => sub.name === 'type')] as const,
      )
      .filter(([, type]) => type !== undefined);
    const names = typed.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['emails', 'phoneNumbers', 'ims', 'addresses', 'photos']));
    for (const [name, type] of typed) {
      expect({ name, values: type?.canonicalValues?.length ?? 0 }).not.toEqual({ name, values: 0 });
    }
  });
});

describe('a tolerance in GATEWAY_CONFIG', () => {
  const starting = (tolerances: object): Promise<TestGateway> => {
    const connections = [{ name: 'idp', token: { env: 'TOKEN_IDP' }, tolerances }];
    const env = { TOKEN_IDP: randomBytes(32).toString('hex') };
    return startTestGateway({ file: { customers: [{ id: 'default', connections }] }, env });
  };

  it('that does not exist stops the start and is told the nearest name', async () => {
    await expect(starting({ 'text-bolean': 'refuse' })).rejects.toThrow(
      /tolerances has the unknown key "text-bolean"; did you mean "text-boolean"\?/,
    );
  });

  it('is allow or refuse, and nothing else', async () => {
    await expect(starting({ 'text-boolean': false })).rejects.toThrow(/possible values: "allow", "refuse"/);
  });

  it('that is a rule and no leniency has no switch', async () => {
    await expect(starting({ 'nested-member-kept': 'refuse' })).rejects.toThrow(/unknown key/);
  });
});

describe('the default profile', () => {
  it('refuses the one tolerance that is switched off, and no other', async () => {
    const refused = await clients.tolerant.post('/Users', person('tuned-down', { active: 'True' }));
    expectRefusal(refused, 400, 'invalidValue', refusing('text-boolean'));
    const body = { userName: 'tuned-down', shoeSize: 38, emails: { value: 'a@firm.example' } };
    const user = await created(clients.tolerant, '/Users', body);
    const [event] = await eventsOf(gateway.database, user.id);
    expect(event?.['tolerances']).toEqual(['schemas-missing', 'unknown-ignored', 'single-as-list']);
  });
});
