// If-Match and If-None-Match (RFC 7644 §3.14): what a client last saw decides whether its change is taken.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  expectRefusal,
  person,
  scimClient,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

type Write = (resource: Body, headers: Readonly<Record<string, string>>) => Promise<Answered>;

const writes: readonly (readonly [request: string, kind: 'Users' | 'Groups', write: Write])[] = [
  ['PUT /Users/{id}', 'Users', (user, headers) => client.put(`/Users/${user.id}`, named(user), headers)],
  ['PATCH /Users/{id}', 'Users', (user, headers) => client.patch(`/Users/${user.id}`, rename(), headers)],
  ['DELETE /Users/{id}', 'Users', (user, headers) => client.delete(`/Users/${user.id}`, headers)],
  [
    'PUT /Groups/{id}',
    'Groups',
    (group, headers) => client.put(`/Groups/${group.id}`, named(group), headers),
  ],
  [
    'PATCH /Groups/{id}',
    'Groups',
    (group, headers) => client.patch(`/Groups/${group.id}`, rename(), headers),
  ],
  ['DELETE /Groups/{id}', 'Groups', (group, headers) => client.delete(`/Groups/${group.id}`, headers)],
];

let count = 0;
const freshName = (): string => `Name ${(count += 1)}`;
const rename = (): object[] => [{ op: 'replace', path: 'displayName', value: freshName() }];
const named = (resource: Body): object => ({ ...resource, displayName: freshName() });

function fresh(kind: 'Users' | 'Groups'): Promise<Body> {
  const body = kind === 'Users' ? person(freshName()) : { displayName: freshName() };
  return created(client, `/${kind}`, body);
}

describe.each(writes)('%s with If-Match', (_request, kind, write) => {
  it('of the version at hand is taken, weak or strong, alone or in a list', async () => {
    for (const header of ['W/"1"', '"1"', '"7", W/"1"']) {
      const answered = await write(await fresh(kind), { 'If-Match': header });
      expect([200, 204]).toContain(answered.status);
    }
  });

  it('of * is taken', async () => {
    expect([200, 204]).toContain((await write(await fresh(kind), { 'If-Match': '*' })).status);
  });

  it('of another version is refused with 412 and changes nothing', async () => {
    const resource = await fresh(kind);
    const changed = await client.patch(`/${kind}/${resource.id}`, rename());
    expect(changed.headers['etag']).toBe('W/"2"');
    const before = await storedState(gateway.database);
    const answered = await write(resource, { 'If-Match': resource.meta.version });
    expectRefusal(answered, 412, undefined, 'W/"2"');
    expect(await storedState(gateway.database)).toBe(before);
  });

  it.each(['1', 'W/1', '"1', '*, "1"', 'w/"1"'])(
    'of %s is refused with 400, because it is no entity tag',
    async (header) => {
      const resource = await fresh(kind);
      expectRefusal(await write(resource, { 'If-Match': header }), 400, 'invalidValue', 'If-Match');
      expect((await client.get(`/${kind}/${resource.id}`)).headers['etag']).toBe('W/"1"');
    },
  );

  it('of a tag that this gateway never made is refused with 412', async () => {
    const answered = await write(await fresh(kind), { 'If-Match': '"a,b", W/"e180ee84f0671b1"' });
    expectRefusal(answered, 412, undefined);
  });
});

describe.each(writes)('%s with If-None-Match', (_request, kind, write) => {
  it('of the version at hand or * is refused with 412; of another one it is taken', async () => {
    const resource = await fresh(kind);
    expectRefusal(await write(resource, { 'If-None-Match': 'W/"1"' }), 412, undefined, 'If-None-Match');
    expectRefusal(await write(resource, { 'If-None-Match': '*' }), 412, undefined, 'If-None-Match');
    expect([200, 204]).toContain((await write(resource, { 'If-None-Match': 'W/"9"' })).status);
  });
});

describe.each(['Users', 'Groups'] as const)('GET /%s/{id} with If-None-Match', (kind) => {
  it('of the version at hand is 304 without a body, but with the ETag', async () => {
    const { id } = await fresh(kind);
    for (const header of ['W/"1"', '"1"', '*', '"0", W/"1"']) {
      const answered = await client.get(`/${kind}/${id}`, { 'If-None-Match': header });
      expect([answered.status, answered.text, answered.headers['etag']]).toEqual([304, '', 'W/"1"']);
      // RFC 9110 §15.4.5: with the fields that a 200 would have said where it is.
      expect(answered.headers['content-location']).toBe(`${gateway.baseUrl}/${kind}/${id}`);
    }
  });

  it('of another version is the resource', async () => {
    const { id } = await fresh(kind);
    const answered = await client.get(`/${kind}/${id}`, { 'If-None-Match': 'W/"2"' });
    expect([answered.status, answered.body.id]).toEqual([200, id]);
  });

  it('of no entity tag is refused with 400', async () => {
    const { id } = await fresh(kind);
    const answered = await client.get(`/${kind}/${id}`, { 'If-None-Match': 'latest' });
    expectRefusal(answered, 400, 'invalidValue', 'If-None-Match');
  });

  it('of an id that does not exist is 404', async () => {
    expectRefusal(await client.get(`/${kind}/nobody`, { 'If-None-Match': '*' }), 404, undefined);
  });
});

describe('GET with If-Match', () => {
  it('is 412 where the resource is at another version', async () => {
    const { id } = await fresh('Users');
    expect((await client.get(`/Users/${id}`, { 'If-Match': 'W/"1"' })).status).toBe(200);
    expectRefusal(await client.get(`/Users/${id}`, { 'If-Match': 'W/"2"' }), 412, undefined);
  });
});

describe.each(['/Libraries/ACTIVE', '/Roles/ACTIVE:DEFAULT'])('GET %s, which is only read', (path) => {
  it('has an ETag, and is 304 with If-None-Match of it (RFC 7644 §3.14)', async () => {
    const etag = (await client.get(path)).headers['etag'] ?? '';
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    expect((await client.get(`${path}?attributes=id`)).headers['etag']).toBe(etag);
    const answered = await client.get(path, { 'If-None-Match': etag });
    expect([answered.status, answered.text, answered.headers['etag']]).toEqual([304, '', etag]);
    expect((await client.get(path, { 'If-None-Match': 'W/"other"' })).status).toBe(200);
    expectRefusal(await client.get(path, { 'If-Match': 'W/"other"' }), 412, undefined);
  });
});

describe('a list', () => {
  it('has no ETag, and no condition speaks of it', async () => {
    const answered = await client.get('/Users', { 'If-None-Match': '*', 'If-Match': 'W/"0"' });
    expect([answered.status, answered.headers['etag']]).toEqual([200, undefined]);
  });
});
