// Rule 3.8 of imanage-model.md: the membership of a disabled group is frozen; reserved groups are refused unless the customer allows them.

import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE_GROUP,
  person,
  requestLine,
  storedState,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { startFirms, type Firms } from './firms';
import { replace } from './people';

let firms: Firms<'refuse' | 'allow'>;
let refuse: ScimClient;
let allow: ScimClient;
let people: readonly Body[];

beforeAll(async () => {
  firms = await startFirms({ refuse: {}, allow: { reservedGroups: 'allow' } });
  ({ refuse, allow } = firms.clients);
  people = [await created(refuse, '/Users', person('one')), await created(refuse, '/Users', person('two'))];
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `Group ${(count += 1)}`;
const member = (index: number): object => ({ value: people[index]?.id });
const setEnabled = (enabled: boolean): object => replace(`${IMANAGE_GROUP}:enabled`, enabled);
const membersOf = async ({ id }: Body): Promise<readonly unknown[]> =>
  ((await refuse.get(`/Groups/${id}`)).body.members ?? []).map(({ value }) => value);

describe('rule 3.8: the members of a disabled group', () => {
  let frozen: Body;
  beforeAll(async () => {
    const group = { members: [member(0)], [IMANAGE_GROUP]: { enabled: false } };
    frozen = await created(refuse, '/Groups', { displayName: fresh(), members: [member(0)] });
    await refuse.patch(`/Groups/${frozen.id}`, [setEnabled(false)]);
    expectRefusal(
      await refuse.post('/Groups', { displayName: fresh(), ...group }),
      400,
      'invalidValue',
      'frozen',
    );
  });

  it.each<[string, () => object]>([
    ['adding', () => ({ op: 'add', path: 'members', value: [member(1)] })],
    ['removing', () => ({ op: 'remove', path: 'members', value: [member(0)] })],
    ['removing by filter', () => ({ op: 'remove', path: `members[value eq "${people[0]?.id ?? ''}"]` })],
    ['removing all', () => ({ op: 'remove', path: 'members' })],
    ['replacing', () => replace('members', [member(1)])],
  ])(
    'are frozen: %s is 400, says why, and changes nothing; it is done in an enabled one',
    async (_how, make) => {
      const before = await storedState(firms.gateway.database);
      const refused = await refuse.patch(`/Groups/${frozen.id}`, [make()]);
      expectRefusal(refused, 400, 'invalidValue', 'is disabled, so its membership is frozen');
      expect(await storedState(firms.gateway.database)).toBe(before);
      const members = [member(0)];
      const group = await created(refuse, '/Groups', { displayName: fresh(), members });
      expect((await refuse.patch(`/Groups/${group.id}`, [make()])).status).toBe(200);
      expect(await membersOf(group)).not.toEqual([people[0]?.id]);
    },
  );

  it('are frozen for a PUT too, but for one that leaves them as they are', async () => {
    const { body } = await refuse.get(`/Groups/${frozen.id}`);
    const other = await refuse.put(`/Groups/${frozen.id}`, { ...body, members: [member(1)] });
    expectRefusal(other, 400, 'invalidValue', 'frozen');
    expect((await refuse.put(`/Groups/${frozen.id}`, body)).body).toEqual(body);
  });

  it('may be changed by the request that enables the group; a rename never minds', async () => {
    const group = await created(refuse, '/Groups', { displayName: fresh(), members: [member(0)] });
    await refuse.patch(`/Groups/${group.id}`, [setEnabled(false)]);
    const renamed = await refuse.patch(`/Groups/${group.id}`, [replace('displayName', fresh())]);
    expect(renamed.status).toBe(200);
    const add = { op: 'add', path: 'members', value: [member(1)] };
    expect((await refuse.patch(`/Groups/${group.id}`, [setEnabled(true), add])).status).toBe(200);
    expect(await membersOf(group)).toHaveLength(2);
  });
});

describe('rule 3.8: a reserved group, reservedGroups refuse', () => {
  it('is 403 however it is named, and every attempt is logged', async () => {
    const group = await created(refuse, '/Groups', { displayName: fresh() });
    const path = `/Groups/${group.id}`;
    const answers = [
      await refuse.post('/Groups', { displayName: 'NRTADMIN' }),
      await refuse.post('/Groups', { displayName: fresh(), [IMANAGE_GROUP]: { groupId: 'nrtadmin' } }),
      await refuse.put(path, { ...group, displayName: 'Internal_Admin' }),
      await refuse.patch(path, [replace('displayName', 'EXTERNAL_USERADMIN')]),
    ];
    for (const answered of answers) {
      expectRefusal(answered, 403, undefined, /own .* "reservedGroups" is "allow"/);
    }
    const lines = await Promise.all(answers.map((answered) => requestLine(firms.gateway.database, answered)));
    expect(lines).toMatchObject(
      answers.map(({ body: { detail } }) => ({ customer: 'refuse', status: 403, detail })),
    );
    expect(await eventsOf(firms.gateway.database, group.id)).toHaveLength(1);
  });
});

describe('rule 3.8: a reserved group, reservedGroups allow', () => {
  it('is provisioned, marked, and every change of it is in the events', async () => {
    const user = await created(allow, '/Users', person('admin'));
    const group = await created(allow, '/Groups', { displayName: 'NRTADMIN' });
    expect(group[IMANAGE_GROUP]).toMatchObject({ groupId: 'NRTADMIN', reserved: true });
    const add = { op: 'add', path: 'members', value: [{ value: user.id }] };
    expect((await allow.patch(`/Groups/${group.id}`, [add])).status).toBe(200);
    expect((await allow.delete(`/Groups/${group.id}`)).status).toBe(204);
    const events = await eventsOf(firms.gateway.database, group.id);
    expect(events.map(({ operation }) => operation as unknown)).toEqual(['create', 'patch', 'delete']);
  });
});
