// §3a of imanage-model.md, members: unknown ids, deleted people whose rows are hidden, and groups sent as members.

import {
  created,
  eventsOf,
  expectRefusal,
  GROUP,
  person,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { startFirms, type Firms } from './firms';
import { replace } from './people';

let firms: Firms<'refuse' | 'flatten'>;
let refuse: ScimClient;
let flatten: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ refuse: {}, flatten: { nestedGroups: 'flatten' } });
  ({ refuse, flatten } = firms.clients);
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `name.${(count += 1)}`;
const userOf = (client: ScimClient): Promise<Body> => created(client, '/Users', person(fresh()));
const values = (ids: readonly string[]): readonly object[] => ids.map((value) => ({ value }));
const groupOf = (client: ScimClient, ids: readonly string[], displayName = fresh()): Promise<Body> =>
  created(client, '/Groups', { displayName, members: values(ids) });
const add = (client: ScimClient, { id }: Body, ids: readonly string[]): Promise<Answered> =>
  client.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: values(ids) }]);
const membersOf = async (client: ScimClient, { id }: Body): Promise<readonly string[]> =>
  ((await client.get(`/Groups/${id}`)).body.members ?? []).map(({ value }) => value).toSorted();
const lastEvent = async ({ id }: Body): Promise<unknown> =>
  (await eventsOf(firms.gateway.database, id)).at(-1);

describe('rule 3a, members: an id that is no user of the customer', () => {
  it('is skipped, the others are applied, and the event names the tolerance', async () => {
    const [user, group] = [await userOf(refuse), await groupOf(refuse, [])];
    const stranger = await userOf(flatten);
    expect((await add(refuse, group, ['nobody', stranger.id, user.id])).status).toBe(200);
    expect(await membersOf(refuse, group)).toEqual([user.id]);
    const told = { membersAdded: [user.id], tolerances: ['unknown-member-skipped'] };
    expect(await lastEvent(group)).toMatchObject(told);
  });

  it('is skipped by POST and PUT as well', async () => {
    const user = await userOf(refuse);
    const group = await groupOf(refuse, ['nobody', user.id]);
    expect(await lastEvent(group)).toMatchObject({
      tolerances: expect.arrayContaining(['unknown-member-skipped']) as string[],
    });
    const members = values(['somebody', user.id]);
    const put = await refuse.put(`/Groups/${group.id}`, { ...group, members });
    expect(put.body).toEqual(group);
  });

  it('is refused under the strict profile, by its id, and nothing is applied', async () => {
    const [user, group] = [await userOf(refuse), await groupOf(refuse, [])];
    const before = await storedState(firms.gateway.database);
    const ids = ['nobody', user.id, 'someone-else'];
    const members = values(ids);
    for (const answered of [
      await add(firms.strict.refuse, group, ids),
      await firms.strict.refuse.put(`/Groups/${group.id}`, { ...group, members }),
      await firms.strict.refuse.post('/Groups', { schemas: [GROUP], displayName: fresh(), members }),
    ]) {
      expectRefusal(
        answered,
        400,
        'invalidValue',
        'members "nobody", "someone-else": each member is the id of a user',
      );
    }
    expect(await storedState(firms.gateway.database)).toBe(before);
    expect((await add(firms.strict.refuse, group, [user.id])).status).toBe(200);
  });

  it('is no word in the event where every id is one', async () => {
    const group = await groupOf(refuse, [(await userOf(refuse)).id]);
    expect(await lastEvent(group)).toMatchObject({
      tolerances: expect.not.arrayContaining(['unknown-member-skipped']) as string[],
    });
  });
});

describe('rule 3a, members: a deleted user', () => {
  it('is hidden until the return, and no list that was read meanwhile takes the row away', async () => {
    const [name, other] = [fresh(), await userOf(refuse)];
    const leaver = await created(refuse, '/Users', person(name));
    const group = await groupOf(refuse, [leaver.id, other.id]);
    await refuse.delete(`/Users/${leaver.id}`);
    expect(await membersOf(refuse, group)).toEqual([other.id]);
    const { body } = await refuse.get(`/Groups/${group.id}`);
    expect((await refuse.put(`/Groups/${group.id}`, body)).headers['etag']).toBe('W/"1"');
    await refuse.patch(`/Groups/${group.id}`, [replace('members', values([other.id]))]);
    await created(refuse, '/Users', person(name));
    expect(await membersOf(refuse, group)).toEqual([leaver.id, other.id].toSorted());
  });

  it('cannot be added, and does not come back where it was taken out by its id', async () => {
    const name = fresh();
    const leaver = await created(refuse, '/Users', person(name));
    const [group, other] = [await groupOf(refuse, [leaver.id]), await groupOf(refuse, [])];
    await refuse.delete(`/Users/${leaver.id}`);
    await add(refuse, other, [leaver.id]);
    await refuse.patch(`/Groups/${group.id}`, [
      { op: 'remove', path: 'members', value: values([leaver.id]) },
    ]);
    const back = await created(refuse, '/Users', person(name));
    expect([back.id, back.groups]).toEqual([leaver.id, undefined]);
  });
});

describe('rule 3a, members: a nested group', () => {
  it('is refused where nestedGroups is refuse, the default: it is named, and nothing is applied', async () => {
    const [user, nested] = [await userOf(refuse), await groupOf(refuse, [], 'Tax partners')];
    const group = await groupOf(refuse, []);
    const before = await storedState(firms.gateway.database);
    const members = values([user.id, nested.id]);
    for (const answered of [
      await add(refuse, group, [user.id, nested.id]),
      await refuse.put(`/Groups/${group.id}`, { ...group, members }),
      await refuse.post('/Groups', { displayName: fresh(), members }),
    ]) {
      const detail = `iManage has no nested groups, and these are groups: "Tax partners" (${nested.id})`;
      expectRefusal(answered, 400, 'invalidValue', detail);
    }
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it('makes its people members where nestedGroups is flatten, and they follow it', async () => {
    const [one, two] = [await userOf(flatten), await userOf(flatten)];
    const nested = await groupOf(flatten, [one.id]);
    const group = await groupOf(flatten, [nested.id]);
    expect(await membersOf(flatten, group)).toEqual([one.id]);
    await add(flatten, nested, [two.id]);
    expect(await membersOf(flatten, group)).toEqual([one.id, two.id].toSorted());
    await flatten.patch(`/Groups/${nested.id}`, [{ op: 'remove', path: 'members' }]);
    expect(await membersOf(flatten, group)).toEqual([]);
  });

  it('cannot be the group itself, flattened or not', async () => {
    for (const client of [refuse, flatten]) {
      const group = await groupOf(client, []);
      expectRefusal(await add(client, group, [group.id]), 400, 'invalidValue', 'members: ');
    }
  });
});
