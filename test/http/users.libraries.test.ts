// Library assignments over real HTTP: four ways in, their precedence, and what the catalogue refuses (imanage-model.md §2, §3.7, §3a).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  scimClient,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({
    file: {
      customers: [
        {
          id: 'default',
          name: 'Firm',
          defaultLibrary: 'ACTIVE',
          libraries: [
            {
              id: 'ACTIVE',
              roles: [{ id: 'PARALEGAL' }, { id: 'PARTNER' }, { id: 'CLIENT', external: true }],
            },
            { id: 'ARCHIVE', roles: [{ id: 'READER' }] },
            { id: 'TAX', roles: [{ id: 'READER' }, { id: 'GUEST', external: true }] },
          ],
        },
      ],
    },
  });
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const extended = (imanage: object, more: object = {}): object => ({
  userName: fresh(),
  ...more,
  [IMANAGE]: imanage,
});

/** `*` before the preferred library, `-` before one whose sign-in is disabled: `*ACTIVE:DEFAULT -TAX:READER`. */
function placement(user: Body): string {
  const { libraries } = user[IMANAGE] as {
    libraries: readonly { value: string; role: string; signInEnabled: boolean; preferred: boolean }[];
  };
  return libraries
    .map(
      ({ value, role, signInEnabled, preferred }) =>
        `${preferred ? '*' : ''}${signInEnabled ? '' : '-'}${value}:${role}`,
    )
    .join(' ');
}

const start = (imanage: object = { libraryAssignments: 'ACTIVE:PARALEGAL;ARCHIVE:READER' }): Promise<Body> =>
  created(client, '/Users', extended(imanage));
const at = (name: string): string => `${IMANAGE}:${name}`;

describe('POST /Users', () => {
  it.each<[string, object, object, string]>([
    ['nothing: the default library with the default role', {}, {}, '*ACTIVE:DEFAULT'],
    ['external: the role for outsiders', { external: true }, {}, '*ACTIVE:DEFAULT EXTERNAL'],
    ['preferredLibrary', { preferredLibrary: 'archive' }, {}, '*ARCHIVE:DEFAULT'],
    ['role, in the default library', { role: 'partner' }, {}, '*ACTIVE:PARTNER'],
    ['role and preferredLibrary', { preferredLibrary: 'TAX', role: 'READER' }, {}, '*TAX:READER'],
    [
      'roles',
      {},
      { roles: [{ value: 'TAX:READER' }, { value: 'ARCHIVE:READER' }] },
      '*ACTIVE:DEFAULT TAX:READER ARCHIVE:READER',
    ],
    [
      'roles as Entra packs app roles',
      {},
      { roles: [{ value: '{"id":"1","value":"TAX:READER","displayName":"Tax"}' }] },
      '*ACTIVE:DEFAULT TAX:READER',
    ],
    [
      'roles of other applications, which mean nothing here',
      {},
      { roles: [{ value: 'Admin' }, { value: 'a b:c' }] },
      '*ACTIVE:DEFAULT',
    ],
    [
      'libraryAssignments',
      { libraryAssignments: ' tax:reader ; ARCHIVE ' },
      {},
      '*-ACTIVE:DEFAULT TAX:READER ARCHIVE:DEFAULT',
    ],
    [
      'libraries',
      {
        libraries: [
          { value: 'TAX', role: 'READER' },
          { value: 'ACTIVE', signInEnabled: false },
        ],
      },
      {},
      '*-ACTIVE:DEFAULT TAX:READER',
    ],
    [
      'libraries with the preferred one',
      { libraries: [{ value: 'TAX', preferred: true }] },
      {},
      '*TAX:DEFAULT',
    ],
    [
      'libraries of an outsider',
      { external: true, libraries: [{ value: 'TAX', role: 'GUEST' }] },
      {},
      '*-ACTIVE:DEFAULT EXTERNAL TAX:GUEST',
    ],
  ])('takes %s', async (_what, imanage, more, expected) => {
    expect(placement(await created(client, '/Users', extended(imanage, more)))).toBe(expected);
  });

  it.each<[string, object, object, string]>([
    [
      'libraries over libraryAssignments over roles over role',
      {
        role: 'PARALEGAL',
        libraryAssignments: 'ACTIVE:PARTNER;ARCHIVE:DEFAULT',
        libraries: [{ value: 'ARCHIVE', role: 'READER' }],
      },
      { roles: [{ value: 'ACTIVE:DEFAULT' }, { value: 'TAX:READER' }] },
      '*ACTIVE:PARTNER TAX:READER ARCHIVE:READER',
    ],
    ['roles over role', { role: 'PARALEGAL' }, { roles: [{ value: 'ACTIVE:PARTNER' }] }, '*ACTIVE:PARTNER'],
    [
      'the mark in libraries over preferredLibrary',
      { preferredLibrary: 'TAX', libraries: [{ value: 'ARCHIVE', preferred: true }] },
      {},
      '*ARCHIVE:DEFAULT',
    ],
  ])('where inputs disagree about a library takes %s', async (_what, imanage, more, expected) => {
    const user = await created(client, '/Users', extended(imanage, more));
    expect(placement(user).split(' ').sort()).toEqual(expected.split(' ').sort());
  });

  it.each<[string, object, object, string]>([
    [
      'an unknown library',
      { preferredLibrary: 'NONE' },
      {},
      'library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX',
    ],
    [
      'an unknown library in the text',
      { libraryAssignments: 'ACTIVE;NONE' },
      {},
      'known: ACTIVE, ARCHIVE, TAX',
    ],
    [
      'an unknown library in libraries',
      { libraries: [{ value: 'NONE' }] },
      {},
      'known: ACTIVE, ARCHIVE, TAX',
    ],
    ['an unknown library in roles', {}, { roles: [{ value: 'NONE:READER' }] }, 'known: ACTIVE, ARCHIVE, TAX'],
    [
      'an unknown role',
      { role: 'SENIOR' },
      {},
      'role "SENIOR" is unknown in library "ACTIVE"; known: DEFAULT, DEFAULT EXTERNAL, PARALEGAL, PARTNER, CLIENT',
    ],
    [
      'a role of another library',
      { preferredLibrary: 'ARCHIVE', role: 'PARTNER' },
      {},
      'known: DEFAULT, DEFAULT EXTERNAL, READER',
    ],
    ['an unknown role in the text', { libraryAssignments: 'TAX:SENIOR' }, {}, 'in library "TAX"'],
    [
      'two roles in roles',
      {},
      { roles: [{ value: 'ACTIVE:PARTNER' }, { value: 'ACTIVE:PARALEGAL' }] },
      'two roles',
    ],
    ['two roles in the text', { libraryAssignments: 'ACTIVE:PARTNER;ACTIVE:PARALEGAL' }, {}, 'two roles'],
    [
      'two roles in libraries',
      { libraries: [{ value: 'TAX', role: 'READER' }, { value: 'tax' }] },
      {},
      'two roles',
    ],
    [
      'two preferred libraries',
      {
        libraries: [
          { value: 'TAX', preferred: true },
          { value: 'ACTIVE', preferred: true },
        ],
      },
      {},
      'only one',
    ],
    ['a library without id', { libraries: [{ role: 'READER' }] }, {}, 'libraries.value'],
    [
      'an external role',
      { role: 'CLIENT' },
      {},
      'external users only; an internal user may have: DEFAULT, PARALEGAL, PARTNER',
    ],
    ['the external default role', { role: 'DEFAULT EXTERNAL' }, {}, 'external users only'],
    ['an unknown kind of account', { accountType: 'shared' }, {}, 'known: enterprise, virtual'],
    ['a location that is too long', { location: 'x'.repeat(255) }, {}, '254'],
  ])('refuses %s and names what would do (rule 3.7)', async (_what, imanage, more, detail) => {
    expectRefusal(await client.post('/Users', extended(imanage, more)), 400, 'invalidValue', detail);
  });
});

describe('PATCH /Users/{id}', () => {
  it.each<[string, object[], string]>([
    ['role', [{ op: 'replace', path: at('role'), value: 'PARTNER' }], '*ACTIVE:PARTNER ARCHIVE:READER'],
    ['role taken away', [{ op: 'remove', path: at('role') }], '*ACTIVE:DEFAULT ARCHIVE:READER'],
    [
      'preferredLibrary',
      [{ op: 'replace', path: at('preferredLibrary'), value: 'ARCHIVE' }],
      'ACTIVE:PARALEGAL *ARCHIVE:READER',
    ],
    [
      'a preferredLibrary that is new',
      [{ op: 'replace', path: at('preferredLibrary'), value: 'TAX' }],
      'ACTIVE:PARALEGAL ARCHIVE:READER *TAX:DEFAULT',
    ],
    [
      'preferredLibrary and role there',
      [{ op: 'replace', value: { [IMANAGE]: { preferredLibrary: 'TAX', role: 'READER' } } }],
      'ACTIVE:PARALEGAL ARCHIVE:READER *TAX:READER',
    ],
    [
      'preferredLibrary taken away',
      [{ op: 'remove', path: at('preferredLibrary') }],
      '*ACTIVE:PARALEGAL ARCHIVE:READER',
    ],
    [
      'libraryAssignments, the full picture',
      [{ op: 'replace', path: at('libraryAssignments'), value: 'ACTIVE:PARTNER;TAX' }],
      '*ACTIVE:PARTNER -ARCHIVE:READER TAX:DEFAULT',
    ],
    [
      'libraryAssignments without a role, which keeps it',
      [{ op: 'replace', path: at('libraryAssignments'), value: 'ARCHIVE' }],
      '*-ACTIVE:PARALEGAL ARCHIVE:READER',
    ],
    [
      'libraryAssignments taken away',
      [{ op: 'remove', path: at('libraryAssignments') }],
      '*-ACTIVE:PARALEGAL -ARCHIVE:READER',
    ],
    [
      'one flag of libraries',
      [{ op: 'replace', path: at('libraries[value eq "ARCHIVE"].signInEnabled'), value: false }],
      '*ACTIVE:PARALEGAL -ARCHIVE:READER',
    ],
    [
      'one role of libraries',
      [{ op: 'replace', path: at('libraries[value eq "active"].role'), value: 'PARTNER' }],
      '*ACTIVE:PARTNER ARCHIVE:READER',
    ],
    [
      'preferred of libraries',
      [{ op: 'replace', path: at('libraries[value eq "ARCHIVE"].preferred'), value: true }],
      'ACTIVE:PARALEGAL *ARCHIVE:READER',
    ],
    [
      'a library added',
      [{ op: 'add', path: at('libraries'), value: [{ value: 'TAX', role: 'READER' }] }],
      '*ACTIVE:PARALEGAL ARCHIVE:READER TAX:READER',
    ],
    [
      'a library added that is there, with another role',
      [{ op: 'add', path: at('libraries'), value: [{ value: 'ARCHIVE', role: 'DEFAULT' }] }],
      '*ACTIVE:PARALEGAL ARCHIVE:DEFAULT',
    ],
    [
      'a library removed: there is no un-assignment',
      [{ op: 'remove', path: at('libraries[value eq "ARCHIVE"]') }],
      '*ACTIVE:PARALEGAL -ARCHIVE:READER',
    ],
    [
      'libraries replaced, the full picture',
      [{ op: 'replace', path: at('libraries'), value: [{ value: 'TAX' }] }],
      '*-ACTIVE:PARALEGAL -ARCHIVE:READER TAX:DEFAULT',
    ],
    ['libraries taken away', [{ op: 'remove', path: at('libraries') }], '*-ACTIVE:PARALEGAL -ARCHIVE:READER'],
    [
      'a role through roles',
      [{ op: 'add', path: 'roles', value: [{ value: 'ACTIVE:PARTNER' }] }],
      '*ACTIVE:PARTNER ARCHIVE:READER',
    ],
    [
      'a library through roles',
      [{ op: 'add', path: 'roles', value: [{ value: 'TAX:READER' }] }],
      '*ACTIVE:PARALEGAL ARCHIVE:READER TAX:READER',
    ],
    [
      'both full pictures at once: a library is enabled if either names it',
      [
        { op: 'replace', path: at('libraryAssignments'), value: 'ARCHIVE:DEFAULT' },
        { op: 'replace', path: at('libraries'), value: [{ value: 'TAX', role: 'READER' }] },
      ],
      '*-ACTIVE:PARALEGAL ARCHIVE:DEFAULT TAX:READER',
    ],
    [
      'preferredLibrary beside a flag in libraries, whose mark is only an echo',
      [
        { op: 'replace', path: at('preferredLibrary'), value: 'ARCHIVE' },
        { op: 'replace', path: at('libraries[value eq "ACTIVE"].signInEnabled'), value: false },
      ],
      '-ACTIVE:PARALEGAL *ARCHIVE:READER',
    ],
  ])('takes %s', async (_what, operations, expected) => {
    const user = await start();
    expect(placement(user)).toBe('*ACTIVE:PARALEGAL ARCHIVE:READER');
    const answered = await client.patch(`/Users/${user.id}`, operations);
    expect(answered.status).toBe(200);
    expect(placement(answered.body)).toBe(expected);
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(answered.body);
  });

  it('of roles replaces the value held for the library, and removing it disables the sign-in there', async () => {
    const user = await created(
      client,
      '/Users',
      extended({}, { roles: [{ value: 'TAX:READER' }, { value: 'Other' }] }),
    );
    const replaced = await client.patch(`/Users/${user.id}`, [
      { op: 'add', path: 'roles', value: [{ value: 'TAX:DEFAULT' }] },
    ]);
    expect(replaced.body['roles']).toEqual([{ value: 'Other' }, { value: 'TAX:DEFAULT' }]);
    expect(placement(replaced.body)).toBe('*ACTIVE:DEFAULT TAX:DEFAULT');
    const removed = await client.patch(`/Users/${user.id}`, [
      { op: 'remove', path: 'roles[value eq "TAX:DEFAULT"]' },
    ]);
    expect(removed.body['roles']).toEqual([{ value: 'Other' }]);
    expect(placement(removed.body)).toBe('*ACTIVE:DEFAULT -TAX:DEFAULT');
  });

  it('of roles as a whole by Entra enables what it names and disables what it no longer names', async () => {
    const user = await created(client, '/Users', extended({}, { roles: [{ value: 'TAX:READER' }] }));
    const { body } = await client.patch(`/Users/${user.id}`, [
      { op: 'Replace', path: 'roles', value: [{ value: 'ARCHIVE:READER' }] },
    ]);
    expect(placement(body)).toBe('*ACTIVE:DEFAULT -TAX:READER ARCHIVE:READER');
  });

  it('that is refused changes nothing of what came before it', async () => {
    const user = await start();
    const answered = await client.patch(`/Users/${user.id}`, [
      { op: 'replace', path: at('role'), value: 'PARTNER' },
      { op: 'replace', path: at('libraryAssignments'), value: 'NONE' },
    ]);
    expectRefusal(answered, 400, 'invalidValue', 'NONE');
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
  });

  it('tells the event the rows before and after', async () => {
    const user = await start();
    await client.patch(`/Users/${user.id}`, [{ op: 'replace', path: at('role'), value: 'PARTNER' }]);
    const archive = { library: 'ARCHIVE', role: 'READER', signInEnabled: true };
    expect((await eventsOf(gateway.database, user.id)).at(-1)).toMatchObject({
      before: { libraries: [{ library: 'ACTIVE', role: 'PARALEGAL', signInEnabled: true }, archive] },
      after: { libraries: [{ library: 'ACTIVE', role: 'PARTNER', signInEnabled: true }, archive] },
    });
  });
});

describe('PUT /Users/{id}', () => {
  it('that changes one of the four ways follows it, although it echoes the others', async () => {
    const change = async (imanage: object): Promise<string> => {
      const user = await start();
      const sent = { ...user, [IMANAGE]: { ...(user[IMANAGE] as object), ...imanage } };
      return placement((await client.put(`/Users/${user.id}`, sent)).body);
    };
    expect(await change({ role: 'PARTNER' })).toBe('*ACTIVE:PARTNER ARCHIVE:READER');
    expect(await change({ preferredLibrary: 'ARCHIVE', role: 'READER' })).toBe(
      'ACTIVE:PARALEGAL *ARCHIVE:READER',
    );
    expect(await change({ libraryAssignments: 'ACTIVE:PARTNER' })).toBe('*ACTIVE:PARTNER -ARCHIVE:READER');
    expect(await change({ libraries: [{ value: 'ACTIVE', role: 'PARTNER', preferred: true }] })).toBe(
      '*ACTIVE:PARTNER -ARCHIVE:READER',
    );
  });

  it('without roles takes no library away; with other roles it does', async () => {
    const user = await created(client, '/Users', extended({}, { roles: [{ value: 'TAX:READER' }] }));
    const silent = await client.put(`/Users/${user.id}`, { userName: user['userName'] });
    expect(placement(silent.body)).toBe('*ACTIVE:DEFAULT TAX:READER');
    const again = await client.put(`/Users/${user.id}`, {
      userName: user['userName'],
      roles: [{ value: 'TAX:READER' }],
    });
    expect(placement(again.body)).toBe('*ACTIVE:DEFAULT TAX:READER');
    const other = await client.put(`/Users/${user.id}`, {
      userName: user['userName'],
      roles: [{ value: 'ARCHIVE:READER' }],
    });
    expect(placement(other.body)).toBe('*ACTIVE:DEFAULT -TAX:READER ARCHIVE:READER');
  });
});

describe('PUT /Users/{id} that names an attribute to empty it', () => {
  it.each([[[]], [null]])('roles %j takes away the libraries that the roles gave', async (roles) => {
    const user = await created(client, '/Users', extended({}, { roles: [{ value: 'TAX:READER' }] }));
    const answered = await client.put(`/Users/${user.id}`, { userName: user['userName'], roles });
    expect(placement(answered.body)).toBe('*ACTIVE:DEFAULT -TAX:READER');
    expect((await eventsOf(gateway.database, user.id)).at(-1)).toMatchObject({
      tolerances: ['null-unassigns'],
    });
  });

  it('is heard in the iManage extension, but for the User ID, which is for good', async () => {
    const user = await start({ location: 'Leeds', role: 'PARTNER' });
    const imanage = { location: '', role: null, userId: '' };
    const { body } = await client.put(`/Users/${user.id}`, {
      userName: user['userName'],
      [IMANAGE]: imanage,
    });
    expect(placement(body)).toBe('*ACTIVE:DEFAULT');
    expect(body[IMANAGE]).not.toHaveProperty('location');
    expect(body[IMANAGE]).toMatchObject({ userId: user['userName'] });
  });
});

describe('external (rule 3.7)', () => {
  it('true to false while an external role is held is refused, unless the request gives another role', async () => {
    const user = await start({ external: true, role: 'CLIENT' });
    const internal = { op: 'replace', path: at('external'), value: false };
    expectRefusal(
      await client.patch(`/Users/${user.id}`, [internal]),
      400,
      'invalidValue',
      'role "CLIENT" in library "ACTIVE"',
    );
    const answered = await client.patch(`/Users/${user.id}`, [
      internal,
      { op: 'replace', path: at('role'), value: 'PARTNER' },
    ]);
    expect(answered.body).toMatchObject({ [IMANAGE]: { external: false, role: 'PARTNER' } });
  });

  it('true to false while in an external group is refused, naming the group', async () => {
    const user = await start({ external: true, role: 'PARTNER' });
    const extension = { 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group': { external: true } };
    const group = await created(client, '/Groups', {
      displayName: 'Clients',
      members: [{ value: user.id }],
      ...extension,
    });
    const internal = [{ op: 'replace', path: at('external'), value: false }];
    expectRefusal(
      await client.patch(`/Users/${user.id}`, internal),
      400,
      'invalidValue',
      'external group "Clients"',
    );
    await client.patch(`/Groups/${group.id}`, [{ op: 'remove', path: `members[value eq "${user.id}"]` }]);
    expect((await client.patch(`/Users/${user.id}`, internal)).status).toBe(200);
  });

  it('true makes a virtual account, unless another kind is sent', async () => {
    expect(await start({ external: true })).toMatchObject({ [IMANAGE]: { accountType: 'virtual' } });
    expect(await start({ external: true, accountType: 'Enterprise' })).toMatchObject({
      [IMANAGE]: { accountType: 'enterprise' },
    });
  });
});
