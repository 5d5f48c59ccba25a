// Rule 3.7 of imanage-model.md: unknown libraries and roles, external roles and groups, and a user who becomes internal.

import {
  created,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { startFirms, type Firms } from './firms';
import { at, placement, replace } from './people';

let firms: Firms<'firm'>;
let client: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ firm: {} });
  client = firms.clients.firm;
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const withImanage = (extension: object, more: object = {}): object =>
  person(fresh(), { [IMANAGE]: extension, ...more });
const patch = ({ id }: Body, ...operations: readonly object[]): Promise<Answered> =>
  client.patch(`/Users/${id}`, operations);
const LIBRARIES = 'known: ACTIVE, ARCHIVE, CLOSED';
const ACTIVE_ROLES =
  'is unknown in library "ACTIVE"; known: DEFAULT, DEFAULT EXTERNAL, PARALEGAL, PARTNER, CLIENT';
const ARCHIVE_ROLES = 'is unknown in library "ARCHIVE"; known: DEFAULT, DEFAULT EXTERNAL, PARALEGAL';
const INTERNAL = 'is for external users only; an internal user may have: DEFAULT, PARALEGAL, PARTNER';

describe('rule 3.7: unknown libraries and roles', () => {
  it.each<[string, object, object, string]>([
    ['preferredLibrary', { preferredLibrary: 'NONE' }, {}, LIBRARIES],
    ['a library in libraryAssignments', { libraryAssignments: 'ACTIVE;NONE' }, {}, LIBRARIES],
    ['a library in libraries', { libraries: [{ value: 'NONE' }] }, {}, LIBRARIES],
    ['a library in roles', {}, { roles: [{ value: 'NONE:PARTNER' }] }, LIBRARIES],
    ['role', { role: 'SENIOR' }, {}, ACTIVE_ROLES],
    ['a role in libraryAssignments', { libraryAssignments: 'ACTIVE:SENIOR' }, {}, ACTIVE_ROLES],
    ['a role in libraries', { libraries: [{ value: 'ACTIVE', role: 'SENIOR' }] }, {}, ACTIVE_ROLES],
    ['a role in roles', {}, { roles: [{ value: 'ACTIVE:SENIOR' }] }, ACTIVE_ROLES],
    ['the role of another library', { preferredLibrary: 'ARCHIVE', role: 'PARTNER' }, {}, ARCHIVE_ROLES],
  ])('%s is refused by POST and PUT, naming the known ones; nothing is stored', async (_what, ...sent) => {
    const [extension, more, detail] = sent;
    const user = await created(client, '/Users', withImanage({}));
    const before = await storedState(firms.gateway.database);
    expectRefusal(await client.post('/Users', withImanage(extension, more)), 400, 'invalidValue', detail);
    const put = { userName: user['userName'], [IMANAGE]: extension, ...more };
    expectRefusal(await client.put(`/Users/${user.id}`, put), 400, 'invalidValue', detail);
    expect(await storedState(firms.gateway.database)).toBe(before);
  });

  it('are refused by PATCH; the known ones are taken', async () => {
    const user = await created(client, '/Users', withImanage({}));
    expectRefusal(await patch(user, replace(at('preferredLibrary'), 'NONE')), 400, 'invalidValue', LIBRARIES);
    expectRefusal(await patch(user, replace(at('role'), 'SENIOR')), 400, 'invalidValue', ACTIVE_ROLES);
    const path = at('libraries[value eq "ACTIVE"].role');
    expectRefusal(await patch(user, replace(path, 'SENIOR')), 400, 'invalidValue', ACTIVE_ROLES);
    const known = await patch(user, replace(path, 'partner'), replace(at('preferredLibrary'), 'archive'));
    expect(placement(known.body)).toBe('ACTIVE:PARTNER *ARCHIVE:DEFAULT');
  });
});

describe('rule 3.7: an external role', () => {
  it.each<[string, object, object]>([
    ['role', { role: 'CLIENT' }, {}],
    ['the default one', { role: 'DEFAULT EXTERNAL' }, {}],
    ['libraries', { libraries: [{ value: 'ACTIVE', role: 'CLIENT' }] }, {}],
    ['libraryAssignments', { libraryAssignments: 'ACTIVE:CLIENT' }, {}],
    ['roles', {}, { roles: [{ value: 'ACTIVE:CLIENT' }] }],
  ])('by %s is refused to an internal user and given to an external one', async (_way, extension, more) => {
    expectRefusal(await client.post('/Users', withImanage(extension, more)), 400, 'invalidValue', INTERNAL);
    const user = await created(client, '/Users', withImanage({ external: true, ...extension }, more));
    expect(placement(user)).toMatch(/^\*ACTIVE:(CLIENT|DEFAULT EXTERNAL)$/);
  });
});

describe('rule 3.7: external true to false', () => {
  const internal = replace(at('external'), false);

  it('is refused while an external role is held, and done with a new role in the same request', async () => {
    const user = await created(client, '/Users', withImanage({ external: true, role: 'CLIENT' }));
    const detail = `role "CLIENT" in library "ACTIVE" ${INTERNAL}`;
    expectRefusal(await patch(user, internal), 400, 'invalidValue', detail);
    expectRefusal(await patch(user, internal, replace(at('role'), 'CLIENT')), 400, 'invalidValue', detail);
    const put = { userName: user['userName'], [IMANAGE]: { external: false } };
    expectRefusal(await client.put(`/Users/${user.id}`, put), 400, 'invalidValue', detail);
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
    const { body } = await patch(user, internal, replace(at('role'), 'PARTNER'));
    expect(body).toMatchObject({ [IMANAGE]: { external: false, role: 'PARTNER' } });
  });

  it('is refused while one is held in another library, a disabled one too', async () => {
    const libraries = [{ value: 'ARCHIVE', role: 'DEFAULT EXTERNAL', signInEnabled: false }];
    const extension = { external: true, role: 'PARTNER', libraries };
    const user = await created(client, '/Users', withImanage(extension));
    expectRefusal(await patch(user, internal), 400, 'invalidValue', 'in library "ARCHIVE"');
    const role = replace(at('libraries[value eq "ARCHIVE"].role'), 'PARALEGAL');
    expect(placement((await patch(user, internal, role)).body)).toBe('*ACTIVE:PARTNER -ARCHIVE:PARALEGAL');
  });

  it('is fine where only internal roles are held, and false to true always', async () => {
    const user = await created(client, '/Users', withImanage({ external: true, role: 'PARTNER' }));
    expect((await patch(user, internal)).body).toMatchObject({ [IMANAGE]: { external: false } });
    const back = await patch(user, replace(at('external'), true));
    expect(back.body).toMatchObject({ [IMANAGE]: { external: true, role: 'PARTNER' } });
  });
});

describe('rule 3.7: an external group', () => {
  it('takes external users and refuses an internal one, by POST, PUT and PATCH, with all of the request', async () => {
    const outsider = await created(client, '/Users', withImanage({ external: true }));
    const insider = await created(client, '/Users', withImanage({}));
    const external = { [IMANAGE_GROUP]: { external: true } };
    const group = await created(client, '/Groups', {
      displayName: 'Clients',
      members: [{ value: outsider.id }],
      ...external,
    });
    const both = [{ value: outsider.id }, { value: insider.id }];
    for (const answered of [
      await client.post('/Groups', { displayName: 'Others', members: both, ...external }),
      await client.put(`/Groups/${group.id}`, { ...group, members: both }),
      await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: both }]),
    ]) {
      expectRefusal(answered, 400, 'invalidValue', `for external users only; internal: ${insider.id}`);
    }
    expect((await client.get(`/Groups/${group.id}`)).body).toEqual(group);
  });

  it('never has an internal member, whichever of the two comes first when both come at once', async () => {
    const rounds = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const who = await created(client, '/Users', withImanage({ external: true }));
        const group = await created(client, '/Groups', {
          displayName: fresh(),
          [IMANAGE_GROUP]: { external: true },
        });
        const inside = { op: 'add', path: 'members', value: [{ value: who.id }] };
        const [internal, joined] = await Promise.all([
          patch(who, replace('external', false), replace('role', 'PARALEGAL')),
          client.patch(`/Groups/${group.id}`, [inside]),
        ]);
        return [internal.status, joined.status];
      }),
    );
    for (const statuses of rounds)
      expect([
        [200, 400],
        [400, 200],
      ]).toContainEqual(statuses);
  });
});
