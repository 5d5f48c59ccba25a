// Rule 3.1 of imanage-model.md: DELETE /Users/{id} disables the sign-in and hides the person; the iManage record stays.

import { created, eventsOf, expectRefusal, person, type Body, type ScimClient } from '../http/scim-client';
import { setActive, startFirms, type Firms } from './firms';
import { placed } from './people';

let firms: Firms<'firm'>;
let client: ScimClient;
let deleted: Body;
let neighbour: Body;
let group: Body;

beforeAll(async () => {
  firms = await startFirms({ firm: {} });
  client = firms.clients.firm;
  deleted = await created(client, '/Users', placed('leaver', { externalId: 'leaver-ext' }));
  neighbour = await created(client, '/Users', person('neighbour', { active: false }));
  const members = [{ value: deleted.id }, { value: neighbour.id }];
  group = await created(client, '/Groups', { displayName: 'Litigation', members });
  const answered = await client.delete(`/Users/${deleted.id}`);
  expect([answered.status, answered.text]).toEqual([204, '']);
});

afterAll(() => firms.gateway.close());

const filtered = (type: string, filter: string): string => `/${type}?filter=${encodeURIComponent(filter)}`;

describe('rule 3.1: a deleted user', () => {
  it('is 404 on every verb, a second DELETE included', async () => {
    const path = `/Users/${deleted.id}`;
    const answers = [
      await client.get(path),
      await client.put(path, deleted),
      await client.patch(path, setActive(true)),
      await client.delete(path),
      await client.get(path, { 'If-None-Match': '*' }),
    ];
    for (const answered of answers) expectRefusal(answered, 404, undefined, 'does not exist');
  });

  it.each<[string, string, () => string]>([
    ['by userName', 'Users', () => 'userName eq "leaver"'],
    ['by externalId', 'Users', () => 'externalId eq "leaver-ext"'],
    ['by id', 'Users', () => `id eq "${deleted.id}"`],
    ['by group', 'Users', () => `groups eq "${group.id}" and userName sw "leaver"`],
    ['among the disabled', 'Users', () => 'active eq false and userName sw "leaver"'],
    ['by member', 'Groups', () => `members eq "${deleted.id}"`],
  ])('is found in no list: %s', async (_how, type, filter) => {
    const { body } = await client.get(filtered(type, filter()));
    expect(body).toMatchObject({ totalResults: 0, Resources: [] });
  });

  it('keeps the iManage record, disabled, with its User ID, libraries and memberships', async () => {
    const { database } = firms.gateway;
    expect(await database.collection('users').findOne({ _id: deleted.id as never })).toMatchObject({
      userId: 'leaver',
      signInEnabled: false,
      live: false,
      deletedAt: expect.any(Date) as Date,
      assignments: [
        { library: 'ACTIVE', role: 'PARTNER', signInEnabled: true },
        { library: 'ARCHIVE', role: 'PARALEGAL', signInEnabled: true },
        { library: 'CLOSED', role: 'DEFAULT', signInEnabled: false },
      ],
    });
    expect(await database.collection('memberships').countDocuments({ member: deleted.id })).toBe(1);
  });

  it('leaves one event that says so', async () => {
    expect((await eventsOf(firms.gateway.database, deleted.id)).slice(1)).toMatchObject([
      {
        operation: 'delete',
        version: 2,
        before: { signInEnabled: true, deleted: false },
        after: { signInEnabled: false, deleted: true },
        rules: ['delete-disables-sign-in', 'memberships-kept'],
      },
    ]);
  });

  it('may have been disabled before', async () => {
    const { id } = await created(client, '/Users', person('disabled.before', { active: false }));
    expect((await client.delete(`/Users/${id}`)).status).toBe(204);
    expectRefusal(await client.get(`/Users/${id}`), 404, undefined);
  });
});

describe('rule 3.1: a user who is only disabled', () => {
  it('is there by id, in the lists, and among the members', async () => {
    expect((await client.get(`/Users/${neighbour.id}`)).body).toMatchObject({ active: false });
    for (const filter of ['userName eq "neighbour"', `groups eq "${group.id}"`, 'active eq false']) {
      expect((await client.get(filtered('Users', filter))).body.totalResults).toBe(1);
    }
    expect((await client.get(`/Groups/${group.id}`)).body.members).toMatchObject([{ value: neighbour.id }]);
  });
});
