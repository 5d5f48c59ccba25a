// A person's life over real HTTP: disabled, deleted, returned (imanage-model.md §3, rules 3.1 to 3.4 and 3.6, and §3a).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  person,
  requestLine,
  scimClient,
  storedState,
  type Body,
  type ScimClient,
} from './scim-client';

let restoring: TestGateway;
let manual: TestGateway;
let client: ScimClient;

const LIBRARIES = [
  { id: 'ACTIVE', roles: [{ id: 'PARALEGAL' }, { id: 'PARTNER' }] },
  { id: 'ARCHIVE', roles: [{ id: 'PARALEGAL' }] },
  { id: 'CLOSED', roles: [] },
];

beforeAll(async () => {
  const firm = { id: 'default', name: 'Firm', libraries: LIBRARIES };
  restoring = await startTestGateway({ file: { customers: [firm] } });
  manual = await startTestGateway({
    file: { customers: [{ ...firm, rules: { reenableLibraries: 'manual' } }] },
  });
  client = scimClient(restoring);
});

afterAll(() => Promise.all([restoring.close(), manual.close()]));

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const filtered = (filter: string): string => `/Users?filter=${encodeURIComponent(filter)}`;
const setActive = (active: boolean): object[] => [{ op: 'replace', path: 'active', value: active }];
const libraries = (body: Body): unknown => (body[IMANAGE] as { libraries: unknown }).libraries;

/** A person in two enabled libraries and one that was disabled on purpose. */
const placed = (userName: string): object =>
  person(userName, {
    [IMANAGE]: {
      libraries: [
        { value: 'ACTIVE', role: 'PARTNER', preferred: true },
        { value: 'ARCHIVE', role: 'PARALEGAL' },
        { value: 'CLOSED', signInEnabled: false },
      ],
    },
  });
const PLACED = [
  { value: 'ACTIVE', role: 'PARTNER', signInEnabled: true, preferred: true },
  { value: 'ARCHIVE', role: 'PARALEGAL', signInEnabled: true, preferred: false },
  { value: 'CLOSED', role: 'DEFAULT', signInEnabled: false, preferred: false },
];

describe('DELETE /Users/{id} (rule 3.1)', () => {
  let user: Body;
  let group: Body;

  beforeAll(async () => {
    user = await created(client, '/Users', placed(fresh()));
    group = await created(client, '/Groups', {
      displayName: 'Of the deleted',
      members: [{ value: user.id }],
    });
    const answered = await client.delete(`/Users/${user.id}`);
    expect([answered.status, answered.text]).toEqual([204, '']);
  });

  it('makes the id 404 on every verb, a second DELETE included', async () => {
    const answers = [
      await client.get(`/Users/${user.id}`),
      await client.put(`/Users/${user.id}`, user),
      await client.patch(`/Users/${user.id}`, setActive(true)),
      await client.delete(`/Users/${user.id}`),
      await client.get(`/Users/${user.id}`, { 'If-None-Match': '*' }),
    ];
    for (const answered of answers) expectRefusal(answered, 404, undefined, 'does not exist');
  });

  it('takes the person out of every list and out of the group’s members', async () => {
    const name = String(user['userName']);
    for (const filter of [
      `userName eq "${name}"`,
      `id eq "${user.id}"`,
      `groups eq "${group.id}"`,
      'active eq false',
    ]) {
      expect((await client.get(filtered(filter))).body).toMatchObject({ totalResults: 0, Resources: [] });
    }
    expect((await client.get(`/Groups/${group.id}`)).body.members).toBeUndefined();
    const membersFilter = encodeURIComponent(`members eq "${user.id}"`);
    expect((await client.get(`/Groups?filter=${membersFilter}`)).body.totalResults).toBe(0);
  });

  it('keeps the iManage record, disabled, with its User ID, libraries and memberships', async () => {
    const record = await restoring.database.collection('users').findOne({ _id: user.id as never });
    expect(record).toMatchObject({
      userId: user['userName'],
      signInEnabled: false,
      live: false,
      deletedAt: expect.any(Date) as Date,
      assignments: [
        { library: 'ACTIVE', role: 'PARTNER', signInEnabled: true },
        { library: 'ARCHIVE', role: 'PARALEGAL', signInEnabled: true },
        { library: 'CLOSED', role: 'DEFAULT', signInEnabled: false },
      ],
    });
    expect(await restoring.database.collection('memberships').countDocuments({ member: user.id })).toBe(1);
  });

  it('leaves one event that says so', async () => {
    expect((await eventsOf(restoring.database, user.id)).slice(1)).toMatchObject([
      {
        operation: 'delete',
        version: 2,
        before: { signInEnabled: true, deleted: false },
        after: { signInEnabled: false, deleted: true },
        rules: ['delete-disables-sign-in', 'memberships-kept'],
      },
    ]);
  });

  it('of a person who is disabled already deletes all the same', async () => {
    const { id } = await created(client, '/Users', person(fresh(), { active: false }));
    expect((await client.delete(`/Users/${id}`)).status).toBe(204);
    expectRefusal(await client.get(`/Users/${id}`), 404, undefined);
  });
});

describe('POST /Users of someone who was deleted (rule 3.2)', () => {
  async function deleted(body: object): Promise<Body> {
    const user = await created(client, '/Users', body);
    await client.delete(`/Users/${user.id}`);
    return user;
  }

  it('with the same externalId brings the person back, also under another userName', async () => {
    const [before, after] = [fresh(), fresh()];
    const user = await deleted(person(before, { externalId: `ext-${before}`, title: 'Clerk' }));
    const answered = await client.post(
      '/Users',
      person(after, { externalId: `ext-${before}`, nickName: 'Back' }),
    );
    expect(answered.status).toBe(201);
    expect(answered.body).toMatchObject({
      id: user.id,
      userName: after,
      active: true,
      nickName: 'Back',
      [IMANAGE]: { userId: before, signInEnabled: true },
      meta: { created: user.meta.created, version: 'W/"3"' },
    });
    // As sent: what the new POST does not say of the person is gone, as for anybody who is created.
    expect(answered.body['title']).toBeUndefined();
    expect(answered.headers['location']).toBe(user.meta.location);
  });

  it.each([
    ['neither has an externalId', {}, {}],
    ['only the deleted one has an externalId', { externalId: 'was' }, {}],
    ['only the new one has an externalId', {}, { externalId: 'is' }],
  ])('with the same userName brings the person back where %s', async (_when, was, is) => {
    const name = fresh();
    const user = await deleted(person(name, was));
    const back = await created(client, '/Users', person(name.toUpperCase(), is));
    expect(back).toMatchObject({ id: user.id, userName: name.toUpperCase(), [IMANAGE]: { userId: name } });
  });

  it('with another externalId is another person: 409, and the detail says what to do', async () => {
    const name = fresh();
    await deleted(person(name, { externalId: `one-${name}` }));
    const before = await storedState(restoring.database);
    const answered = await client.post('/Users', person(name, { externalId: `two-${name}` }));
    expectRefusal(
      answered,
      409,
      'uniqueness',
      /User ID "person\.\d+" was used before .* never be reused .* own "userId" .* console/,
    );
    expect(await storedState(restoring.database)).toBe(before);
    expect(await requestLine(restoring.database, answered)).toMatchObject({
      status: 409,
      detail: answered.body.detail,
    });
    const own = person(name, { externalId: `two-${name}`, [IMANAGE]: { userId: `${name}.2` } });
    expect(await created(client, '/Users', own)).toMatchObject({
      userName: name,
      [IMANAGE]: { userId: `${name}.2` },
    });
  });

  it('with the same externalId goes before one with the same userName', async () => {
    const [name, other] = [fresh(), fresh()];
    const sameName = await deleted(person(name));
    const sameExternalId = await deleted(person(other, { externalId: `ext-${other}` }));
    const back = await created(client, '/Users', person(name, { externalId: `ext-${other}` }));
    expect([back.id, back.id === sameName.id]).toEqual([sameExternalId.id, false]);
  });

  it('brings back what it does not name: libraries, roles and memberships', async () => {
    const name = fresh();
    const user = await created(client, '/Users', { ...placed(name), roles: [{ value: 'Fee earner' }] });
    const group = await created(client, '/Groups', {
      displayName: `Of ${name}`,
      members: [{ value: user.id }],
    });
    await client.delete(`/Users/${user.id}`);
    const back = await created(client, '/Users', person(name));
    expect(libraries(back)).toEqual(PLACED);
    expect(back['roles']).toEqual([{ value: 'Fee earner' }]);
    expect(back.groups).toMatchObject([{ value: group.id }]);
    expect((await client.get(`/Groups/${group.id}`)).body.members).toMatchObject([{ value: user.id }]);
  });

  it('lets what it names win', async () => {
    const name = fresh();
    const user = await deleted({ ...placed(name), roles: [{ value: 'Fee earner' }] });
    const named = {
      roles: [{ value: 'ARCHIVE:PARALEGAL' }],
      [IMANAGE]: { preferredLibrary: 'ARCHIVE', role: 'DEFAULT', location: 'Leeds' },
    };
    const back = await created(client, '/Users', person(name, named));
    expect(back.id).toBe(user.id);
    expect(back).toMatchObject({
      roles: [{ value: 'ARCHIVE:PARALEGAL' }],
      [IMANAGE]: { preferredLibrary: 'ARCHIVE', location: 'Leeds' },
    });
  });

  it('does not enable the sign-in unless it says so: a replayed creation lets no leaver in', async () => {
    const name = fresh();
    await deleted(person(name));
    const back = await created(client, '/Users', { userName: name });
    expect(back).toMatchObject({ active: false, [IMANAGE]: { signInEnabled: false } });
    expect((await eventsOf(restoring.database, back.id)).at(-1)).toMatchObject({
      operation: 'return',
      rules: ['person-returned', 'return-left-disabled'],
    });
    const enabled = await client.patch(`/Users/${back.id}`, setActive(true));
    expect(enabled.body).toMatchObject({ active: true });
  });

  it('says in its event who returned and what became of the libraries', async () => {
    const name = fresh();
    const user = await deleted(person(name));
    await created(client, '/Users', person(name));
    expect((await eventsOf(restoring.database, user.id)).at(-1)).toMatchObject({
      operation: 'return',
      before: { deleted: true, signInEnabled: false },
      after: { deleted: false, signInEnabled: true },
      rules: ['person-returned', 'libraries-restored'],
    });
  });

  it('that would change the User ID is refused (rule 3.6)', async () => {
    const name = fresh();
    await deleted(person(name));
    const answered = await client.post('/Users', person(name, { [IMANAGE]: { userId: 'another' } }));
    expectRefusal(answered, 400, 'mutability', `User ID "${name}"`);
  });

  it('twice is a conflict the second time', async () => {
    const name = fresh();
    await deleted(person(name));
    await created(client, '/Users', person(name));
    expectRefusal(await client.post('/Users', person(name)), 409, 'uniqueness', 'userName');
  });
});

describe('a User ID (rules 3.2 and 3.6)', () => {
  it('that is or was anybody’s is refused to everybody else, in any letter case', async () => {
    const [gone, there] = [fresh(), fresh()];
    const { id } = await created(client, '/Users', person(gone));
    await client.delete(`/Users/${id}`);
    await created(client, '/Users', person(there));
    for (const userId of [gone, gone.toUpperCase(), there.toUpperCase()]) {
      const answered = await client.post('/Users', person(fresh(), { [IMANAGE]: { userId } }));
      expectRefusal(answered, 409, 'uniqueness', 'can never be reused');
    }
  });

  it('stays taken after a rename: nobody gets it as userName’s User ID', async () => {
    const [name, other] = [fresh(), fresh()];
    const { id } = await created(client, '/Users', person(name));
    await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'userName', value: other }]);
    const answered = await client.post('/Users', person(name));
    expectRefusal(answered, 409, 'uniqueness', 'is in use by another user');
    expect((await client.post('/Users', person(name, { [IMANAGE]: { userId: `${name}-b` } }))).status).toBe(
      201,
    );
  });

  it.each([
    ['has white space', 'white space'],
    ['is longer than 64 characters', 'u'.repeat(65)],
    ['is in the private use area', 'user\ue000'],
  ])('that %s is not taken over; it may be set once, later', async (_what, unusable) => {
    const user = await created(client, '/Users', person(`${unusable}.${fresh()}`));
    expect(user[IMANAGE]).not.toHaveProperty('userId');
    const userId = fresh();
    const set = await client.patch(`/Users/${user.id}`, [
      { op: 'add', path: `${IMANAGE}:userId`, value: userId },
    ]);
    expect(set.body).toMatchObject({ [IMANAGE]: { userId } });
    const again = await client.patch(`/Users/${user.id}`, [
      { op: 'replace', path: `${IMANAGE}:userId`, value: 'x' },
    ]);
    expectRefusal(again, 400, 'mutability', userId);
  });

  it('cannot be taken away', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    for (const operation of [
      { op: 'remove', path: `${IMANAGE}:userId` },
      { op: 'replace', path: `${IMANAGE}:userId`, value: null },
    ]) {
      expectRefusal(await client.patch(`/Users/${id}`, [operation]), 400, 'mutability', 'userId');
    }
  });
});

describe('disable and enable (rule 3.3)', () => {
  it('a disable touches no library; with reenableLibraries=restore an enable gives the flags back as they were', async () => {
    const { id } = await created(client, '/Users', placed(fresh()));
    expect(libraries((await client.patch(`/Users/${id}`, setActive(false))).body)).toEqual(PLACED);
    expect(libraries((await client.patch(`/Users/${id}`, setActive(true))).body)).toEqual(PLACED);
  });

  it('a library disabled on purpose while the user was disabled stays disabled', async () => {
    const { id } = await created(client, '/Users', placed(fresh()));
    await client.patch(`/Users/${id}`, setActive(false));
    const path = `${IMANAGE}:libraries[value eq "ARCHIVE"].signInEnabled`;
    await client.patch(`/Users/${id}`, [{ op: 'replace', path, value: false }]);
    const { body } = await client.patch(`/Users/${id}`, setActive(true));
    expect(libraries(body)).toMatchObject([
      { signInEnabled: true },
      { signInEnabled: false },
      { signInEnabled: false },
    ]);
  });

  it('with reenableLibraries=manual an enable leaves every library disabled, but for those it names itself', async () => {
    const admin = scimClient(manual);
    const { id } = await created(admin, '/Users', placed(fresh()));
    const disabled = (await admin.patch(`/Users/${id}`, setActive(false))).body;
    expect(libraries(disabled)).toEqual(PLACED);
    const enabled = (await admin.patch(`/Users/${id}`, setActive(true))).body;
    expect(libraries(enabled)).toEqual(PLACED.map((row) => ({ ...row, signInEnabled: false })));
    expect((await eventsOf(manual.database, id)).at(-1)).toMatchObject({
      rules: ['libraries-left-disabled'],
    });
    await admin.patch(`/Users/${id}`, setActive(false));
    const named = await admin.patch(`/Users/${id}`, [
      ...setActive(true),
      { op: 'replace', path: `${IMANAGE}:libraries[value eq "ARCHIVE"].signInEnabled`, value: true },
    ]);
    expect(libraries(named.body)).toMatchObject([
      { signInEnabled: false },
      { signInEnabled: true },
      { signInEnabled: false },
    ]);
  });

  it('with reenableLibraries=manual a return leaves every library disabled as well', async () => {
    const admin = scimClient(manual);
    const name = fresh();
    const { id } = await created(admin, '/Users', placed(name));
    await admin.delete(`/Users/${id}`);
    const back = await created(admin, '/Users', person(name));
    expect(back).toMatchObject({ id, active: true });
    expect(libraries(back)).toEqual(PLACED.map((row) => ({ ...row, signInEnabled: false })));
    expect((await eventsOf(manual.database, id)).at(-1)).toMatchObject({
      rules: ['person-returned', 'libraries-left-disabled'],
    });
  });

  it('memberships are kept on disable and shown (rule 3.4)', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const group = await created(client, '/Groups', { displayName: `Kept ${id}`, members: [{ value: id }] });
    const { body } = await client.patch(`/Users/${id}`, setActive(false));
    expect(body.groups).toMatchObject([{ value: group.id }]);
    expect((await client.get(`/Groups/${group.id}`)).body.members).toMatchObject([{ value: id }]);
  });
});
