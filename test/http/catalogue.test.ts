// /Libraries and /Roles over real HTTP: what may be assigned, as read-only resources of the customer's catalogue.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  expectRefusal,
  IMANAGE,
  person,
  rawRequest,
  scimClient,
  storedState,
  type Body,
  type ScimClient,
} from './scim-client';

const LIBRARY = 'urn:ietf:params:scim:schemas:imanage:2.0:Library';
const ROLE = 'urn:ietf:params:scim:schemas:core:2.0:Role';
const IMANAGE_ROLE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Role';
const OKTA_ROLE = 'urn:okta:scim:schemas:core:1.0:Role';

const FILE = {
  customers: [
    {
      id: 'default',
      name: 'Ajuba Law',
      libraries: [
        {
          id: 'ACTIVE',
          displayName: 'Active matters',
          roles: [
            {
              id: 'PARALEGAL',
              description: 'Prepares documents',
              controlCenterAccess: 'tier1',
              privileges: ['import', 'checkout'],
            },
            { id: 'CLIENT', external: true, privileges: ['import'] },
          ],
        },
        { id: 'Zürich', type: 'linksite', hidden: true, roles: [{ id: 'Größe' }] },
      ],
      defaultLibrary: 'ACTIVE',
    },
    {
      id: 'b',
      name: 'Firm B',
      connections: [{ name: 'idp-of-b', token: { env: 'TOKEN_B' } }],
      libraries: [{ id: 'OF_B', roles: [{ id: 'ROLE_OF_B' }] }],
    },
  ],
};
const TOKEN_B = 'token-of-firm-b-0123456789-0123456789-abcdef';
/** The draft has them and iManage does not: it neither relates roles nor limits how many users hold one. */
const NEVER_SHOWN = ['type', 'totalAssignmentsPermitted', 'totalAssignmentsUsed', 'containedBy', 'contains'];
/** In the order of the catalogue; the two that every library has come first. */
const ROLES_OF_ACTIVE = ['ACTIVE:DEFAULT', 'ACTIVE:DEFAULT EXTERNAL', 'ACTIVE:PARALEGAL', 'ACTIVE:CLIENT'];
const ROLES_OF_ZURICH = ['Zürich:DEFAULT', 'Zürich:DEFAULT EXTERNAL', 'Zürich:Größe'];
const ROLES = [...ROLES_OF_ACTIVE, ...ROLES_OF_ZURICH];

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({ file: FILE, env: { TOKEN_B } });
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

const idsOf = (list: Body): readonly string[] => list.Resources.map(({ id }) => id);

async function found(
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { status, body } = await client.get(`${path}?${new URLSearchParams(parameters).toString()}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return idsOf(body);
}

describe('GET /Libraries', () => {
  it('lists the libraries of the customer in the order of its catalogue', async () => {
    const { body } = await client.get('/Libraries');
    expect(body).toMatchObject({ totalResults: 2, startIndex: 1, itemsPerPage: 2 });
    expect(idsOf(body)).toEqual(['ACTIVE', 'Zürich']);
  });

  it('shows of a library what the catalogue holds of it', async () => {
    const { body, headers } = await client.get('/Libraries/ACTIVE');
    expect(body).toEqual({
      schemas: [LIBRARY],
      id: 'ACTIVE',
      displayName: 'Active matters',
      type: 'worksite',
      hidden: false,
      default: true,
      roles: ROLES_OF_ACTIVE.map((value) => ({
        value,
        $ref: `${gateway.baseUrl}/Roles/${encodeURIComponent(value)}`,
        display: value.split(':')[1],
      })),
      meta: {
        resourceType: 'Library',
        location: `${gateway.baseUrl}/Libraries/ACTIVE`,
        version: headers['etag'],
      },
    });
    expect(headers).toMatchObject({ 'content-location': body.meta.location });
    expect((await client.get(`/Libraries/${encodeURIComponent('Zürich')}`)).body).toMatchObject({
      displayName: 'Zürich',
      type: 'linksite',
      hidden: true,
      default: false,
    });
  });
});

describe('GET /Roles', () => {
  it('lists every role of every library, the two that each library has among them', async () => {
    const { body } = await client.get('/Roles');
    expect(body.totalResults).toBe(ROLES.length);
    expect(idsOf(body)).toEqual(ROLES);
  });

  it('shows of a role what the catalogue holds of it', async () => {
    const { body, headers } = await client.get('/Roles/ACTIVE:PARALEGAL');
    expect(body).toEqual({
      schemas: [ROLE, IMANAGE_ROLE],
      id: 'ACTIVE:PARALEGAL',
      value: 'ACTIVE:PARALEGAL',
      display: 'ACTIVE:PARALEGAL',
      supported: true,
      limitedAssignmentsPermitted: false,
      [IMANAGE_ROLE]: {
        library: 'ACTIVE',
        name: 'PARALEGAL',
        description: 'Prepares documents',
        external: false,
        controlCenterAccess: 'tier1',
        privileges: ['import', 'checkout'],
        builtIn: false,
      },
      meta: {
        resourceType: 'Role',
        location: `${gateway.baseUrl}/Roles/ACTIVE%3APARALEGAL`,
        version: headers['etag'],
      },
    });
    expect(headers['etag']).toMatch(/^W\//);
  });

  it('leaves out a description and privileges that there are none of (RFC 7643 §2.5)', async () => {
    const { body } = await client.get('/Roles/ACTIVE:DEFAULT');
    expect(body[IMANAGE_ROLE]).toMatchObject({ external: false, builtIn: true });
    expect(body[IMANAGE_ROLE]).not.toHaveProperty('description');
    expect(body[IMANAGE_ROLE]).not.toHaveProperty('privileges');
  });

  it('has every library and role at the location it names, whatever letters the id holds', async () => {
    const lists = [await client.get('/Libraries'), await client.get('/Roles')];
    for (const resource of lists.flatMap(({ body }) => body.Resources)) {
      expect(resource.meta.location).toMatch(/^[!-~]+$/);
      const path = new URL(resource.meta.location).pathname;
      const headers = { Authorization: `Bearer ${gateway.token}` };
      const answered = await rawRequest(gateway.rootUrl, { path, headers });
      expect([answered.status, answered.body]).toEqual([200, resource]);
      expect(answered.headers['content-location']).toBe(resource.meta.location);
    }
  });

  it.each(['ACTIVE:DEFAULT%20EXTERNAL', 'ACTIVE%3ADEFAULT%20EXTERNAL', 'active:default%20external'])(
    '/%s is the same role: the catalogue has names without case',
    async (id) => {
      const { status, body } = await client.get(`/Roles/${id}`);
      expect([status, body.id]).toEqual([200, 'ACTIVE:DEFAULT EXTERNAL']);
    },
  );

  it.each([
    ['/Roles/ACTIVE:PARTNER', 'Role "ACTIVE:PARTNER" does not exist'],
    ['/Roles/PARALEGAL', 'Role "PARALEGAL" does not exist'],
    ['/Roles/OF_B:ROLE_OF_B', 'Role "OF_B:ROLE_OF_B" does not exist'],
    ['/Libraries/OF_B', 'Library "OF_B" does not exist'],
    ['/Libraries/ACTIVE:DEFAULT', 'Library "ACTIVE:DEFAULT" does not exist'],
    ['/Libraries/__proto__', 'Library "__proto__" does not exist'],
  ])('%s, which the customer does not have, is 404', async (path, detail) => {
    expectRefusal(await client.get(path), 404, undefined, detail);
  });

  it('has the value that roles of a user take', async () => {
    for (const value of ['ACTIVE:PARALEGAL', 'Zürich:Größe']) {
      const { body } = await client.get(`/Roles/${encodeURIComponent(value)}`);
      const made = await created(
        client,
        '/Users',
        person(`holder.${value.length}`, { roles: [{ value: body['value'] }] }),
      );
      expect(made[IMANAGE]).toMatchObject({
        libraries: expect.arrayContaining([
          expect.objectContaining({ value: value.split(':')[0], role: value.split(':')[1] }),
        ]) as unknown,
      });
    }
  });
});

describe('a filter on roles', () => {
  it.each([
    ['id eq "ACTIVE:CLIENT"', ['ACTIVE:CLIENT']],
    ['id eq "active:client"', []],
    ['value eq "active:client"', ['ACTIVE:CLIENT']],
    ['value eq "ACTIVE:DEFAULT EXTERNAL"', ['ACTIVE:DEFAULT EXTERNAL']],
    ['value eq "zÜRICH:GRÖSSE"', ['Zürich:Größe']],
    ['library eq "Zürich"', ROLES_OF_ZURICH],
    ['library eq "zürich" and not (builtIn eq true)', ['Zürich:Größe']],
    ['name sw "default" and external eq false', ['ACTIVE:DEFAULT', 'Zürich:DEFAULT']],
    ['display co "ALE"', ['ACTIVE:PARALEGAL']],
    ['display ew "ent"', ['ACTIVE:CLIENT']],
    ['limitedAssignmentsPermitted eq false and value eq "active:client"', ['ACTIVE:CLIENT']],
    ['containedBy pr', []],
    ['description pr', ['ACTIVE:PARALEGAL']],
    ['controlCenterAccess ne "none"', ['ACTIVE:PARALEGAL']],
    ['privileges eq "import"', ['ACTIVE:PARALEGAL', 'ACTIVE:CLIENT']],
    ['privileges eq "checkout" or privileges eq "delete"', ['ACTIVE:PARALEGAL']],
    ['supported eq false', []],
    [`${IMANAGE_ROLE}:name eq "client"`, ['ACTIVE:CLIENT']],
    [`${ROLE}:value ew "client"`, ['ACTIVE:CLIENT']],
    ['meta.resourceType eq "Role" and name eq "CLIENT"', ['ACTIVE:CLIENT']],
    ['meta.created pr', []],
    ['externalId pr', []],
  ])('%s', async (filter, ids) => {
    expect(await found('/Roles', { filter })).toEqual(ids);
    expect(idsOf((await client.post('/Roles/.search', { filter })).body)).toEqual(ids);
  });

  it.each([
    ['userName eq "a"', 'no attribute "userName" of Role'],
    ['external eq "perhaps"', 'external'],
    ['meta.location eq "x"', 'meta.location'],
    ['value eq', /./],
  ])('%s is refused', async (filter, detail) => {
    const path = `/Roles?${new URLSearchParams({ filter }).toString()}`;
    expectRefusal(await client.get(path), 400, 'invalidFilter', detail);
  });
});

describe('a filter on libraries', () => {
  it.each([
    ['id eq "ACTIVE"', ['ACTIVE']],
    ['displayName eq "active MATTERS"', ['ACTIVE']],
    ['type eq "linksite"', ['Zürich']],
    ['hidden eq true', ['Zürich']],
    ['default eq true', ['ACTIVE']],
    ['roles eq "ACTIVE:CLIENT"', ['ACTIVE']],
    ['roles.display eq "größe"', ['Zürich']],
    ['roles[value ew "CLIENT" and display eq "client"]', ['ACTIVE']],
    ['roles[value ew "CLIENT" and display eq "default"]', []],
  ])('%s', async (filter, ids) => {
    expect(await found('/Libraries', { filter })).toEqual(ids);
  });
});

describe('order and pages', () => {
  it('sorts by an attribute, those of equal value in the order of the catalogue', async () => {
    const names = [
      'CLIENT',
      'DEFAULT',
      'DEFAULT',
      'DEFAULT EXTERNAL',
      'DEFAULT EXTERNAL',
      'Größe',
      'PARALEGAL',
    ];
    const sorted = await found('/Roles', { sortBy: 'name' });
    expect(sorted.map((id) => id.split(':')[1])).toEqual(names);
    expect(sorted.slice(1, 3)).toEqual(['ACTIVE:DEFAULT', 'Zürich:DEFAULT']);
    expect(await found('/Libraries', { sortBy: 'default', sortOrder: 'descending' })).toEqual([
      'ACTIVE',
      'Zürich',
    ]);
  });

  it('puts what has no value last, and first in descending order (RFC 7644 §3.4.2.3)', async () => {
    const ascending = await found('/Roles', { sortBy: 'description' });
    expect(ascending).toEqual(['ACTIVE:PARALEGAL', ...ROLES.filter((id) => id !== 'ACTIVE:PARALEGAL')]);
    const descending = await found('/Roles', { sortBy: 'description', sortOrder: 'descending' });
    expect(descending).toEqual([...ROLES.filter((id) => id !== 'ACTIVE:PARALEGAL'), 'ACTIVE:PARALEGAL']);
  });

  it.each([
    [{ startIndex: '2', count: '3' }, ROLES.slice(1, 4), 2],
    [{ startIndex: '7', count: '10' }, ROLES.slice(6), 7],
    [{ startIndex: '8' }, [], 8],
    [{ startIndex: '0', count: '1' }, ROLES.slice(0, 1), 1],
    [{ count: '0' }, [], 1],
  ])('%j is that part of the list', async (page, ids, startIndex) => {
    const { body } = await client.get(`/Roles?${new URLSearchParams(page).toString()}`);
    expect([idsOf(body), body.startIndex, body.itemsPerPage]).toEqual([ids, startIndex, ids.length]);
    expect(body.totalResults).toBe(ROLES.length);
  });

  it.each([
    [{ sortBy: 'userName' }, 'userName'],
    [{ sortBy: 'meta.location' }, 'meta.location'],
    [{ count: 'many' }, 'count'],
  ])('%j is refused', async (parameters, detail) => {
    const path = `/Roles?${new URLSearchParams(parameters).toString()}`;
    expectRefusal(await client.get(path), 400, 'invalidValue', detail);
  });
});

describe('attributes and excludedAttributes', () => {
  it('choose what is shown, of one and of many; schemas and id are always there', async () => {
    const id = 'ACTIVE:CLIENT';
    const { body } = await client.get(`/Roles/${id}?attributes=display,meta.location`);
    const location = `${gateway.baseUrl}/Roles/ACTIVE%3ACLIENT`;
    expect(body).toEqual({ schemas: [ROLE, IMANAGE_ROLE], id, display: 'ACTIVE:CLIENT', meta: { location } });
    const list = await client.post('/Libraries/.search', { excludedAttributes: ['roles', 'meta'], count: 1 });
    expect(list.body.Resources).toEqual([
      {
        schemas: [LIBRARY],
        id: 'ACTIVE',
        displayName: 'Active matters',
        type: 'worksite',
        hidden: false,
        default: true,
      },
    ]);
  });

  it('exclude each other', async () => {
    const answered = await client.get('/Roles?attributes=name&excludedAttributes=name');
    expectRefusal(answered, 400, 'invalidValue', 'exclude');
  });
});

describe('POST /.search', () => {
  it('finds libraries and roles among all resources, behind people and groups (RFC 7644 §3.4.2.1)', async () => {
    await created(client, '/Users', person('searched', { displayName: 'Active:Client' }));
    const filter =
      'displayName eq "active matters" or displayName eq "active:client" or display eq "active:client"';
    const { body } = await client.post('/.search', { filter });
    expect(body.Resources.map(({ meta }) => meta)).toMatchObject([
      { resourceType: 'User' },
      { resourceType: 'Library' },
      { resourceType: 'Role' },
    ]);
    const lastTwo = await client.post('/.search', { filter, startIndex: 2, count: 2 });
    expect([idsOf(lastTwo.body), lastTwo.body.totalResults]).toEqual([['ACTIVE', 'ACTIVE:CLIENT'], 3]);
  });

  it('refuses a filter only where no type has what it asks for', async () => {
    const answered = await client.post('/.search', { filter: 'controlCenterAccess eq "tier1"', count: 0 });
    expect(answered.body.totalResults).toBe(1);
    const nobody = await client.post('/.search', { filter: 'userName pr and controlCenterAccess pr' });
    expect([nobody.status, nobody.body.totalResults]).toEqual([200, 0]);
    const refused = await client.post('/.search', { filter: 'userName pr or noSuchAttribute pr' });
    expectRefusal(refused, 400, 'invalidFilter', 'noSuchAttribute');
  });
});

describe('a write', () => {
  const role = { schemas: [ROLE], id: 'ACTIVE:DEFAULT', displayName: 'X', value: 'ACTIVE:X' };

  it.each([
    ['POST', '/Roles'],
    ['PUT', '/Roles/ACTIVE:DEFAULT'],
    ['PATCH', '/Roles/ACTIVE:DEFAULT'],
    ['DELETE', '/Roles/ACTIVE:DEFAULT'],
    ['POST', '/Libraries'],
    ['PUT', '/Libraries/ACTIVE'],
    ['PATCH', '/Libraries/ACTIVE'],
    ['DELETE', '/Libraries/ACTIVE'],
    ['DELETE', '/Libraries/NOT_THERE'],
  ])('%s %s is 405 with Allow, with a body too, and changes nothing', async (method, path) => {
    const before = [await storedState(gateway.database), (await client.get('/Libraries')).body];
    const headers = { 'Content-Type': 'application/scim+json' };
    const answered = await client.send(method, path, { headers, body: JSON.stringify(role) });
    expectRefusal(answered, 405, undefined, 'GET, HEAD');
    expect(answered.headers['allow']).toBe('GET, HEAD, OPTIONS');
    expect([await storedState(gateway.database), (await client.get('/Libraries')).body]).toEqual(before);
  });
});

describe('GET /LibraryRoles', () => {
  it('is the same roles as Okta reads them, by the same ids', async () => {
    expect(await found('/LibraryRoles')).toEqual(ROLES);
    const { body } = await client.get('/LibraryRoles/ACTIVE:PARALEGAL');
    expect(body).toEqual({
      schemas: [OKTA_ROLE],
      id: 'ACTIVE:PARALEGAL',
      displayName: 'ACTIVE:PARALEGAL',
      description: 'Prepares documents',
      meta: {
        resourceType: 'LibraryRole',
        location: `${gateway.baseUrl}/LibraryRoles/ACTIVE%3APARALEGAL`,
        version: expect.stringMatching(/^W\//) as string,
      },
    });
    expect(await found('/LibraryRoles', { filter: 'displayName ew "client"' })).toEqual(['ACTIVE:CLIENT']);
  });

  it('is found from the URN that Okta looks for among the resource types, and read page by page', async () => {
    const types = (await client.get('/ResourceTypes')).body.Resources;
    const type = types.find(({ schema }) => schema === OKTA_ROLE);
    const { body } = await client.get(`${String(type?.['endpoint'])}?count=1&startIndex=2`);
    expect(body).toMatchObject({ itemsPerPage: 1, startIndex: 2, totalResults: ROLES.length });
    expect(body.Resources).toMatchObject([{ id: ROLES[1], displayName: ROLES[1] }]);
  });

  it('is read-only, and no search of everything finds a role twice', async () => {
    expect((await client.post('/LibraryRoles', { displayName: 'X' })).status).toBe(405);
    const { body } = await client.post('/.search', { filter: 'id eq "ACTIVE:CLIENT"' });
    expect(body.Resources.map(({ meta }) => meta)).toMatchObject([{ resourceType: 'Role' }]);
  });
});

describe('GET /ServiceProviderConfig', () => {
  it('says to whoever asks that roles are listed and entitlements are not (draft-ietf-scim-roles-entitlements)', async () => {
    const { body } = await client.get('/ServiceProviderConfig?attributes=RolesAndEntitlements');
    expect((await client.get('/ServiceProviderConfig')).body).not.toHaveProperty('RolesAndEntitlements');
    expect(body['RolesAndEntitlements']).toEqual({
      roles: {
        supported: true,
        multipleRolesSupported: true,
        primarySupported: true,
        typeSupported: true,
      },
      entitlements: { supported: false },
    });
  });
});

describe('roles of a user, from the list of roles and back', () => {
  const rolesOf = (body: Body): unknown => body['roles'];
  const placed = (body: Body): readonly string[] => {
    const extension = body[IMANAGE] as {
      readonly libraries: readonly { readonly value: string; readonly role: string }[];
    };
    return extension.libraries.map(({ value, role }) => `${value}:${role}`).toSorted();
  };
  let offered: readonly Body[];
  beforeAll(async () => {
    offered = (await client.get('/Roles?filter=external%20eq%20false&sortBy=id')).body.Resources;
  });
  const offer = (id: string): { readonly value: unknown; readonly display: unknown } => {
    const role = offered.find((candidate) => candidate.id === id);
    return { value: role?.['value'], display: role?.['display'] };
  };

  it('are taken by POST as they are listed, each of them, with display, type and primary', async () => {
    for (const [index, { id }] of offered.entries()) {
      const roles = [{ ...offer(id), type: 'library role', primary: true }];
      const made = await created(client, '/Users', person(`offered.${index}`, { roles }));
      expect(rolesOf(made)).toEqual(roles);
      expect(placed(made)).toContain(id);
      const { body } = await client.get(`/Users/${made.id}`);
      expect(rolesOf(body)).toEqual(roles);
    }
  });

  it.each<[string, (value: unknown) => object[]]>([
    ['Okta', (value) => [{ op: 'add', path: 'roles', value: [{ value }] }]],
    [
      'Entra',
      (value) => [
        {
          op: 'Add',
          path: 'roles',
          value: [{ value, primary: 'False', type: 'WindowsAzureActiveDirectoryRole' }],
        },
      ],
    ],
    ['Entra, single role', (value) => [{ op: 'Add', path: 'roles[primary eq "True"].value', value }]],
    ['without a path', (value) => [{ op: 'replace', value: { roles: [{ value }] } }]],
  ])('are added by PATCH as %s sends it', async (name, operations) => {
    const made = await created(client, '/Users', person(`adding.${name.replaceAll(/\W/g, '')}`));
    const { body, status } = await client.patch(`/Users/${made.id}`, operations(offer('Zürich:Größe').value));
    expect([status, placed(body)]).toEqual([200, ['ACTIVE:DEFAULT', 'Zürich:Größe']]);
    expect(rolesOf(body)).toMatchObject([{ value: 'Zürich:Größe' }]);
  });

  it.each<[string, object[]]>([
    ['Okta', [{ op: 'replace', path: 'roles', value: [{ value: 'ACTIVE:DEFAULT' }] }]],
    [
      'Entra',
      [
        { op: 'Remove', path: 'roles[value eq "ACTIVE:PARALEGAL"]' },
        { op: 'Add', path: 'roles', value: [{ value: 'ACTIVE:DEFAULT' }] },
      ],
    ],
    [
      'Entra, single role',
      [{ op: 'Replace', path: 'roles[primary eq "True"].value', value: 'ACTIVE:DEFAULT' }],
    ],
  ])('are replaced by PATCH as %s sends it', async (name, operations) => {
    const roles = [{ value: 'ACTIVE:PARALEGAL', primary: true }];
    const userName = `replacing.${name.replaceAll(/\W/g, '')}`;
    const made = await created(client, '/Users', person(userName, { roles }));
    expect(placed(made)).toEqual(['ACTIVE:PARALEGAL']);
    const { body, status } = await client.patch(`/Users/${made.id}`, operations);
    expect([status, placed(body)]).toEqual([200, ['ACTIVE:DEFAULT']]);
    expect(rolesOf(body)).toMatchObject([{ value: 'ACTIVE:DEFAULT' }]);
  });

  it.each<[string, object[]]>([
    ['Okta', [{ op: 'remove', path: 'roles[value eq "Zürich:Größe"]' }]],
    ['Entra', [{ op: 'Remove', path: 'roles', value: [{ value: 'Zürich:Größe' }] }]],
  ])(
    'are removed by PATCH as %s sends it: the sign-in there goes, the others stay',
    async (name, operations) => {
      const roles = [{ value: 'ACTIVE:PARALEGAL' }, { value: 'Zürich:Größe' }];
      const made = await created(client, '/Users', person(`removing.${name}`, { roles }));
      const { body, status } = await client.patch(`/Users/${made.id}`, operations);
      expect([status, rolesOf(body)]).toEqual([200, [{ value: 'ACTIVE:PARALEGAL' }]]);
      expect(body[IMANAGE]).toMatchObject({
        libraries: expect.arrayContaining([
          expect.objectContaining({ value: 'ACTIVE', signInEnabled: true }),
          expect.objectContaining({ value: 'Zürich', signInEnabled: false }),
        ]) as unknown,
      });
    },
  );

  it('keep what canonicalValues do not name: they are suggestions (RFC 7643 §7)', async () => {
    const roles = [{ value: 'Team lead', type: 'neither work nor other' }];
    const made = await created(client, '/Users', person('uncanonical', { roles }));
    expect(rolesOf(made)).toEqual(roles);
  });
});

describe('another customer', () => {
  it('sees its own catalogue and nothing of this one', async () => {
    const b = scimClient({ baseUrl: gateway.baseUrl, token: TOKEN_B });
    expect(idsOf((await b.get('/Roles')).body)).toEqual([
      'OF_B:DEFAULT',
      'OF_B:DEFAULT EXTERNAL',
      'OF_B:ROLE_OF_B',
    ]);
    expect(idsOf((await b.get('/Libraries')).body)).toEqual(['OF_B']);
    expect((await b.get('/Roles/ACTIVE:DEFAULT')).status).toBe(404);
    expect((await b.post('/.search', { filter: 'displayName eq "PARALEGAL"' })).body.totalResults).toBe(0);
  });

  it('is not shown to anybody without a token', async () => {
    for (const path of ['/Libraries', '/Roles', '/Roles/ACTIVE:DEFAULT']) {
      expect((await client.get(path, { Authorization: 'Bearer nope' })).status).toBe(401);
    }
  });
});

describe('discovery', () => {
  it('publishes both types and their schemas', async () => {
    for (const [name, endpoint, schema, extensions] of [
      ['Library', '/Libraries', LIBRARY, []],
      ['Role', '/Roles', ROLE, [IMANAGE_ROLE]],
      ['LibraryRole', '/LibraryRoles', OKTA_ROLE, []],
    ] as const) {
      const type = await client.get(`/ResourceTypes/${name}`);
      const schemaExtensions = extensions.map((extension) => ({ schema: extension, required: false }));
      expect(type.body).toMatchObject({ id: name, name, endpoint, schema, schemaExtensions });
      for (const urn of [schema, ...extensions]) {
        const published = await client.get(`/Schemas/${urn}`);
        expect([published.status, published.body.id]).toEqual([200, urn]);
      }
    }
  });

  it('has the members of RFC 7643 §6 and §7 and no others, as SCIM without charset', async () => {
    const members = {
      '/ResourceTypes': [
        'schemas',
        'id',
        'name',
        'endpoint',
        'description',
        'schema',
        'schemaExtensions',
        'meta',
      ],
      '/Schemas': ['schemas', 'id', 'name', 'description', 'attributes', 'meta'],
    };
    for (const [path, names] of Object.entries(members)) {
      const { body, headers } = await client.get(path);
      expect(headers['content-type']).toBe('application/scim+json');
      for (const document of body.Resources) {
        expect(Object.keys(document)).toEqual(names);
        expect(Object.keys(document.meta)).toEqual(['resourceType', 'location']);
      }
    }
  });

  it('refuses a filter with 403 and takes no other part of a query amiss (RFC 7644 §4)', async () => {
    for (const path of ['/ResourceTypes', '/Schemas', '/ServiceProviderConfig', '/Schemas/' + ROLE]) {
      expectRefusal(await client.get(`${path}?filter=id%20eq%20%22User%22`), 403, undefined, 'filter');
      expect((await client.get(`${path}?sortBy=id&startIndex=2&count=1`)).status).toBe(200);
    }
  });

  it('names every attribute that a library or a role has', async () => {
    for (const [schema, path, without] of [
      [LIBRARY, '/Libraries/ACTIVE', []],
      [ROLE, '/Roles/ACTIVE:PARALEGAL', NEVER_SHOWN],
      [OKTA_ROLE, '/LibraryRoles/ACTIVE:PARALEGAL', []],
    ] as const) {
      const { attributes } = (await client.get(`/Schemas/${schema}`)).body as unknown as {
        readonly attributes: readonly { readonly name: string }[];
      };
      const names = attributes.map(({ name }) => name);
      const common = ['schemas', 'id', 'meta', IMANAGE_ROLE];
      const shown = Object.keys((await client.get(path)).body).filter((name) => !common.includes(name));
      expect([...shown, ...without].toSorted()).toEqual(names.toSorted());
    }
  });
});

describe('a change of the catalogue', () => {
  it('shows in the next answer', async () => {
    const settings = gateway.database.collection<{ _id: string }>('settings');
    const role = {
      id: 'PARTNER',
      description: '',
      external: false,
      controlCenterAccess: 'tier2',
      privileges: ['delete'],
    };
    const library = { id: 'NEW', displayName: 'New matters', type: 'worksite', hidden: false, roles: [role] };
    await settings.insertOne({
      _id: 'default',
      version: 1,
      libraries: [library],
      defaultLibrary: 'NEW',
    } as never);
    try {
      expect(await found('/Libraries', { filter: 'default eq true' })).toEqual(['NEW']);
      expect(await found('/Roles')).toEqual(['NEW:PARTNER']);
      expect((await client.get('/Roles/ACTIVE:DEFAULT')).status).toBe(404);
    } finally {
      await settings.deleteOne({ _id: 'default' });
    }
    expect(await found('/Roles')).toEqual(ROLES);
  });
});
