// §1 of imanage-model.md, Library, Library assignment and Role: one role and one flag for each library, and what the catalogue may hold.

import { startTestGateway } from '../http/gateway';
import { created, expectRefusal, IMANAGE, person, type Body, type ScimClient } from '../http/scim-client';
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
const withImanage = (extension: object): object => person(fresh(), { [IMANAGE]: extension });

describe('rule 1, Library assignment', () => {
  it('has exactly one role and one flag: another role takes the place of the one held', async () => {
    const { id } = await created(client, '/Users', withImanage({ libraryAssignments: 'ARCHIVE:PARALEGAL' }));
    const { body } = await client.patch(`/Users/${id}`, [
      { op: 'add', path: at('libraries'), value: [{ value: 'ARCHIVE', role: 'DEFAULT' }] },
    ]);
    expect(placement(body)).toBe('*-ACTIVE:DEFAULT ARCHIVE:DEFAULT');
  });

  it('is not taken two roles at once for', async () => {
    const libraries = [
      { value: 'ACTIVE', role: 'PARTNER' },
      { value: 'active', role: 'PARALEGAL' },
    ];
    const refused = await client.post('/Users', withImanage({ libraries }));
    expectRefusal(refused, 400, 'invalidValue', 'a user has exactly one in each library');
  });

  it('is never taken away: disabled everywhere, the user is still assigned and still there', async () => {
    const { id } = await created(client, '/Users', withImanage({ libraryAssignments: 'ACTIVE;ARCHIVE' }));
    const { body } = await client.patch(`/Users/${id}`, [{ op: 'remove', path: at('libraryAssignments') }]);
    expect(placement(body)).toBe('*-ACTIVE:DEFAULT -ARCHIVE:DEFAULT');
    expect(body).toMatchObject({ active: true, [IMANAGE]: { licenseSeat: true } });
    const again = await client.patch(`/Users/${id}`, [replace(at('libraryAssignments'), 'ARCHIVE')]);
    expect(placement(again.body)).toBe('*-ACTIVE:DEFAULT ARCHIVE:DEFAULT');
  });
});

describe('rule 1, Role: no role given', () => {
  it.each<[object, string]>([
    [{}, '*ACTIVE:DEFAULT'],
    [{ preferredLibrary: 'ARCHIVE' }, '*ARCHIVE:DEFAULT'],
    [{ libraries: [{ value: 'CLOSED' }] }, '*-ACTIVE:DEFAULT CLOSED:DEFAULT'],
    [{ external: true }, '*ACTIVE:DEFAULT EXTERNAL'],
    [
      { external: true, libraryAssignments: 'ACTIVE;CLOSED' },
      '*ACTIVE:DEFAULT EXTERNAL CLOSED:DEFAULT EXTERNAL',
    ],
  ])('is DEFAULT, or DEFAULT EXTERNAL for an external user: %j', async (extension, expected) => {
    expect(placement(await created(client, '/Users', withImanage(extension)))).toBe(expected);
  });

  it('is not so where one is given', async () => {
    const extension = { external: true, role: 'CLIENT', libraries: [{ value: 'ARCHIVE', role: 'DEFAULT' }] };
    const user = await created(client, '/Users', withImanage(extension));
    expect(placement(user)).toBe('*ACTIVE:CLIENT ARCHIVE:DEFAULT');
  });
});

describe('rule 1, Role: external', () => {
  it.each(['CLIENT', 'DEFAULT EXTERNAL'])('%s is given to external users only', async (role) => {
    const user = await created(client, '/Users', withImanage({ external: true, role }));
    expect(placement(user)).toBe(`*ACTIVE:${role}`);
    const refused = await client.post('/Users', withImanage({ role }));
    expectRefusal(refused, 400, 'invalidValue', 'an internal user may have: DEFAULT, PARALEGAL, PARTNER');
  });
});

describe('rule 1, Role: the roles of a library', () => {
  it('are DEFAULT and DEFAULT EXTERNAL in each, and its own', async () => {
    const { body } = await client.get('/Roles?count=100');
    expect(body.Resources.map(({ id }) => id)).toEqual([
      ...['DEFAULT', 'DEFAULT EXTERNAL', 'PARALEGAL', 'PARTNER', 'CLIENT'].map((role) => `ACTIVE:${role}`),
      ...['DEFAULT', 'DEFAULT EXTERNAL', 'PARALEGAL'].map((role) => `ARCHIVE:${role}`),
      ...['DEFAULT', 'DEFAULT EXTERNAL'].map((role) => `CLOSED:${role}`),
    ]);
  });

  it('are found without letter case and answered as the catalogue has them', async () => {
    const user = await created(
      client,
      '/Users',
      withImanage({ preferredLibrary: 'archive', role: 'paralegal' }),
    );
    expect(placement(user)).toBe('*ARCHIVE:PARALEGAL');
  });

  it.each<[string, object]>([
    ['a role that the library does not have', { role: 'SENIOR' }],
    ['a role of another library', { preferredLibrary: 'ARCHIVE', role: 'PARTNER' }],
    ['an unknown library', { libraryAssignments: 'NEW:DEFAULT' }],
  ])('are never made up by a provisioning call: %s is refused', async (_what, extension) => {
    const catalogue = async (): Promise<readonly (readonly Body[])[]> => [
      (await client.get('/Libraries')).body.Resources,
      (await client.get('/Roles?count=100')).body.Resources,
    ];
    const before = await catalogue();
    expectRefusal(await client.post('/Users', withImanage(extension)), 400, 'invalidValue', 'is unknown');
    for (const path of ['/Libraries', '/Roles']) {
      expectRefusal(await client.post(path, { id: 'NEW', displayName: 'NEW' }), 405, undefined);
    }
    expect(await catalogue()).toEqual(before);
  });
});

describe('rule 1, Role: the catalogue, changed while the gateway runs', () => {
  const change = async (
    name: 'catalogue.addRole' | 'catalogue.removeRole',
    [library, role]: readonly [string, string],
  ): Promise<readonly [number, unknown]> => {
    const why = name === 'catalogue.removeRole' ? { reason: 'iManage has it no more' } : {};
    const { status, body } = await firms.admins.firm(name, { library, role, ...why });
    return [status, status === 200 ? undefined : body.error.detail];
  };

  it('gives a role that was added, and that nobody holds it may be removed again', async () => {
    const asked = withImanage({ role: 'COUNSEL' });
    expectRefusal(await client.post('/Users', asked), 400, 'invalidValue', 'role "COUNSEL" is unknown');
    expect(await change('catalogue.addRole', ['ACTIVE', 'COUNSEL'])).toEqual([200, undefined]);
    const user = await created(client, '/Users', asked);
    expect(placement(user)).toBe('*ACTIVE:COUNSEL');
    await client.patch(`/Users/${user.id}`, [replace(at('role'), 'DEFAULT')]);
    expect(await change('catalogue.removeRole', ['ACTIVE', 'COUNSEL'])).toEqual([200, undefined]);
    expectRefusal(await client.post('/Users', asked), 400, 'invalidValue', 'role "COUNSEL" is unknown');
  });

  it('removes no role in use, and says by how many, deleted people and disabled libraries among them', async () => {
    expect(await change('catalogue.addRole', ['CLOSED', 'USED'])).toEqual([200, undefined]);
    const libraries = [{ value: 'CLOSED', role: 'USED', signInEnabled: false }];
    const { id } = await created(client, '/Users', withImanage({ libraries }));
    await created(client, '/Users', withImanage({ libraries }));
    await client.delete(`/Users/${id}`);
    const detail =
      'role "USED" of library "CLOSED" is in use by 2 people (1 of them deleted, who may return); give them another role first';
    expect(await change('catalogue.removeRole', ['CLOSED', 'USED'])).toEqual([403, detail]);
  });

  it.each(['DEFAULT', 'DEFAULT EXTERNAL', 'default external'])('never removes %s', async (role) => {
    const [status, detail] = await change('catalogue.removeRole', ['CLOSED', role]);
    expect([status, detail]).toEqual([
      403,
      expect.stringContaining('is in every library and cannot be removed'),
    ]);
  });

  it.each(['paralegal', 'FEE EARNER', 'A:B', ''])(
    'adds no role %j: a name is of few signs, and once there',
    async (role) => {
      const [status] = await change('catalogue.addRole', ['ACTIVE', role]);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );
});

describe('rule 1, Library: a library in the catalogue', () => {
  it.each<[string, object]>([
    ['is a worksite or a linksite', { id: 'ACTIVE', type: 'share' }],
    ['has an id', { displayName: 'Active' }],
    ['is hidden or not', { id: 'ACTIVE', hidden: 'no' }],
  ])('%s: anything else is refused at the start', async (_rule, library) => {
    const file = { customers: [{ id: 'default', libraries: [library] }] };
    await expect(startTestGateway({ file })).rejects.toThrow('libraries[0]');
  });

  it('is shown with its id, display name, type and whether it is hidden', async () => {
    const { body } = await client.get('/Libraries/ARCHIVE');
    expect(body).toMatchObject({ id: 'ARCHIVE', displayName: 'ARCHIVE', type: 'worksite', hidden: false });
  });
});

describe('rule 1, Role: a role in the catalogue', () => {
  it.each<[string, object[]]>([
    ['has a name without spaces', [{ id: 'FEE EARNER' }]],
    ['has a name of letters, digits, _ and -', [{ id: 'FEE:EARNER' }]],
    ['has a name of at most 254 characters', [{ id: 'r'.repeat(255) }]],
    ['has a description of at most 254 characters', [{ id: 'CLERK', description: 'd'.repeat(255) }]],
    ['is unique in its library without letter case', [{ id: 'CLERK' }, { id: 'Clerk' }]],
    ['has no tier where it is external', [{ id: 'CLIENT', external: true, controlCenterAccess: 'tier1' }]],
    ['has no third tier', [{ id: 'CLERK', controlCenterAccess: 'tier3' }]],
    ['is not external where it is DEFAULT', [{ id: 'DEFAULT', external: true }]],
  ])('%s: anything else is refused at the start', async (_rule, roles) => {
    const file = { customers: [{ id: 'default', libraries: [{ id: 'ACTIVE', roles }] }] };
    await expect(startTestGateway({ file })).rejects.toThrow('libraries[0].roles');
  });

  it('may be anything within these bounds', async () => {
    const roles = [
      { id: 'r'.repeat(254), description: 'd'.repeat(254) },
      { id: 'Bürò_7-王', controlCenterAccess: 'tier2' },
      { id: 'GUEST', external: true, controlCenterAccess: 'none' },
    ];
    const libraries = [
      { id: 'ACTIVE', roles },
      { id: 'TAX', roles: [{ id: 'GUEST' }] },
    ];
    const gateway = await startTestGateway({ file: { customers: [{ id: 'default', libraries }] } });
    await gateway.close();
  });
});
