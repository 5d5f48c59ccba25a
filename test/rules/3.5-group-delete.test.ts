// Rule 3.5 of imanage-model.md: a deleted group is emptied, disabled and hidden; its groupId stays taken, and a POST with it revives it.

import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE_GROUP,
  person,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { startFirms, type Firms } from './firms';
import { replace } from './people';

let firms: Firms<'firm'>;
let client: ScimClient;
let people: readonly Body[];

beforeAll(async () => {
  firms = await startFirms({ firm: {} });
  client = firms.clients.firm;
  people = [await created(client, '/Users', person('one')), await created(client, '/Users', person('two'))];
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `Group ${(count += 1)}`;
const members = (users: readonly Body[]): object[] => users.map(({ id }) => ({ value: id }));
const groupOf = (displayName = fresh(), more: object = {}): Promise<Body> =>
  created(client, '/Groups', { displayName, members: members(people), ...more });

async function deleted(displayName = fresh(), more: object = {}): Promise<Body> {
  const group = await groupOf(displayName, more);
  expect((await client.delete(`/Groups/${group.id}`)).status).toBe(204);
  return group;
}

describe('rule 3.5: a deleted group', () => {
  it('is 404 on every verb and in no list, nor among a user’s groups', async () => {
    const group = await deleted('Gone');
    const path = `/Groups/${group.id}`;
    for (const answered of [
      await client.get(path),
      await client.put(path, group),
      await client.patch(path, [replace('displayName', 'Back')]),
      await client.delete(path),
    ]) {
      expectRefusal(answered, 404, undefined);
    }
    const filter = encodeURIComponent('displayName eq "gone"');
    expect((await client.get(`/Groups?filter=${filter}`)).body.totalResults).toBe(0);
    for (const { id } of people) expect((await client.get(`/Users/${id}`)).body.groups).toBeUndefined();
  });

  it('is kept, emptied and disabled, and the event names who left', async () => {
    const { id, displayName } = (await deleted()) as Body & { readonly displayName: string };
    const { database } = firms.gateway;
    const kept = await database.collection('groups').findOne({ _id: id as never });
    expect(kept).toMatchObject({ groupId: displayName, enabled: false, live: false });
    expect(await database.collection('memberships').countDocuments({ group: id })).toBe(0);
    expect((await eventsOf(database, id)).at(-1)).toMatchObject({
      operation: 'delete',
      membersRemoved: people.map((user) => user.id).toSorted(),
      rules: ['group-emptied'],
    });
  });
});

describe('rule 3.5: a POST with the groupId of a deleted group', () => {
  it('revives that group, enabled, with its id, and with the members of the POST only', async () => {
    const group = await deleted('Phoenix');
    const sent = { displayName: 'Ashes', [IMANAGE_GROUP]: { groupId: 'PHOENIX' } };
    const answered = await client.post('/Groups', { ...sent, members: members(people.slice(1)) });
    expect(answered.status).toBe(201);
    expect(answered.body).toMatchObject({
      id: group.id,
      displayName: 'Ashes',
      [IMANAGE_GROUP]: { groupId: 'Phoenix', enabled: true },
      meta: { created: group.meta.created, version: 'W/"3"' },
    });
    expect(answered.body.members?.map(({ value }) => value)).toEqual([people[1]?.id]);
    expect((await eventsOf(firms.gateway.database, group.id)).at(-1)).toMatchObject({
      operation: 'return',
      membersAdded: [people[1]?.id],
      rules: ['group-revived'],
    });
  });

  it('is 409 once the group is back', async () => {
    const name = fresh();
    await deleted(name);
    await groupOf(name);
    expectRefusal(await client.post('/Groups', { displayName: name }), 409, 'uniqueness', 'groupId');
  });

  it('in another library, or with another groupId, makes another group', async () => {
    const name = fresh();
    const group = await deleted(name, { [IMANAGE_GROUP]: { library: 'ACTIVE' } });
    const elsewhere = await groupOf(name);
    const renamed = await groupOf(name, { [IMANAGE_GROUP]: { library: 'ACTIVE', groupId: `${name} 2` } });
    expect(new Set([group.id, elsewhere.id, renamed.id]).size).toBe(3);
    const revived = await groupOf(`${name} again`, { [IMANAGE_GROUP]: { library: 'active', groupId: name } });
    expect(revived).toMatchObject({ id: group.id, [IMANAGE_GROUP]: { library: 'ACTIVE', groupId: name } });
  });

  it('leaves a live group alone that was renamed away from it', async () => {
    const [name, other] = [fresh(), fresh()];
    const group = await groupOf(name);
    await client.patch(`/Groups/${group.id}`, [replace('displayName', other)]);
    expectRefusal(await client.post('/Groups', { displayName: name }), 409, 'uniqueness', 'groupId');
    await client.delete(`/Groups/${group.id}`);
    expect((await groupOf(other)).id).not.toBe(group.id);
    expect((await groupOf(name)).id).toBe(group.id);
  });
});
