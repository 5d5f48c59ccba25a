// Rule 3.10 of imanage-model.md: what is already so succeeds, changes nothing else, and meta.version stays.

import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  storedState,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { imanage, setActive, startFirms, type Firms } from './firms';
import { at, placed, replace } from './people';

let firms: Firms<'firm' | 'manual'>;
let client: ScimClient;
let disabled: Body;
let member: Body;
let stranger: Body;
let group: Body;

beforeAll(async () => {
  firms = await startFirms({ firm: {}, manual: { reenableLibraries: 'manual' } });
  client = firms.clients.firm;
  disabled = await created(client, '/Users', placed('disabled', { active: false, title: 'Clerk' }));
  member = await created(client, '/Users', person('member'));
  stranger = await created(client, '/Users', person('stranger'));
  group = await created(client, '/Groups', { displayName: 'Idle', members: [{ value: member.id }] });
});

afterAll(() => firms.gateway.close());

describe('rule 3.10: a user', () => {
  it.each<[string, object]>([
    ['disabling a disabled one', replace('active', false)],
    ['the same value', replace('title', 'Clerk')],
    ['removing what is not there', { op: 'remove', path: 'name.middleName' }],
    ['the same User ID without letter case', replace(at('userId'), 'DISABLED')],
    ['the same role', replace(at('role'), 'partner')],
    ['the same libraries', replace(at('libraryAssignments'), 'archive:paralegal;ACTIVE')],
    ['the same flag', replace(at('libraries[value eq "CLOSED"].signInEnabled'), false)],
  ])('%s: succeeds, and neither version nor anything else changes', async (_what, operation) => {
    const before = await storedState(firms.gateway.database);
    const answered = await client.patch(`/Users/${disabled.id}`, [operation]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"1"']);
    expect(answered.body).toEqual(disabled);
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it('PUT of what GET answered: the same', async () => {
    const before = await storedState(firms.gateway.database);
    expect((await client.put(`/Users/${disabled.id}`, disabled)).body).toEqual(disabled);
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it('enabling an enabled one under reenableLibraries manual: the same', async () => {
    const user = await created(firms.clients.manual, '/Users', placed('enabled'));
    const before = await storedState(firms.gateway.database);
    const answered = await firms.clients.manual.patch(`/Users/${user.id}`, setActive(true));
    expect(answered.body).toEqual(user);
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it.each<[string, object, object]>([
    ['libraryAssignments', { libraryAssignments: 'ACTIVE:PARTNER' }, {}],
    ['libraries', { libraries: [{ value: 'ARCHIVE', role: 'DEFAULT' }] }, {}],
    ['roles', {}, { roles: [{ value: 'ARCHIVE:DEFAULT' }] }],
  ])('PUT of what GET answered but for %s: a second time nothing changes', async (what, extension, more) => {
    const user = await created(client, '/Users', placed(`put.twice.${what}`));
    const sent = { ...user, ...more, [IMANAGE]: { ...imanage(user), ...extension } };
    const first = await client.put(`/Users/${user.id}`, sent);
    expect([first.status, first.headers['etag']]).toEqual([200, 'W/"2"']);
    const before = await storedState(firms.gateway.database);
    expect((await client.put(`/Users/${user.id}`, sent)).body).toEqual(first.body);
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it('what is not yet so raises the version by one and leaves one event', async () => {
    const { id } = await created(client, '/Users', person('changing'));
    const answered = await client.patch(`/Users/${id}`, setActive(false));
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"2"']);
    expect(await eventsOf(firms.gateway.database, id)).toHaveLength(2);
  });

  it('deleting twice is 404 the second time, and leaves one event', async () => {
    const { id } = await created(client, '/Users', person('deleted.twice'));
    await client.delete(`/Users/${id}`);
    expectRefusal(await client.delete(`/Users/${id}`), 404, undefined);
    expect(await eventsOf(firms.gateway.database, id)).toHaveLength(2);
  });
});

describe('rule 3.10: a group', () => {
  it.each<[string, () => object]>([
    ['adding a present member', () => ({ op: 'add', path: 'members', value: [{ value: member.id }] })],
    ['removing an absent one', () => ({ op: 'remove', path: 'members', value: [{ value: stranger.id }] })],
    [
      'removing an absent one by filter',
      () => ({ op: 'remove', path: `members[value eq "${stranger.id}"]` }),
    ],
    ['replacing all by the same', () => replace('members', [{ value: member.id }])],
    ['the same displayName', () => replace('displayName', 'Idle')],
    ['enabling an enabled one', () => replace(`${IMANAGE_GROUP}:enabled`, true)],
  ])('%s: succeeds, and neither version nor anything else changes', async (_what, operation) => {
    const before = await storedState(firms.gateway.database);
    const answered = await client.patch(`/Groups/${group.id}`, [operation()]);
    expect([answered.status, answered.headers['etag']]).toEqual([200, 'W/"1"']);
    expect((await client.get(`/Groups/${group.id}`)).body).toEqual(group);
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it('adding an absent member raises the version by one and leaves one event', async () => {
    const { id } = await created(client, '/Groups', { displayName: 'Busy', members: [{ value: member.id }] });
    const add = { op: 'add', path: 'members', value: [{ value: member.id }, { value: stranger.id }] };
    expect((await client.patch(`/Groups/${id}`, [add])).headers['etag']).toBe('W/"2"');
    const events = await eventsOf(firms.gateway.database, id);
    expect(events.slice(1)).toMatchObject([{ version: 2, membersAdded: [stranger.id] }]);
  });
});
