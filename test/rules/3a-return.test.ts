// §3a of imanage-model.md, return: what a POST of a deleted person does not name comes back as it was; what it names wins.

import { created, eventsOf, IMANAGE, person, type Body, type ScimClient } from '../http/scim-client';
import { imanage, setActive, startFirms, type Firms } from './firms';
import { at, placed, PLACED, PLACED_ALL_DISABLED, placement, replace } from './people';

let firms: Firms<'restore' | 'manual' | 'remove'>;
let restore: ScimClient;

beforeAll(async () => {
  firms = await startFirms({
    restore: {},
    manual: { reenableLibraries: 'manual' },
    remove: { membershipsOnDisable: 'remove' },
  });
  ({ restore } = firms.clients);
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const lastEvent = async ({ id }: Body): Promise<unknown> =>
  (await eventsOf(firms.gateway.database, id)).at(-1);

async function deleted(client: ScimClient, body: object): Promise<Body> {
  const user = await created(client, '/Users', body);
  await client.delete(`/Users/${user.id}`);
  return user;
}

describe('rule 3a, return: what the POST does not name', () => {
  it('comes back: libraries with their flags, roles, and the rest of the iManage user', async () => {
    const name = fresh();
    const user = await deleted(restore, placed(name, { roles: [{ value: 'Fee earner' }] }));
    const back = await created(restore, '/Users', person(name));
    expect(back.id).toBe(user.id);
    expect(placement(back)).toBe(PLACED);
    expect(back['roles']).toEqual([{ value: 'Fee earner' }]);
  });

  it('comes back: external, location and kind of account', async () => {
    const name = fresh();
    const held = { external: true, role: 'CLIENT', location: 'Leeds', accountType: 'enterprise' };
    await deleted(restore, person(name, { [IMANAGE]: held }));
    expect(imanage(await created(restore, '/Users', person(name)))).toMatchObject(held);
  });

  it.each<['restore' | 'remove']>([['restore'], ['remove']])(
    'comes back: memberships, under membershipsOnDisable of the customer %s; hidden meanwhile',
    async (customer) => {
      const client = firms.clients[customer];
      const name = fresh();
      const user = await created(client, '/Users', person(name));
      const members = [{ value: user.id }];
      const group = await created(client, '/Groups', { displayName: `Of ${name}`, members });
      await client.delete(`/Users/${user.id}`);
      expect((await client.get(`/Groups/${group.id}`)).body.members).toBeUndefined();
      await created(client, '/Users', person(name));
      expect((await client.get(`/Groups/${group.id}`)).body.members).toMatchObject(members);
      expect((await client.get(`/Users/${user.id}`)).body.groups).toMatchObject([{ value: group.id }]);
    },
  );

  it('does not come back of the profile, which is as sent', async () => {
    const name = fresh();
    await deleted(restore, person(name, { title: 'Clerk' }));
    expect((await created(restore, '/Users', person(name)))['title']).toBeUndefined();
  });
});

describe('rule 3a, return: what the POST names', () => {
  it.each<[string, object, object, string]>([
    [
      'role and preferredLibrary',
      { preferredLibrary: 'ARCHIVE', role: 'DEFAULT' },
      {},
      'ACTIVE:PARTNER *ARCHIVE:DEFAULT -CLOSED:DEFAULT',
    ],
    [
      'roles over them',
      { preferredLibrary: 'ARCHIVE', role: 'DEFAULT' },
      { roles: [{ value: 'ARCHIVE:PARALEGAL' }] },
      'ACTIVE:PARTNER *ARCHIVE:PARALEGAL -CLOSED:DEFAULT',
    ],
    [
      'libraryAssignments, the full picture',
      { libraryAssignments: 'ARCHIVE;CLOSED' },
      {},
      '*-ACTIVE:PARTNER ARCHIVE:PARALEGAL CLOSED:DEFAULT',
    ],
    [
      'libraries, the full picture',
      { libraries: [{ value: 'ARCHIVE', role: 'DEFAULT', preferred: true }] },
      {},
      '-ACTIVE:PARTNER *ARCHIVE:DEFAULT -CLOSED:DEFAULT',
    ],
  ])('wins: %s', async (_what, extension, more, expected) => {
    const name = fresh();
    const user = await deleted(restore, placed(name));
    const named = { [IMANAGE]: { ...extension, location: 'York' }, ...more };
    const back = await created(restore, '/Users', person(name, named));
    expect([back.id, placement(back), imanage(back)['location']]).toEqual([user.id, expected, 'York']);
  });
});

describe('rule 3a, return: the sign-in', () => {
  it('stays disabled unless the POST says active=true: a replayed creation lets no leaver in', async () => {
    const name = fresh();
    await deleted(restore, person(name));
    const back = await created(restore, '/Users', { userName: name });
    expect(back).toMatchObject({ active: false, [IMANAGE]: { signInEnabled: false } });
    expect(await lastEvent(back)).toMatchObject({
      operation: 'return',
      rules: ['person-returned', 'return-left-disabled'],
    });
    const enabled = await restore.patch(`/Users/${back.id}`, setActive(true));
    expect(enabled.body).toMatchObject({ active: true });
  });

  it.each<['restore' | 'manual', string, string]>([
    ['restore', PLACED, 'libraries-restored'],
    ['manual', PLACED_ALL_DISABLED, 'libraries-left-disabled'],
  ])('with active=true follows reenableLibraries %s', async (rule, expected, told) => {
    const client = firms.clients[rule];
    const name = fresh();
    const { id } = await deleted(client, placed(name));
    const back = await created(client, '/Users', person(name));
    expect([back.id, back['active'], placement(back)]).toEqual([id, true, expected]);
    expect(await lastEvent(back)).toMatchObject({ rules: ['person-returned', told] });
  });

  it('never enables a library that was disabled on purpose before', async () => {
    const name = fresh();
    const { id } = await created(restore, '/Users', placed(name));
    const path = at('libraries[value eq "ACTIVE"].signInEnabled');
    await restore.patch(`/Users/${id}`, [...setActive(false), replace(path, false)]);
    await restore.delete(`/Users/${id}`);
    const back = await created(restore, '/Users', person(name));
    expect(placement(back)).toBe('*-ACTIVE:PARTNER ARCHIVE:PARALEGAL -CLOSED:DEFAULT');
  });
});
