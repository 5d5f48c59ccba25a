// §3a of imanage-model.md, groups: LIB/NAME, the library that never changes, frozen residue, and a user who becomes internal.

import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { setActive, startFirms, type Firms } from './firms';
import { at, replace } from './people';

let firms: Firms<'ignore' | 'library' | 'remove'>;
let ignore: ScimClient;
let library: ScimClient;
let remove: ScimClient;

beforeAll(async () => {
  firms = await startFirms({
    ignore: {},
    library: { groupNamePrefix: 'library' },
    remove: { membershipsOnDisable: 'remove' },
  });
  ({ ignore, library, remove } = firms.clients);
});

afterAll(() => firms.gateway.close());

const found = async (client: ScimClient, displayName: string): Promise<readonly string[]> => {
  const filter = encodeURIComponent(`displayName eq "${displayName}"`);
  return (await client.get(`/Groups?filter=${filter}`)).body.Resources.map(({ id }) => id);
};
const withMembers = (displayName: string, users: readonly Body[], extension: object = {}): object => ({
  displayName,
  members: users.map(({ id }) => ({ value: id })),
  [IMANAGE_GROUP]: extension,
});

describe('rule 3a, groups: LIB/NAME', () => {
  it('is a group of the library where groupNamePrefix is library; displayName as sent and findable', async () => {
    const group = await created(library, '/Groups', { displayName: 'active/Deals' });
    expect(group).toMatchObject({
      displayName: 'active/Deals',
      [IMANAGE_GROUP]: { library: 'ACTIVE', groupId: 'Deals' },
    });
    expect(await found(library, 'ACTIVE/deals')).toEqual([group.id]);
    const twin = { displayName: 'Deals', [IMANAGE_GROUP]: { library: 'ACTIVE' } };
    expectRefusal(await library.post('/Groups', twin), 409, 'uniqueness', 'exists in library "ACTIVE"');
  });

  it('is a global group where it is ignore, the default; displayName as sent and findable as well', async () => {
    const group = await created(ignore, '/Groups', { displayName: 'ACTIVE/Deals' });
    expect(group[IMANAGE_GROUP]).toMatchObject({ groupId: 'ACTIVE/Deals' });
    expect(group[IMANAGE_GROUP]).not.toHaveProperty('library');
    expect(await found(ignore, 'active/deals')).toEqual([group.id]);
  });

  it('is a global group where the prefix is no library', async () => {
    const group = await created(library, '/Groups', { displayName: 'AC/DC' });
    expect(group[IMANAGE_GROUP]).toMatchObject({ groupId: 'AC/DC' });
    expect(group[IMANAGE_GROUP]).not.toHaveProperty('library');
  });
});

describe('rule 3a, groups: library is immutable', () => {
  it('so no rename moves a group; one within the library is fine', async () => {
    const { id } = await created(library, '/Groups', { displayName: 'ACTIVE/Settled' });
    const moved = await library.patch(`/Groups/${id}`, [replace('displayName', 'ARCHIVE/Settled')]);
    expectRefusal(moved, 400, 'mutability', 'belongs to library "ACTIVE", and that never changes');
    const told = await library.patch(`/Groups/${id}`, [replace(`${IMANAGE_GROUP}:library`, 'ARCHIVE')]);
    expectRefusal(told, 400, 'mutability', 'library:');
    expect((await library.patch(`/Groups/${id}`, [replace('displayName', 'ACTIVE/New')])).status).toBe(200);
  });
});

describe('rule 3a, groups: a revived group', () => {
  it('keeps its id in its library; the same name elsewhere is another group', async () => {
    const group = await created(library, '/Groups', { displayName: 'ACTIVE/Phoenix' });
    await library.delete(`/Groups/${group.id}`);
    const elsewhere = await created(library, '/Groups', { displayName: 'ARCHIVE/Phoenix' });
    expect(elsewhere.id).not.toBe(group.id);
    const revived = await created(library, '/Groups', { displayName: 'active/PHOENIX' });
    expect(revived).toMatchObject({
      id: group.id,
      [IMANAGE_GROUP]: { library: 'ACTIVE', groupId: 'Phoenix' },
    });
  });
});

describe('rule 3a, groups: membershipsOnDisable remove', () => {
  it('leaves a membership in a frozen group as residue, and takes the one in an enabled group', async () => {
    const who = await created(remove, '/Users', person('leaver'));
    const frozen = await created(remove, '/Groups', withMembers('Frozen', [who]));
    const open = await created(remove, '/Groups', withMembers('Open', [who]));
    await remove.patch(`/Groups/${frozen.id}`, [replace(`${IMANAGE_GROUP}:enabled`, false)]);
    const { body } = await remove.patch(`/Users/${who.id}`, setActive(false));
    expect(body.groups).toMatchObject([{ value: frozen.id }]);
    expect((await remove.get(`/Groups/${open.id}`)).body.members).toBeUndefined();
    const rows = await eventsOf(firms.gateway.database, open.id);
    expect(rows.at(-1)).toMatchObject({ membersRemoved: [who.id], rules: ['memberships-removed'] });
  });
});

describe('rule 3a, groups: external true to false', () => {
  it('is refused while in an external group, naming it, and fine once out of it', async () => {
    const extension = { external: true, role: 'PARTNER' };
    const user = await created(ignore, '/Users', person('outsider', { [IMANAGE]: extension }));
    await created(ignore, '/Groups', withMembers('Plain', [user]));
    const group = await created(ignore, '/Groups', withMembers('Clients', [user], { external: true }));
    const internal = replace(at('external'), false);
    const refused = await ignore.patch(`/Users/${user.id}`, [internal]);
    expectRefusal(refused, 400, 'invalidValue', 'the external group "Clients"');
    await ignore.patch(`/Groups/${group.id}`, [
      { op: 'remove', path: 'members', value: [{ value: user.id }] },
    ]);
    const done = await ignore.patch(`/Users/${user.id}`, [internal]);
    expect(done.body).toMatchObject({ [IMANAGE]: { external: false } });
  });

  it('is refused in a return too: the membership was hidden, not gone', async () => {
    const name = 'back.inside';
    const user = await created(ignore, '/Users', person(name, { [IMANAGE]: { external: true } }));
    await created(ignore, '/Groups', withMembers('Counterparties', [user], { external: true }));
    await ignore.delete(`/Users/${user.id}`);
    const internal = person(name, { [IMANAGE]: { external: false, role: 'DEFAULT' } });
    expectRefusal(await ignore.post('/Users', internal), 400, 'invalidValue', '"Counterparties"');
    expect((await created(ignore, '/Users', person(name))).id).toBe(user.id);
  });
});
