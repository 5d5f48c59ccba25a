// People over real HTTP: what PUT and PATCH change and leave, what the events tell of it, and what disables a sign-in.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  eventsOf,
  expectRefusal,
  IMANAGE,
  PATCH_OP,
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

let count = 0;
/** A name that nobody has yet, also not in another letter case. */
const named = (what: string): string => `${what} ${(count += 1)}`;

const FULL = {
  schemas: [USER, ENTERPRISE, IMANAGE],
  externalId: 'full-ext',
  userName: 'Full.User@firm.example',
  name: { givenName: 'Ada', familyName: 'Byron', formatted: 'Lady Ada Byron', honorificPrefix: 'Lady' },
  displayName: 'Ada Byron',
  nickName: 'Ada',
  profileUrl: 'https://firm.example/ada',
  title: 'Partner',
  userType: 'Lawyer',
  preferredLanguage: 'en-GB',
  locale: 'en-GB',
  timezone: 'Europe/London',
  active: true,
  emails: [
    { value: 'ada@firm.example', type: 'work', primary: true, display: 'Ada' },
    { value: 'ada@home.example', type: 'home' },
  ],
  phoneNumbers: [{ value: '+44 20 7946 0000', type: 'work' }],
  addresses: [{ streetAddress: '1 Fleet St\nLondon', country: 'GB', type: 'work', primary: true }],
  photos: [{ value: 'https://firm.example/ada.png', type: 'photo' }],
  ims: [{ value: 'ada', type: 'xmpp' }],
  roles: [{ value: 'Fee earner' }],
  entitlements: [{ value: 'e-1' }],
  x509Certificates: [{ value: 'AAAA' }],
  [ENTERPRISE]: {
    employeeNumber: '7',
    costCenter: 'CC',
    organization: 'Firm',
    division: 'Litigation',
    department: 'Tax',
    manager: { value: 'the-manager', displayName: 'not kept' },
  },
  [IMANAGE]: { location: 'London' },
};

describe('POST /Users', () => {
  it('answers everything that was sent, and what iManage makes of it', async () => {
    const user = await created(client, '/Users', FULL);
    const { [ENTERPRISE]: enterprise, [IMANAGE]: imanage, ...core } = FULL;
    expect(user).toMatchObject(core);
    expect(user[ENTERPRISE]).toEqual({
      ...enterprise,
      manager: { value: 'the-manager', $ref: `${gateway.baseUrl}/Users/the-manager` },
    });
    expect(user[IMANAGE]).toEqual({
      ...imanage,
      userId: 'Full.User@firm.example',
      preferredLibrary: 'ACTIVE',
      role: 'DEFAULT',
      external: false,
      accountType: 'enterprise',
      libraryAssignments: 'ACTIVE:DEFAULT',
      libraries: [{ value: 'ACTIVE', role: 'DEFAULT', signInEnabled: true, preferred: true }],
      signInEnabled: true,
      locked: false,
      provisioning: { status: 'ready' },
      licenseSeat: true,
    });
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
  });

  it('issues ids that no client chose and that rise with time', async () => {
    const first = await created(client, '/Users', person('id-1', { externalId: 'id-ext' }));
    const second = await created(client, '/Users', person('id-2'));
    expect(first.id).not.toMatch(/id-1|id-ext/);
    expect(second.id > first.id).toBe(true);
  });

  it('without active makes a user who may sign in', async () => {
    const { active, ...rest } = (await created(client, '/Users', { userName: 'minimal' })) as Body & {
      active: boolean;
    };
    expect(active).toBe(true);
    expect(rest).toMatchObject({
      userName: 'minimal',
      [IMANAGE]: { userId: 'minimal', signInEnabled: true },
    });
  });
});

describe('PUT /Users/{id} with what GET answered', () => {
  it('changes nothing: not the version, not a letter, and leaves no event', async () => {
    const filter = encodeURIComponent('userName eq "full.user@firm.example"');
    const user = (await client.get(`/Users?filter=${filter}`)).body.Resources[0];
    if (user === undefined) throw new Error('the user is not there');
    await created(client, '/Groups', { displayName: 'Echoed', members: [{ value: user.id }] });
    const read = await client.get(`/Users/${user.id}`);
    const before = await storedState(gateway.database);
    const answered = await client.put(`/Users/${user.id}`, read.body);
    expect(answered.status).toBe(200);
    expect(answered.body).toEqual(read.body);
    expect(answered.headers['etag']).toBe(read.headers['etag']);
    expect(await storedState(gateway.database)).toBe(before);
    const upper = { ...read.body, USERNAME: read.body['userName'], userName: undefined };
    expect((await client.put(`/Users/${user.id}`, upper)).headers['etag']).toBe(read.headers['etag']);
  });

  it('changes nothing of a minimal, a disabled and an unusually named user either', async () => {
    for (const body of [
      { userName: 'echo.minimal' },
      { userName: 'echo.disabled', active: false },
      { userName: 'echo with white space', [ENTERPRISE]: { manager: { value: 'a/b c' } } },
      { userName: 'echo.external', [IMANAGE]: { external: true } },
      { userName: 'echo.reference', [ENTERPRISE]: { manager: { $ref: 'https://other.example/boss' } } },
    ]) {
      const user = await created(client, '/Users', body);
      const answered = await client.put(`/Users/${user.id}`, user);
      expect(answered.body).toEqual(user);
      expect(await eventsOf(gateway.database, user.id)).toHaveLength(1);
    }
  });
});

describe('PUT /Users/{id}', () => {
  it('takes away what it does not name, of the attributes that are the client’s', async () => {
    const user = await created(client, '/Users', { ...FULL, userName: 'put.less', externalId: 'put-less' });
    const { body } = await client.put(`/Users/${user.id}`, { userName: 'put.less', displayName: 'Less' });
    expect(body).toEqual({
      schemas: [USER, IMANAGE],
      id: user.id,
      userName: 'put.less',
      displayName: 'Less',
      active: true,
      [IMANAGE]: {
        ...(user[IMANAGE] as object),
        provisioning: { status: 'incomplete', missing: ['email'], reasons: [expect.any(String)] },
      },
      meta: { ...user.meta, version: 'W/"2"', lastModified: body.meta.lastModified },
    });
  });

  it.each([true, false])('without active keeps active %s', async (active) => {
    const user = await created(client, '/Users', person(`put.keeps.${String(active)}`, { active }));
    const { active: _active, ...silent } = user;
    const { body } = await client.put(`/Users/${user.id}`, { ...silent, title: 'Clerk' });
    expect(body).toMatchObject({ active, title: 'Clerk', [IMANAGE]: { signInEnabled: active } });
  });

  it.each([
    ['without the iManage extension', {}],
    ['with the extension empty', { [IMANAGE]: {} }],
    ['with the extension null', { [IMANAGE]: null }],
    ['with one attribute of it', { [IMANAGE]: { location: 'London' } }],
  ])('%s keeps role, libraries and location', async (_how, extension) => {
    const user = await created(client, '/Users', {
      userName: named('put.keeps'),
      [IMANAGE]: { location: 'London', external: true, role: 'DEFAULT' },
    });
    const answered = await client.put(`/Users/${user.id}`, { userName: user['userName'], ...extension });
    expect(answered.body).toEqual(user);
  });

  it('with the User ID in another letter case is no change; with another one it is refused', async () => {
    const user = await created(client, '/Users', person('put.userid'));
    const same = await client.put(`/Users/${user.id}`, {
      ...person('put.userid'),
      [IMANAGE]: { userId: 'PUT.UserID' },
    });
    expect(same.body).toEqual(user);
    const other = { ...person('put.userid'), [IMANAGE]: { userId: 'another' } };
    expectRefusal(
      await client.put(`/Users/${user.id}`, other),
      400,
      'mutability',
      'User ID "put.userid" cannot be changed',
    );
  });

  it('of an id that does not exist is 404 and creates nobody', async () => {
    expectRefusal(await client.put('/Users/chosen-by-client', person('put.creates')), 404, undefined);
    expect(
      (await client.get(`/Users?filter=${encodeURIComponent('userName eq "put.creates"')}`)).body
        .totalResults,
    ).toBe(0);
  });
});

describe('a rename', () => {
  it('of userName leaves the User ID, and both are findable', async () => {
    const user = await created(client, '/Users', person('maiden.name'));
    const { body } = await client.patch(`/Users/${user.id}`, [
      { op: 'replace', path: 'userName', value: 'married.name' },
    ]);
    expect(body).toMatchObject({ userName: 'married.name', [IMANAGE]: { userId: 'maiden.name' } });
    const found = await client.get(
      `/Users?filter=${encodeURIComponent(`${IMANAGE}:userId eq "MAIDEN.NAME"`)}`,
    );
    expect(found.body.Resources.map(({ id }) => id)).toEqual([user.id]);
  });
});

describe('the event of a change', () => {
  it('tells who, what before and after, tolerances and rules, and nothing that did not change', async () => {
    const user = await created(client, '/Users', person('evented', { title: 'Clerk' }));
    const answered = await client.patch(
      `/Users/${user.id}`,
      [
        { op: 'Replace', path: 'active', value: 'False' },
        { op: 'replace', path: 'title', value: 'Partner' },
        { op: 'replace', path: 'displayName', value: 'Display of evented' },
      ],
      { 'User-Agent': 'Okta SCIM Client 1.0.0' },
    );
    const [creation, change] = await eventsOf(gateway.database, user.id);
    expect(creation).toMatchObject({
      operation: 'create',
      version: 1,
      before: {},
      rules: [],
      tolerances: [],
    });
    expect(creation?.['after']).toMatchObject({ userName: 'evented', signInEnabled: true, deleted: false });
    expect(change).toEqual({
      _id: expect.any(String) as string,
      customer: 'default',
      at: expect.any(Date) as Date,
      actor: { connection: 'default', client: 'okta', requestId: answered.headers['x-request-id'] },
      resourceType: 'User',
      resourceId: user.id,
      version: 2,
      operation: 'patch',
      before: { title: 'Clerk', signInEnabled: true },
      after: { title: 'Partner', signInEnabled: false },
      membersAdded: [],
      membersRemoved: [],
      // What the store finds it by.
      kind: expect.any(String) as string,
      marks: ['io'],
      rules: ['memberships-kept'],
      tolerances: ['op-letter-case', 'text-boolean'],
    });
  });

  it('of an enable names the rule for the libraries', async () => {
    const user = await created(client, '/Users', person('enabled', { active: false }));
    await client.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'active', value: true }]);
    expect((await eventsOf(gateway.database, user.id)).at(-1)).toMatchObject({
      before: { signInEnabled: false },
      after: { signInEnabled: true },
      rules: ['libraries-restored'],
    });
  });

  it('holds no password, and names that one was thrown away', async () => {
    const user = await created(client, '/Users', person('with-password', { password: 'Correct-Horse-9' }));
    await client.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'password', value: 'Battery-Staple-9' }]);
    const events = await eventsOf(gateway.database, user.id);
    expect(events).toMatchObject([{ tolerances: ['password-not-kept'] }]);
    expect(JSON.stringify(events)).not.toMatch(/Horse|Staple/);
  });
});

describe('a request that asks for what is already so', () => {
  let user: Body;

  beforeAll(async () => {
    user = await created(client, '/Users', { ...FULL, userName: 'idem', externalId: 'idem', active: false });
  });

  it.each<[string, object]>([
    ['disabling a disabled user', { op: 'replace', path: 'active', value: false }],
    ['the same title', { op: 'replace', path: 'title', value: 'Partner' }],
    [
      'an e-mail that is there',
      { op: 'add', path: 'emails', value: [{ value: 'ada@home.example', type: 'home' }] },
    ],
    ['removing what is not there', { op: 'remove', path: 'name.middleName' }],
    ['removing an absent value', { op: 'remove', path: 'emails[type eq "other"]' }],
    ['the same role', { op: 'replace', path: `${IMANAGE}:role`, value: 'default' }],
    ['the same library', { op: 'replace', path: `${IMANAGE}:preferredLibrary`, value: 'active' }],
    [
      'the same assignments',
      { op: 'replace', path: `${IMANAGE}:libraryAssignments`, value: 'active:Default' },
    ],
    ['the same User ID', { op: 'replace', path: `${IMANAGE}:userId`, value: 'IDEM' }],
  ])('%s succeeds, keeps the version and leaves no event (rule 3.10)', async (_what, operation) => {
    const answered = await client.patch(`/Users/${user.id}`, [operation]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"1"']);
    expect(answered.body).toEqual(user);
    expect(await eventsOf(gateway.database, user.id)).toHaveLength(1);
  });
});

describe('the sign-in is disabled', () => {
  it.each<[string, object]>([
    ['false', { op: 'replace', path: 'active', value: false }],
    ['"False"', { op: 'Replace', path: 'active', value: 'False' }],
    ['"false"', { op: 'replace', path: 'active', value: 'false' }],
    ['"FALSE"', { op: 'REPLACE', path: 'active', value: 'FALSE' }],
    ['an object', { op: 'replace', path: 'active', value: { value: false } }],
    ['a list', { op: 'replace', path: 'active', value: [false] }],
    ['another letter case', { op: 'replace', path: 'Active', value: false }],
    ['the URN', { op: 'replace', path: `${USER}:active`, value: false }],
    ['no path', { op: 'replace', value: { active: false } }],
    ['no path and text', { op: 'Replace', value: { Active: 'False' } }],
    ['no path and the URN', { op: 'replace', value: { [`${USER}:active`]: 'false' } }],
    ['a list without path', { op: 'replace', value: [{ active: false }] }],
    ['add', { op: 'Add', path: 'active', value: 'False' }],
  ])('by PATCH with %s', async (_form, operation) => {
    const { id } = await created(client, '/Users', person(named('disabled by PATCH')));
    const answered = await client.patch(`/Users/${id}`, [operation]);
    expect(answered.status).toBe(200);
    expect((await client.get(`/Users/${id}`)).body).toMatchObject({
      active: false,
      [IMANAGE]: { signInEnabled: false, licenseSeat: false },
    });
    expect((await eventsOf(gateway.database, id)).at(-1)).toMatchObject({ after: { signInEnabled: false } });
  });

  it.each([false, 'False', 'false', { value: false }, [false]])('by PUT and POST with %j', async (active) => {
    const user = await created(client, '/Users', person(named('disabled by PUT')));
    expect((await client.put(`/Users/${user.id}`, { ...user, active })).body).toMatchObject({
      active: false,
    });
    expect(await created(client, '/Users', person(named('disabled by POST'), { active }))).toMatchObject({
      active: false,
    });
  });

  it('by PATCH in another letter case of the body’s own names', async () => {
    const { id } = await created(client, '/Users', person('disabled by lower case'));
    const body = { SCHEMAS: [PATCH_OP], operations: [{ OP: 'replace', PATH: 'active', VALUE: false }] };
    const answered = await client.send('PATCH', `/Users/${id}`, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([answered.status, answered.body['active']]).toEqual([200, false]);
  });
});

describe('a value of active that says neither', () => {
  it.each([
    'no',
    'disabled',
    '0',
    '',
    2,
    0,
    1,
    null,
    [],
    {},
    [true, false],
    { value: null },
    { value: 'no' },
  ])('%j is refused by PATCH, PUT and POST: never passed over, never true', async (active) => {
    const enabled = await created(client, '/Users', person(named('unclear enabled')));
    const disabled = await created(client, '/Users', person(named('unclear disabled'), { active: false }));
    const before = await storedState(gateway.database);
    for (const user of [enabled, disabled]) {
      const answers = [
        await client.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'active', value: active }]),
        await client.patch(`/Users/${user.id}`, [{ op: 'add', value: { active } }]),
        await client.put(`/Users/${user.id}`, { ...user, active }),
      ];
      for (const answered of answers) expectRefusal(answered, 400, 'invalidValue', 'active');
    }
    const posted = await client.post('/Users', person(named('unclear posted'), { active }));
    expectRefusal(posted, 400, 'invalidValue', 'active');
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('is not what a remove gives: the attribute goes, the sign-in stays as it is', async () => {
    for (const active of [true, false]) {
      const { id } = await created(client, '/Users', person(`removed ${String(active)}`, { active }));
      const { body } = await client.patch(`/Users/${id}`, [{ op: 'remove', path: 'active' }]);
      expect(body['active']).toBeUndefined();
      expect(body).toMatchObject({ [IMANAGE]: { signInEnabled: active } });
    }
  });
});
