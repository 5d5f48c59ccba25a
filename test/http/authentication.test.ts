// Who may come in: a bearer token in the Authorization header, and nothing else opens anything but the public paths.

import { randomBytes } from 'node:crypto';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ERROR,
  expectRefusal,
  person,
  rawRequest,
  requestLine,
  scimClient,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const EXPIRED = 'expired-token-0123456789abcdef0123456789abcdef';
const CURRENT = 'current-token-0123456789abcdef0123456789abcdef';

let gateway: TestGateway;
let client: ScimClient;
let stranger: ScimClient;
let user: Body;
let group: Body;

beforeAll(async () => {
  gateway = await startTestGateway({
    file: {
      customers: [
        {
          id: 'default',
          name: 'Firm',
          connections: [
            { name: 'expired', token: { env: 'EXPIRED_TOKEN' }, expires: '2020-01-01T00:00:00Z' },
            { name: 'current', token: { env: 'CURRENT_TOKEN' }, expires: '2999-01-01T00:00:00Z' },
          ],
        },
      ],
    },
    env: { EXPIRED_TOKEN: EXPIRED, CURRENT_TOKEN: CURRENT },
  });
  client = scimClient(gateway);
  stranger = scimClient({ ...gateway, token: 'nobody-knows-this-token-0123456789abcdef' });
  user = await created(client, '/Users', person('known'));
  group = await created(client, '/Groups', { displayName: 'Known', members: [{ value: user.id }] });
});

afterAll(() => gateway.close());

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const OPEN: ReadonlySet<string> = new Set(
  [
    '/livez',
    '/readyz',
    '/openapi.json',
    '/oauth2/jwks',
    '/.well-known/oauth-authorization-server',
    '/scim/v2/ServiceProviderConfig',
  ].flatMap((path) => [`GET ${path}`, `HEAD ${path}`]),
);

/** Every place there is, and some that are not. */
function everyPath(): readonly string[] {
  const scim = ['Users', 'Groups'].flatMap((type) => [`/${type}`, `/${type}/.search`, `/${type}/nobody`]);
  const discovery = ['Schemas', 'ResourceTypes', 'ServiceProviderConfig'].flatMap((name) => [
    `/${name}`,
    `/${name}/User`,
  ]);
  const known = [`/Users/${user.id}`, `/Groups/${group.id}`];
  const others = ['', '/', '/.search', '/Bulk', '/Me', '/nothing', '/users', '//Users'];
  const outside = [
    '/',
    '/livez',
    '/readyz',
    '/metrics',
    '/administer',
    '/ADMIN',
    '/openapi.json',
    '/oauth2',
    '/oauth2/jwks',
    '/oauth2/token/',
    '/.well-known/oauth-authorization-server',
    '/scim',
    '/LIVEZ',
  ];
  return [...outside, ...[...scim, ...discovery, ...known, ...others].map((path) => `/scim/v2${path}`)];
}

describe('every method on every path without a token', () => {
  it.each(METHODS)(
    '%s is 401 with WWW-Authenticate but for the open paths, and changes nothing',
    async (method) => {
      const before = await storedState(gateway.database);
      for (const path of everyPath()) {
        const answered = await rawRequest(gateway.rootUrl, { method, path });
        const request = `${method} ${path}`;
        if (OPEN.has(request)) {
          expect([request, answered.status]).toEqual([request, 200]);
          continue;
        }
        expect([request, answered.status]).toEqual([request, 401]);
        expect(answered.headers['www-authenticate']).toBe('Bearer realm="scim"');
        expect(answered.headers['content-type']).toMatch(/^application\/scim\+json/);
        if (method !== 'HEAD')
          expect(JSON.parse(answered.text)).toMatchObject({ schemas: [ERROR], status: '401' });
      }
      expect(await storedState(gateway.database)).toBe(before);
    },
  );

  it('is refused before its body is read', async () => {
    const { status } = await rawRequest(gateway.rootUrl, {
      method: 'POST',
      path: '/scim/v2/Users',
      body: '{"',
    });
    expect(status).toBe(401);
  });

  it('is in the request log with its reason and without a customer', async () => {
    const answered = await stranger.get('/Users');
    expect(await requestLine(gateway.database, answered)).toMatchObject({
      status: 401,
      customer: null,
      connection: null,
      detail: answered.body.detail,
    });
  });
});

describe('the Authorization header', () => {
  const headerOf = (text: string): Promise<{ status: number }> =>
    rawRequest(gateway.rootUrl, { path: '/scim/v2/Users', headers: { Authorization: text } });

  it('is understood whatever the letter case of "Bearer"', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect((await headerOf(`${scheme} ${gateway.token}`)).status).toBe(200);
    }
  });

  it.each([
    ['is empty', () => ''],
    ['is a scheme alone', () => 'Bearer'],
    ['is a scheme and a space', () => 'Bearer '],
    ['is a token alone', () => gateway.token],
    ['is another scheme', () => `Basic ${gateway.token}`],
    [
      'is Basic with the token as password',
      () => `Basic ${Buffer.from(`:${gateway.token}`).toString('base64')}`,
    ],
    ['has a tab', () => `Bearer\t${gateway.token}`],
    ['has two tokens', () => `Bearer ${gateway.token} ${gateway.token}`],
    ['is a list', () => `Bearer ${gateway.token}, Bearer ${gateway.token}`],
    ['quotes the token', () => `Bearer "${gateway.token}"`],
    ['has the token in another letter case', () => `Bearer ${gateway.token.toUpperCase()}`],
    ['has a part of the token', () => `Bearer ${gateway.token.slice(0, -1)}`],
    ['has more than the token', () => `Bearer ${gateway.token}0`],
    ['is not ASCII', () => `Bearer ${'ü'.repeat(64)}`],
    ['is long', () => `Bearer ${'a'.repeat(15_000)}`],
  ])('that %s opens nothing', async (_what, header) => {
    expect([400, 401]).toContain((await headerOf(header())).status);
  });

  it('of random rubbish opens nothing and breaks nothing', async () => {
    const seed = randomBytes(8).toString('hex');
    for (let round = 0; round < 300; round += 1) {
      const bytes = randomBytes(1 + (round % 60)).map((byte) => (byte < 0x20 || byte === 0x7f ? 0x20 : byte));
      const rubbish = Buffer.from(bytes).toString('latin1');
      const { status } = await headerOf(round % 2 === 0 ? rubbish : `Bearer ${rubbish}`);
      expect([seed, status >= 400 && status < 402]).toEqual([seed, true]);
    }
  });

  it('with a connection that is still valid is accepted, with one that expired refused', async () => {
    expect((await scimClient({ ...gateway, token: CURRENT }).get('/Users')).status).toBe(200);
    expectRefusal(await scimClient({ ...gateway, token: EXPIRED }).get('/Users'), 401, undefined);
  });

  it('is answered with the same bytes for an unknown, an expired and a missing token', async () => {
    const answers: Answered[] = [
      await stranger.get('/Users'),
      await scimClient({ ...gateway, token: EXPIRED }).get('/Users'),
      await scimClient({ ...gateway, token: '' }).get('/Users'),
      await stranger.get(`/Users/${user.id}`),
    ];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers['www-authenticate'])).size).toBe(1);
  });
});

describe('a token anywhere else', () => {
  it('in the query is refused, and no log knows it', async () => {
    for (const parameter of ['access_token', 'token', 'bearer_token', 'ACCESS_TOKEN', 'access%5Ftoken']) {
      const path = `/scim/v2/Users?${parameter}=${gateway.token}`;
      expect((await rawRequest(gateway.rootUrl, { path })).status).toBe(401);
    }
    await requestLine(gateway.database, await stranger.get('/Users'));
    const logged = JSON.stringify(await gateway.database.collection('requests').find().toArray());
    expect(logged).not.toContain(gateway.token);
    expect(gateway.logLines().join('\n')).not.toContain(gateway.token);
  });

  it('in the body is refused', async () => {
    const bodies = [
      ['application/x-www-form-urlencoded', `access_token=${gateway.token}`],
      ['application/scim+json', JSON.stringify({ ...person('smuggled'), access_token: gateway.token })],
    ] as const;
    for (const [type, body] of bodies) {
      const headers = { 'Content-Type': type };
      const answered = await rawRequest(gateway.rootUrl, {
        method: 'POST',
        path: '/scim/v2/Users',
        headers,
        body,
      });
      expect(answered.status).toBe(401);
    }
  });

  it.each(['Cookie', 'X-Auth-Token', 'Proxy-Authorization', 'X-Authorization'])(
    'in %s is refused',
    async (name) => {
      const headers = { [name]: `Bearer ${gateway.token}` };
      expect((await rawRequest(gateway.rootUrl, { path: '/scim/v2/Users', headers })).status).toBe(401);
    },
  );

  it('beside the one in the header is refused with 400, even if both are right', async () => {
    const answered = await client.get(`/Users?access_token=${gateway.token}`);
    expectRefusal(answered, 400, 'invalidSyntax', 'more than one credential');
    const twice = await client.get('/Users', {
      Authorization: [`Bearer ${gateway.token}`, 'Bearer x'] as never,
    });
    expectRefusal(twice, 400, 'invalidSyntax', 'more than one credential');
  });
});

describe('the database', () => {
  it('holds no token in clear', async () => {
    await requestLine(gateway.database, await client.get('/Users'));
    for (const { name } of await gateway.database.listCollections().toArray()) {
      const documents = await gateway.database.collection(name).find().toArray();
      expect(JSON.stringify(documents)).not.toMatch(new RegExp(`${gateway.token}|${CURRENT}|${EXPIRED}`));
    }
  });
});

describe('a path spelled in another way', () => {
  const spellings = (): readonly string[] => [
    '/scim/v2/%55sers',
    '/scim/v2/Users%2F',
    '/scim/v2/Users/%252e%252e',
    '/scim/v2//Users',
    '//scim/v2/Users',
    '/scim//v2/Users',
    '/scim/v2/Users;x=1',
    '/scim/v2/./Users',
    '/scim/v2/x/../Users',
    '/livez/../scim/v2/Users',
    '/scim/v2/ServiceProviderConfig/../Users',
    '/scim/v2/ServiceProviderConfig/%2e%2e/Users',
    '/scim/v2/Users.',
    '/scim/v2/Users%00',
    '/scim/v2/Users%20',
    '/SCIM/V2/Users',
    '/scim/v2/USERS',
    '/SCIM/v2/ServiceProviderConfig',
    '/scim/v2/serviceproviderconfig',
    '/livez/',
    '/livez;/scim/v2/Users',
    `${gateway.baseUrl}/Users`,
    'http://other.example/scim/v2/Users',
    `/scim/v2/Users/${user.id}%2f`,
  ];

  it('opens nothing without a token', async () => {
    for (const path of spellings()) {
      for (const headers of [{}, { 'X-Original-URL': '/livez', 'X-Rewrite-URL': '/livez' }]) {
        const answered = await rawRequest(gateway.rootUrl, { path, headers });
        expect([path, answered.status]).toEqual([path, 401]);
        expect(answered.text).not.toContain(user.id);
      }
    }
  });

  it('that cannot be decoded is as unknown as any other, whatever the method', async () => {
    const path = '/security-events/streams/%E0%A4%A/poll';
    const known = { Authorization: `Bearer ${gateway.token}` };
    for (const method of METHODS) {
      const statuses = [{}, known].map(async (headers) => {
        const { status } = await rawRequest(gateway.rootUrl, { method, path, headers });
        return status;
      });
      expect([method, ...(await Promise.all(statuses))]).toEqual([method, 401, 404]);
    }
  });

  it('is never 5xx with a token', async () => {
    const headers = { Authorization: `Bearer ${gateway.token}` };
    for (const path of spellings()) {
      for (const method of METHODS) {
        const { status } = await rawRequest(gateway.rootUrl, { method, path, headers });
        expect([method, path, status < 500]).toEqual([method, path, true]);
      }
    }
  });
});
