// Rule 3.2 of imanage-model.md: a POST of someone who was deleted brings the same iManage user back, or is another person.

import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  person,
  requestLine,
  storedState,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { startFirms, type Firms } from './firms';

let firms: Firms<'firm' | 'other'>;
let client: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ firm: {}, other: {} });
  client = firms.clients.firm;
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;

async function deleted(body: object): Promise<Body> {
  const user = await created(client, '/Users', body);
  await client.delete(`/Users/${user.id}`);
  return user;
}

describe('rule 3.2: the same person', () => {
  it('has the same externalId, also under another userName: 201, same id and userId, as sent', async () => {
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
    // What the new POST does not say of the person is gone, as for anybody who is created.
    expect(answered.body['title']).toBeUndefined();
    expect(answered.headers['location']).toBe(user.meta.location);
  });

  it.each([
    ['neither has an externalId', {}, {}],
    ['only the deleted one has an externalId', { externalId: 'was' }, {}],
    ['only the new one has an externalId', {}, { externalId: 'is' }],
  ])('has the same userName in any letter case where %s', async (_when, was, is) => {
    const name = fresh();
    const user = await deleted(person(name, was));
    const back = await created(client, '/Users', person(name.toUpperCase(), is));
    expect(back).toMatchObject({ id: user.id, userName: name.toUpperCase(), [IMANAGE]: { userId: name } });
  });

  it('is found by externalId before userName', async () => {
    const [name, other] = [fresh(), fresh()];
    const sameName = await deleted(person(name));
    const sameExternalId = await deleted(person(other, { externalId: `ext-${other}` }));
    const back = await created(client, '/Users', person(name, { externalId: `ext-${other}` }));
    expect([back.id, back.id === sameName.id]).toEqual([sameExternalId.id, false]);
  });

  it('comes back once; the second time is a conflict', async () => {
    const name = fresh();
    await deleted(person(name));
    await created(client, '/Users', person(name));
    expectRefusal(await client.post('/Users', person(name)), 409, 'uniqueness', 'userName');
  });

  it('says in its event who returned and what became of the libraries', async () => {
    const name = fresh();
    const user = await deleted(person(name));
    await created(client, '/Users', person(name));
    expect((await eventsOf(firms.gateway.database, user.id)).at(-1)).toMatchObject({
      operation: 'return',
      before: { deleted: true, signInEnabled: false },
      after: { deleted: false, signInEnabled: true },
      rules: ['person-returned', 'libraries-restored'],
    });
  });
});

describe('rule 3.2: another person', () => {
  it.each([
    ['another externalId', (name: string) => `two-${name}`],
    ['the externalId in another letter case', (name: string) => `ONE-${name}`],
  ])('has %s: 409, nothing is stored, and the detail says what to do', async (_what, externalId) => {
    const name = fresh();
    await deleted(person(name, { externalId: `one-${name}` }));
    const before = await storedState(firms.gateway.database);
    const answered = await client.post('/Users', person(name, { externalId: externalId(name) }));
    expectRefusal(
      answered,
      409,
      'uniqueness',
      /User ID "person\.\d+" was used before .* never be reused .* own "userId" .* console/,
    );
    expect(await storedState(firms.gateway.database)).toBe(before);
    expect(await requestLine(firms.gateway.database, answered)).toMatchObject({
      status: 409,
      detail: answered.body.detail,
    });
  });

  it('is created with an own userId', async () => {
    const name = fresh();
    const gone = await deleted(person(name, { externalId: `one-${name}` }));
    const own = person(name, { externalId: `two-${name}`, [IMANAGE]: { userId: `${name}.2` } });
    const user = await created(client, '/Users', own);
    expect(user).toMatchObject({ userName: name, [IMANAGE]: { userId: `${name}.2` } });
    expect(user.id).not.toBe(gone.id);
  });

  it('is the same person after all where an admin approves the return, once', async () => {
    const name = fresh();
    const gone = await deleted(person(name, { externalId: `one-${name}` }));
    const again = (externalId: string): object => person(name, { externalId });
    expectRefusal(
      await client.post('/Users', again('two')),
      409,
      'uniqueness',
      'approve the return in the console',
    );
    const approval = { person: gone.id, reason: 'Rehired under a new account' };
    expect((await firms.admins.firm('people.approveReturn', approval)).status).toBe(200);
    expect((await created(client, '/Users', again('two'))).id).toBe(gone.id);
    await client.delete(`/Users/${gone.id}`);
    expectRefusal(await client.post('/Users', again('three')), 409, 'uniqueness', 'was used before');
  });

  it('is anybody at another customer', async () => {
    const name = fresh();
    const gone = await deleted(person(name, { externalId: `one-${name}` }));
    const elsewhere = await created(firms.clients.other, '/Users', person(name));
    expect(elsewhere).toMatchObject({ [IMANAGE]: { userId: name } });
    expect(elsewhere.id).not.toBe(gone.id);
  });
});

describe('rule 3.2: a User ID', () => {
  it('that is or was anybody’s is refused to everybody else, in any letter case', async () => {
    const [gone, there] = [fresh(), fresh()];
    await deleted(person(gone));
    await created(client, '/Users', person(there));
    for (const userId of [gone, gone.toUpperCase(), there.toUpperCase()]) {
      const answered = await client.post('/Users', person(fresh(), { [IMANAGE]: { userId } }));
      expectRefusal(answered, 409, 'uniqueness', 'can never be reused');
    }
  });

  it('that nobody ever had is given', async () => {
    const userId = fresh();
    const user = await created(client, '/Users', person(fresh(), { [IMANAGE]: { userId } }));
    expect(user).toMatchObject({ [IMANAGE]: { userId } });
  });

  it('stays taken after a rename: nobody gets it as userName’s User ID', async () => {
    const [name, other] = [fresh(), fresh()];
    const { id } = await created(client, '/Users', person(name));
    await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'userName', value: other }]);
    expectRefusal(await client.post('/Users', person(name)), 409, 'uniqueness', 'is in use by another user');
    const own = person(name, { [IMANAGE]: { userId: `${name}-b` } });
    expect((await client.post('/Users', own)).status).toBe(201);
  });
});
