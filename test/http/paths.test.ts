// Which paths and methods there are, and what every answer carries: media type, ETag, Location, request id.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  expectRefusal,
  person,
  rawRequest,
  scimClient,
  storedState,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;
let user: Body;
let group: Body;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
  user = await created(client, '/Users', person('located'));
  group = await created(client, '/Groups', { displayName: 'Located', members: [{ value: user.id }] });
});

afterAll(() => gateway.close());

const authorized = (): Record<string, string> => ({ Authorization: `Bearer ${gateway.token}` });

describe('a method that a path does not take', () => {
  it.each([
    ['/Users', ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'], 'GET, HEAD, POST, OPTIONS'],
    ['/Groups', ['PUT', 'PATCH', 'DELETE'], 'GET, HEAD, POST, OPTIONS'],
    ['/Users/{id}', ['POST', 'TRACE'], 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['/Groups/{id}', ['POST'], 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['/Users/.search', ['GET', 'PUT', 'PATCH', 'DELETE'], 'POST, OPTIONS'],
    ['/Groups/.search', ['GET', 'DELETE'], 'POST, OPTIONS'],
    ['/Libraries', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/Roles', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/Libraries/ACTIVE', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/Roles/ACTIVE:DEFAULT', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/Roles/nobody', ['PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/Roles/.search', ['GET', 'PUT', 'DELETE'], 'POST, OPTIONS'],
    ['/Schemas', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/ResourceTypes/User', ['POST', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/ServiceProviderConfig', ['POST', 'PUT', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/Bulk', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], 'POST, OPTIONS'],
    ['', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET, HEAD, OPTIONS'],
    ['/', ['POST', 'DELETE'], 'GET, HEAD, OPTIONS'],
  ])('on %s is 405 with Allow, and changes nothing', async (path, methods, allow) => {
    const before = await storedState(gateway.database);
    const ids = path.startsWith('/Users') ? user.id : group.id;
    for (const method of methods) {
      const asked = { method, path: `/scim/v2${path.replace('{id}', ids)}`, headers: authorized() };
      const answered = await rawRequest(gateway.rootUrl, asked);
      expect([method, answered.status, answered.headers['allow']]).toEqual([method, 405, allow]);
      expect(answered.headers['content-type']).toMatch(/^application\/scim\+json/);
    }
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('is not brought about by X-HTTP-Method-Override', async () => {
    const answered = await client.get(`/Users/${user.id}`, { 'X-HTTP-Method-Override': 'DELETE' });
    expect(answered.body).toEqual((await client.get(`/Users/${user.id}`)).body);
  });
});

describe('OPTIONS', () => {
  it.each([
    ['/Users', 'GET, HEAD, POST, OPTIONS'],
    ['/Users/{id}', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['/Users/nobody', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['/Groups/{id}', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['/.search', 'POST, OPTIONS'],
    ['/Bulk', 'POST, OPTIONS'],
    ['/Roles', 'GET, HEAD, OPTIONS'],
    ['/Schemas', 'GET, HEAD, OPTIONS'],
    ['/ServiceProviderConfig', 'GET, HEAD, OPTIONS'],
  ])('of %s is 204 and says in Allow what the path takes (RFC 9110 §9.3.7)', async (path, allow) => {
    const place = path.replace('{id}', path.startsWith('/Users') ? user.id : group.id);
    const answered = await client.send('OPTIONS', place);
    expect([answered.status, answered.headers['allow'], answered.text]).toEqual([204, allow, '']);
    expect(answered.headers['content-type']).toBeUndefined();
  });

  it('of a path that does not exist is 404, and without token 401', async () => {
    expectRefusal(await client.send('OPTIONS', '/Nothing'), 404, undefined);
    const asked = { method: 'OPTIONS', path: '/scim/v2/Users' };
    expect((await rawRequest(gateway.rootUrl, asked)).status).toBe(401);
  });
});

describe('a path that does not exist', () => {
  it.each([
    '/users',
    '/USERS',
    '/roles',
    '/Library',
    '/Groups/a/b',
    '/Roles/a/b',
    '/Users/a/members',
    '//Users',
    '/Users//',
    '/Users//a',
    '/Bulk/1',
    '/Me/1',
    '/ServiceProviderConfig/1',
    '/Nothing',
    '/__proto__',
    '/constructor',
    '/toString',
    '/%ZZ',
    '/Users/%ZZ',
    '/Users/%',
    '/Users/%C0%80',
    '/v1/Users',
  ])('%j is 404 on every method, with a body that says so', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const asked = { method, path: `/scim/v2${path}`, headers: authorized() };
      const answered = await rawRequest(gateway.rootUrl, asked);
      expect([method, answered.status]).toEqual([method, 404]);
      expect(JSON.parse(answered.text)).toMatchObject({
        status: '404',
        detail: expect.any(String) as string,
      });
    }
  });

  it('outside the SCIM base is 404 with a hint where SCIM is', async () => {
    const answered = await rawRequest(gateway.rootUrl, { path: '/Users', headers: authorized() });
    expect([answered.status, answered.text]).toEqual([404, expect.stringContaining('/scim/v2')]);
  });
});

describe('an id that does not exist', () => {
  it.each(['nobody', '1', '..', '%00', '%2F', 'a%2Fb', '%25', '$ne', '[object Object]', 'ü'])(
    '%j is 404 and quoted in the detail',
    async (id) => {
      const spelled = encodeURI(id).replaceAll('%25', '%');
      const asked = { path: `/scim/v2/Users/${spelled}`, headers: authorized() };
      const answered = await rawRequest(gateway.rootUrl, asked);
      expect(answered.status).toBe(404);
      expect(JSON.parse(answered.text)).toMatchObject({
        detail: expect.stringMatching(/^User ".*" does not exist$/) as string,
      });
    },
  );

  it('is echoed in part only, however long it is', async () => {
    const answered = await client.get(`/Users/${'x'.repeat(5_000)}`);
    expectRefusal(answered, 404, undefined);
    expect(answered.body.detail.length).toBeLessThan(200);
  });
});

describe('one slash at the end of a path', () => {
  it('means the same path', async () => {
    expect((await client.get('/Users/')).body).toEqual((await client.get('/Users')).body);
    expect((await client.get(`/Users/${user.id}/`)).body.id).toBe(user.id);
    expect((await client.get('/ServiceProviderConfig/')).status).toBe(200);
    expect((await client.get('/Schemas/')).status).toBe(200);
    const slashed = await client.post('/Users/', person('slashed'));
    expect(slashed.status).toBe(201);
    expect((await client.delete(`/Users/${slashed.body.id}/`)).status).toBe(204);
    expect((await client.post('/Users/.search/', { count: 0 })).status).toBe(200);
  });
});

describe('an encoded spelling of .search', () => {
  it('is the same path', async () => {
    const asked = {
      method: 'POST',
      path: '/scim/v2/Users/%2Esearch',
      headers: { ...authorized(), 'Content-Type': 'application/json' },
      body: '{}',
    };
    expect((await rawRequest(gateway.rootUrl, asked)).status).toBe(200);
  });
});

describe('HEAD', () => {
  it.each([
    ...['/Users', '/Users/{id}', '/Groups/{id}', '/Groups', '/Schemas', '/ServiceProviderConfig'],
    ...['/Libraries', '/Libraries/ACTIVE', '/Roles', '/Roles/ACTIVE:DEFAULT'],
  ])('of %s has the head of GET and no body (RFC 9110 §9.3.2)', async (path) => {
    const place = path.replace('{id}', path.startsWith('/Users') ? user.id : group.id);
    const head = await client.send('HEAD', place);
    const get = await client.get(place);
    expect([head.status, head.text]).toEqual([get.status, '']);
    for (const name of ['etag', 'content-type', 'content-location', 'location', 'cache-control']) {
      expect(head.headers[name]).toBe(get.headers[name]);
    }
  });
});

describe('every answer', () => {
  it('has its own X-Request-Id, a client’s is not taken over', async () => {
    const answers = [
      await client.get('/Users', { 'X-Request-Id': 'chosen' }),
      await client.get('/Users/nobody', { 'X-Request-Id': 'chosen' }),
      await client.get('/nothing'),
    ];
    const ids = answers.map(({ headers }) => headers['x-request-id']);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is application/scim+json, not stored by caches, and says nothing of what serves it', async () => {
    const answers = [
      await client.get('/Users'),
      await client.get('/Users', { Accept: 'text/html' }),
      await client.get('/Users', { Accept: 'application/json' }),
      await client.get('/Groups'),
      await client.get('/Schemas'),
      await client.get('/ServiceProviderConfig'),
      await client.get('/Users/nobody'),
      await client.get('/nothing'),
    ];
    for (const { headers } of answers) {
      expect(headers['content-type']).toMatch(/^application\/scim\+json/);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('without a body has no Content-Type', async () => {
    const { id } = await created(client, '/Users', person('bodiless'));
    const deleted = await client.delete(`/Users/${id}`);
    expect([deleted.status, deleted.headers['content-type'], deleted.text]).toEqual([204, undefined, '']);
  });
});

describe('Location, Content-Location, ETag and meta', () => {
  it('of a new resource name it and its first version', async () => {
    const answered = await client.post('/Users', person('meta'));
    const { id, meta } = answered.body;
    const location = `${gateway.baseUrl}/Users/${id}`;
    expect(answered.headers).toMatchObject({ location, 'content-location': location, etag: 'W/"1"' });
    expect(meta).toEqual({
      resourceType: 'User',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      lastModified: meta.created,
      location,
      version: 'W/"1"',
    });
  });

  it('of a change name the new version, and lastModified moves', async () => {
    const { id, meta } = await created(client, '/Users', person('meta-moves'));
    const answered = await client.patch(`/Users/${id}`, [{ op: 'add', path: 'title', value: 'Clerk' }]);
    expect(answered.headers['etag']).toBe('W/"2"');
    expect(answered.headers['location']).toBe(answered.body.meta.location);
    expect(answered.body.meta).toMatchObject({ created: meta.created, version: 'W/"2"' });
    expect(answered.body.meta.lastModified >= meta.lastModified).toBe(true);
  });

  it('never follow the Host header or what a proxy says of it', async () => {
    const spoofed = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example;proto=https',
    };
    for (const path of [
      `/Users/${user.id}`,
      `/Groups/${group.id}`,
      '/Users',
      '/Groups',
      '/Libraries',
      '/Roles/ACTIVE:DEFAULT',
      '/Schemas',
      '/ResourceTypes',
      '/ServiceProviderConfig',
    ]) {
      const answered = await client.get(path, spoofed);
      expect(answered.status).toBe(200);
      expect(answered.text + JSON.stringify(answered.headers)).not.toContain('evil');
    }
    const made = await client.post('/Users', person('spoofed'), spoofed);
    expect(made.headers['location']).toBe(`${gateway.baseUrl}/Users/${made.body.id}`);
  });
});
