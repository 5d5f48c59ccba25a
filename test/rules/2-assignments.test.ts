// §2 and §3a of imanage-model.md, library assignments: four ways in, their precedence, PATCH and PUT of each, and no un-assignment.

import { startTestGateway, type TestGateway } from '../http/gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  IMANAGE,
  person,
  scimClient,
  type Answered,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { at, placement } from './people';

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

const start = (imanage: object = { libraryAssignments: 'ACTIVE:PARALEGAL;ARCHIVE:READER' }): Promise<Body> =>
  created(client, '/Users', extended(imanage));

describe('rule 2, assignments: POST /Users', () => {
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
      'roles of an outsider, a name with a space too',
      { external: true, role: 'CLIENT' },
      { roles: [{ value: 'TAX:DEFAULT EXTERNAL' }] },
      '*ACTIVE:CLIENT TAX:DEFAULT EXTERNAL',
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
    [
      'libraries over libraryAssignments',
      { libraryAssignments: 'ACTIVE:PARTNER', libraries: [{ value: 'ACTIVE', role: 'PARALEGAL' }] },
      {},
      '*ACTIVE:PARALEGAL',
    ],
    [
      'libraryAssignments over roles',
      { libraryAssignments: 'ACTIVE:PARTNER' },
      { roles: [{ value: 'ACTIVE:PARALEGAL' }] },
      '*ACTIVE:PARTNER',
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
  ])('refuses %s', async (_what, imanage, more, detail) => {
    expectRefusal(await client.post('/Users', extended(imanage, more)), 400, 'invalidValue', detail);
  });

  it.each<[string, object, object]>([
    ['roles', {}, { roles: [{ value: 'ACTIVE:PARTNER' }, { value: 'active:partner', type: 'again' }] }],
    ['the text', { libraryAssignments: 'ACTIVE:PARTNER;active:partner' }, {}],
    [
      'libraries',
      {
        libraries: [
          { value: 'ACTIVE', role: 'PARTNER' },
          { value: 'active', role: 'partner' },
        ],
      },
      {},
    ],
  ])('takes one role that %s gives twice', async (_where, imanage, more) => {
    expect(placement(await created(client, '/Users', extended(imanage, more)))).toBe('*ACTIVE:PARTNER');
  });
});

describe('rule 2, assignments: PATCH /Users/{id}', () => {
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

  it('of one library by a replace says that an add creates it; the add names the known ones for an unknown', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const role = (op: string, library: string): object[] => [
      { op, path: at(`libraries[value eq "${library}"].role`), value: 'READER' },
    ];
    const change = (op: string, library: string): Promise<Answered> =>
      client.patch(`/Users/${id}`, role(op, library));
    expectRefusal(await change('replace', 'TAX'), 400, 'noTarget', 'send the same path with "op": "add"');
    expectRefusal(
      await change('add', 'NONE'),
      400,
      'invalidValue',
      'library "NONE" is unknown; known: ACTIVE',
    );
    expect(placement((await change('add', 'TAX')).body)).toBe('*ACTIVE:DEFAULT TAX:READER');
    expect(placement((await change('replace', 'TAX')).body)).toBe('*ACTIVE:DEFAULT TAX:READER');
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

describe('rule 2, assignments: PUT /Users/{id}', () => {
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

describe('rule 3a, assignments: the full picture', () => {
  it.each<[string, object, object, string]>([
    [
      'libraryAssignments',
      { libraryAssignments: 'TAX' },
      {},
      '*-ACTIVE:PARALEGAL -ARCHIVE:READER TAX:DEFAULT',
    ],
    ['libraries', { libraries: [{ value: 'TAX' }] }, {}, '*-ACTIVE:PARALEGAL -ARCHIVE:READER TAX:DEFAULT'],
  ])('is %s: a library that it does not name is disabled', async (_what, imanage, more, expected) => {
    const user = await start();
    const sent = { ...more, userName: user['userName'], [IMANAGE]: imanage };
    expect(placement((await client.put(`/Users/${user.id}`, sent)).body)).toBe(expected);
  });

  it.each<[string, object, object, string]>([
    ['nothing', {}, {}, '*ACTIVE:PARALEGAL ARCHIVE:READER'],
    ['roles', {}, { roles: [{ value: 'TAX:READER' }] }, '*ACTIVE:PARALEGAL ARCHIVE:READER TAX:READER'],
    ['preferredLibrary', { preferredLibrary: 'TAX' }, {}, 'ACTIVE:PARALEGAL ARCHIVE:READER *TAX:DEFAULT'],
    ['role', { role: 'PARTNER' }, {}, '*ACTIVE:PARTNER ARCHIVE:READER'],
  ])('is not %s: the others stay as they are', async (_what, imanage, more, expected) => {
    const user = await start();
    const sent = { ...more, userName: user['userName'], [IMANAGE]: imanage };
    expect(placement((await client.put(`/Users/${user.id}`, sent)).body)).toBe(expected);
  });
});

describe('rule 2, assignments: PUT /Users/{id} that names an attribute to empty it', () => {
  it.each([[[]], [null]])('roles %j takes away the libraries that the roles gave', async (roles) => {
    const user = await created(client, '/Users', extended({}, { roles: [{ value: 'TAX:READER' }] }));
    const answered = await client.put(`/Users/${user.id}`, {
      schemas: user.schemas,
      userName: user['userName'],
      roles,
    });
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
