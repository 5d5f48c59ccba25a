// GET /openapi.json and the page that shows it: open, protected by its headers, and true of real answers.
import { Ajv2020 } from 'ajv/dist/2020';
import { startTestGateway, type TestGateway } from './gateway';
import { created, person, scimClient, type ScimClient } from './scim-client';

let gateway: TestGateway;
let client: ScimClient;
let document: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
  document = (await (await fetch(`${gateway.rootUrl}/openapi.json`)).json()) as typeof document;
});
afterAll(() => gateway.close());

/** Faults of an answer against a component of the served document. */
function faults(component: string, answer: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ ...document, $id: 'openapi' });
  const holds = ajv.validate({ $ref: `openapi#/components/schemas/${component}` }, answer);
  return holds ? [] : ajv.errors;
}

describe('GET /openapi.json', () => {
  it('needs no token and names the server by its public URL', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: gateway.rootUrl }] });
  });

  it('is JSON, for HEAD too', async () => {
    const { status, headers } = await fetch(`${gateway.rootUrl}/openapi.json`, { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  });

  it('is only read: other methods are 401 without and 405 with a token', async () => {
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${gateway.rootUrl}/openapi.json`, { method: 'POST', headers });
    expect((await post({})).status).toBe(401);
    const refused = await post({ Authorization: `Bearer ${gateway.token}` });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('describes what is answered: users, groups, lists, errors, discovery', async () => {
    const user = await created(client, '/Users', person('openapi', { password: 'x', nickName: 'Api' }));
    const members = [{ value: user.id }];
    const group = await created(client, '/Groups', { displayName: 'Open API', members });
    expect(faults('User', (await client.get(`/Users/${user.id}`)).body)).toEqual([]);
    expect(faults('User', (await client.get(`/Users/${user.id}?attributes=id`)).body)).toEqual([]);
    expect(faults('Group', (await client.get(`/Groups/${group.id}`)).body)).toEqual([]);
    expect(faults('UserList', (await client.get('/Users?count=1')).body)).toEqual([]);
    expect(faults('UserList', (await client.get('/Users?count=1&cursor=')).body)).toEqual([]);
    expect(faults('AnyList', (await client.post('/.search', {})).body)).toEqual([]);
    expect(faults('Error', (await client.get('/Users/nobody')).body)).toEqual([]);
    for (const [path, component] of DISCOVERY)
      expect([path, faults(component, (await client.get(path)).body)]).toEqual([path, []]);
  });

  it('finds a fault where an answer has something else', () => {
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: '1' };
    expect(faults('User', user)).toEqual([]);
    expect(faults('User', { ...user, password: 'x' })).not.toEqual([]);
    expect(faults('User', { ...user, active: 'True' })).not.toEqual([]);
    expect(faults('User', { id: '1' })).not.toEqual([]);
  });

  it('takes what may be sent, and refuses what is refused', async () => {
    const refused = { userName: 'x', name: 'no object' };
    expect(faults('UserSent', refused)).not.toEqual([]);
    expect((await client.post('/Users', refused)).status).toBe(400);
    const taken = { userName: 'openapi.taken', active: 'True', nickName: null, unheardOf: [1] };
    expect(faults('UserSent', taken)).toEqual([]);
    expect((await client.post('/Users', taken)).status).toBe(201);
  });
});

const DISCOVERY = [
  ['/ServiceProviderConfig', 'ServiceProviderConfig'],
  ['/ResourceTypes', 'ResourceTypeList'],
  ['/ResourceTypes/User', 'ResourceType'],
  ['/Schemas', 'SchemaList'],
  ['/Schemas/urn:ietf:params:scim:schemas:core:2.0:Schema', 'Schema'],
] as const;

describe('GET /docs', () => {
  it('is a page without a token whose scripts and styles come from the gateway alone', async () => {
    const page = await fetch(`${gateway.rootUrl}/docs`);
    const text = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
    expect(text).not.toMatch(/<script(?![^>]* src=)|https?:|\bon\w+=|style=/);
    const places = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, place = '']) => place);
    expect(places).toHaveLength(4);
    for (const place of places) {
      const { status } = await fetch(new URL(place, `${gateway.rootUrl}/docs`));
      expect([place, status]).toEqual([place, 200]);
    }
  });

  it('is what /ServiceProviderConfig names as the documentation (RFC 7643 §5)', async () => {
    const { body } = await client.get('/ServiceProviderConfig');
    expect(body['documentationUri']).toBe(`${gateway.rootUrl}/docs`);
  });

  it('shows nothing else of the package it is made of', async () => {
    for (const file of ['index.html', 'package.json', '..%2fexpress%2fpackage.json', 'swagger-ui.js'])
      expect((await fetch(`${gateway.rootUrl}/docs/${file}`)).status).toBe(401);
  });
});
