// §2 of imanage-model.md, mapping: what each SCIM attribute of a person or a group means to iManage, and what it never does.

import {
  created,
  ENTERPRISE,
  eventsOf,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  requestLine,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { imanage, setActive, startFirms, type Firms } from './firms';
import { at, placement, replace } from './people';

let firms: Firms<'firm' | 'other'>;
let client: ScimClient;
let other: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ firm: {}, other: {} });
  ({ firm: client, other } = firms.clients);
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const found = async (filter: string): Promise<readonly string[]> => {
  const { body } = await client.get(`/Users?filter=${encodeURIComponent(filter)}`);
  return body.Resources.map(({ id }) => id);
};

describe('rule 2, mapping: id', () => {
  it('is issued by the gateway, whatever the client sends', async () => {
    const sent = { id: 'chosen', externalId: 'chosen-ext' };
    const user = await created(client, '/Users', person('chosen.name', sent));
    expect(user.id).not.toMatch(/chosen/);
    expectRefusal(await client.get('/Users/chosen'), 404, undefined);
    expectRefusal(await client.put('/Users/chosen-2', person('chosen.two')), 404, undefined);
  });

  it('is derived from nothing that was sent: the same person has another one elsewhere', async () => {
    const body = person(fresh(), { externalId: 'same' });
    const [here, there] = [await created(client, '/Users', body), await created(other, '/Users', body)];
    expect(here.id).not.toBe(there.id);
    expectRefusal(await other.get(`/Users/${here.id}`), 404, undefined);
  });
});

describe('rule 2, mapping: userName', () => {
  it('is unique without letter case among live users, for POST, PUT and PATCH', async () => {
    const [taken, name] = [fresh(), fresh()];
    await created(client, '/Users', person(taken));
    const { id } = await created(client, '/Users', person(name));
    const upper = taken.toUpperCase();
    for (const answered of [
      await client.post('/Users', person(upper)),
      await client.put(`/Users/${id}`, person(upper)),
      await client.patch(`/Users/${id}`, [replace('userName', upper)]),
    ]) {
      expectRefusal(answered, 409, 'uniqueness', 'userName');
    }
  });

  it('may be spelled anew by its holder, and is free at another customer', async () => {
    const name = fresh();
    const { id } = await created(client, '/Users', person(name));
    const { body } = await client.patch(`/Users/${id}`, [replace('userName', name.toUpperCase())]);
    expect(body).toMatchObject({ userName: name.toUpperCase(), [IMANAGE]: { userId: name } });
    expect((await other.post('/Users', person(name))).status).toBe(201);
  });
});

describe('rule 2, mapping: externalId', () => {
  it('is unique where given, 409 for POST, PUT and PATCH', async () => {
    const externalId = fresh();
    await created(client, '/Users', person(fresh(), { externalId }));
    const name = fresh();
    const { id } = await created(client, '/Users', person(name));
    for (const answered of [
      await client.post('/Users', person(fresh(), { externalId })),
      await client.put(`/Users/${id}`, person(name, { externalId })),
      await client.patch(`/Users/${id}`, [replace('externalId', externalId)]),
    ]) {
      expectRefusal(answered, 409, 'uniqueness', 'externalId');
    }
  });

  it('is case-exact, and many may have none', async () => {
    const [lower, upper] = [
      await created(client, '/Users', person(fresh(), { externalId: 'case' })),
      await created(client, '/Users', person(fresh(), { externalId: 'CASE' })),
    ];
    expect(await found('externalId eq "case"')).toEqual([lower.id]);
    expect(await found('externalId eq "CASE"')).toEqual([upper.id]);
    await created(client, '/Users', person(fresh()));
    await created(client, '/Users', person(fresh()));
    expect((await other.post('/Users', person(fresh(), { externalId: 'case' }))).status).toBe(201);
  });
});

describe('rule 2, mapping: names, e-mail addresses and everything else', () => {
  const sent = {
    displayName: 'Ada Byron',
    name: { formatted: 'Lady Ada', givenName: 'Ada', familyName: 'Byron', middleName: 'A.' },
    emails: [
      { value: 'ada@home.example', type: 'home' },
      { value: 'ada@firm.example', type: 'work', primary: true },
    ],
    title: 'Partner',
    phoneNumbers: [{ value: '+44 20 7946 0000', type: 'work' }],
    [ENTERPRISE]: { department: 'Tax', employeeNumber: '7' },
  };
  let user: Body;
  beforeAll(async () => {
    user = await created(client, '/Users', person(fresh(), sent));
  });

  it('are all kept and returned', async () => {
    expect(user).toMatchObject(sent);
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
  });

  it.each([
    'title eq "partner"',
    'name.middleName eq "A."',
    'emails[type eq "home"].value eq "ada@home.example"',
    'phoneNumbers.value ew "0000"',
    `${ENTERPRISE}:department eq "tax"`,
  ])('are found by %s', async (filter) => {
    expect(await found(filter)).toEqual([user.id]);
    expect(await found(`not (${filter})`)).not.toContain(user.id);
  });
});

describe('rule 2, mapping: active', () => {
  it('is the global sign-in, and nothing else is', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const { body } = await client.patch(`/Users/${id}`, setActive(false));
    expect(imanage(body)).toMatchObject({ signInEnabled: false, licenseSeat: false });
    const extension = { signInEnabled: true, licenseSeat: true };
    const put = await client.put(`/Users/${id}`, { ...body, [IMANAGE]: extension });
    expect(put.body).toMatchObject({
      active: false,
      [IMANAGE]: { signInEnabled: false, licenseSeat: false },
    });
  });
});

describe('rule 2, mapping: what is read-only', () => {
  it('groups is what the groups say, whatever a user’s POST, PUT or PATCH says', async () => {
    const group = await created(client, '/Groups', { displayName: 'Read only' });
    const user = await created(client, '/Users', person(fresh(), { groups: [{ value: group.id }] }));
    expect(user.groups).toBeUndefined();
    const put = await client.put(`/Users/${user.id}`, { ...user, groups: [{ value: group.id }] });
    expect(put.body.groups).toBeUndefined();
    const patched = await client.patch(`/Users/${user.id}`, [replace('groups', [{ value: group.id }])]);
    expectRefusal(patched, 400, 'mutability', 'groups');
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
    const members = [{ value: user.id }];
    await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: members }]);
    const joined = (await client.get(`/Users/${user.id}`)).body;
    expect(joined.groups).toMatchObject([{ value: group.id, display: 'Read only' }]);
    const without = await client.put(`/Users/${user.id}`, { ...joined, groups: [] });
    expect(without.body.groups).toMatchObject([{ value: group.id }]);
  });

  it.each<[string, unknown]>([
    [at('signInEnabled'), false],
    [at('licenseSeat'), false],
    [at('locked'), true],
    [at('provisioning'), { status: 'incomplete' }],
  ])('%s is refused in a PATCH, where it is not what it was', async (path, value) => {
    const user = await created(client, '/Users', person(fresh()));
    expectRefusal(await client.patch(`/Users/${user.id}`, [replace(path, value)]), 400, 'mutability');
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
  });
});

describe('rule 2, mapping: roles', () => {
  it('with a value LIBRARY:ROLE is a library assignment', async () => {
    const user = await created(
      client,
      '/Users',
      person(fresh(), { roles: [{ value: 'ARCHIVE:PARALEGAL' }] }),
    );
    expect(placement(user)).toBe('*ACTIVE:DEFAULT ARCHIVE:PARALEGAL');
    expect(user['roles']).toEqual([{ value: 'ARCHIVE:PARALEGAL' }]);
  });

  it('with any other value is kept and means nothing to iManage', async () => {
    const roles = [{ value: 'Fee earner' }, { value: 'admin' }];
    const user = await created(client, '/Users', person(fresh(), { roles }));
    expect(placement(user)).toBe('*ACTIVE:DEFAULT');
    expect(user['roles']).toEqual(roles);
  });
});

describe('rule 2, mapping: password', () => {
  it.each([
    ['an enterprise account', {}],
    ['a virtual account', { [IMANAGE]: { accountType: 'virtual' } }],
  ])('of %s is never stored, returned or logged; that it was thrown away is', async (_what, more) => {
    const secret = 'Correct-Horse-9-Battery';
    const name = fresh();
    const answers = [await client.post('/Users', person(name, { password: secret, ...more }))];
    const { id } = answers[0]?.body ?? { id: '' };
    answers.push(
      await client.patch(`/Users/${id}`, [replace('password', secret), replace('title', 'Clerk')]),
      await client.put(`/Users/${id}`, person(name, { password: secret, ...more })),
      await client.get(`/Users/${id}?attributes=password,userName`),
    );
    for (const { status, text } of answers) {
      expect([200, 201]).toContain(status);
      expect(text).not.toMatch(/Horse|password/);
    }
    const { database } = firms.gateway;
    const lines = await Promise.all(answers.map((answered) => requestLine(database, answered)));
    const events = await eventsOf(database, id);
    for (const event of events) expect(event['tolerances']).toContain('password-not-kept');
    const kept = await database.collection('users').find({}).toArray();
    expect(JSON.stringify([lines, events, kept, firms.gateway.logLines()])).not.toContain('Horse');
  });

  it('is no word in the log of a request without one', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    expect(await eventsOf(firms.gateway.database, id)).toMatchObject([{ tolerances: [] }]);
  });
});

describe('rule 2, mapping: a group', () => {
  it('of which an IdP sends only displayName and members is global, with the displayName as groupId', async () => {
    const user = await created(client, '/Users', person(fresh()));
    const group = await created(client, '/Groups', { displayName: 'Pushed', members: [{ value: user.id }] });
    expect(group[IMANAGE_GROUP]).toEqual({
      groupId: 'Pushed',
      external: false,
      enabled: true,
      reserved: false,
    });
  });

  it('has its own groupId and library where they are sent; reserved is read-only', async () => {
    const extension = { groupId: 'OWN', library: 'ARCHIVE', external: true, enabled: false };
    const group = await created(client, '/Groups', {
      displayName: 'Own',
      [IMANAGE_GROUP]: { ...extension, reserved: true },
    });
    expect(group[IMANAGE_GROUP]).toEqual({ ...extension, reserved: false });
  });
});

describe('rule 2, mapping: what may be assigned', () => {
  it.each(['Libraries', 'Roles'])('/%s is read-only', async (type) => {
    expect((await client.get(`/${type}`)).body.totalResults).toBeGreaterThan(0);
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answered = await client.send(method, `/${type}/ACTIVE`);
      expectRefusal(answered, 405, undefined);
    }
  });
});
