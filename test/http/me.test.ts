// /Me (RFC 7644 §3.11): whoever the credential is bound to, as /Users/{id} has them; nobody to the credential of a client.

import { randomBytes } from 'node:crypto';
import { startTestGateway, type TestGateway } from './gateway';
import { created, expectRefusal, person, scimClient, type Body, type ScimClient } from './scim-client';

const tokens = { IDP: randomBytes(32).toString('hex'), SELF: randomBytes(32).toString('hex') };
let gateway: TestGateway;
let idp: ScimClient;
let self: ScimClient;
let user: Body;

beforeAll(async () => {
  const connections = [
    { name: 'idp', token: { env: 'IDP' } },
    { name: 'self', token: { env: 'SELF' }, user: 'Tove@Firm.Example' },
  ];
  gateway = await startTestGateway({
    file: { customers: [{ id: 'firm', connections }, { id: 'default' }] },
    env: tokens,
  });
  idp = scimClient({ baseUrl: gateway.baseUrl, token: tokens.IDP });
  self = scimClient({ baseUrl: gateway.baseUrl, token: tokens.SELF });
  await created(idp, '/Users', person('somebody.else@firm.example'));
});

afterAll(() => gateway.close());

describe('/Me before the person exists', () => {
  it('is 404', async () => {
    expectRefusal(await self.get('/Me'), 404, undefined, 'does not exist');
    expectRefusal(await self.delete('/Me'), 404, undefined);
  });
});

describe('/Me of a person', () => {
  beforeAll(async () => {
    user = await created(idp, '/Users', person('tove@firm.example'));
  });

  it('is the same as /Users/{id}, whose place its answer names (RFC 7644 §3.11)', async () => {
    const answered = await self.get('/Me');
    const same = await self.get(`/Users/${user.id}`);
    expect([answered.status, answered.body]).toEqual([200, same.body]);
    const place = user.meta.location;
    expect(answered.headers).toMatchObject({ etag: 'W/"1"', location: place, 'content-location': place });
    expect((await self.get('/Me?attributes=userName')).body).toMatchObject({ userName: 'tove@firm.example' });
  });

  it('takes HEAD, If-None-Match and OPTIONS', async () => {
    const head = await self.send('HEAD', '/Me');
    expect([head.status, head.text, head.headers['etag']]).toEqual([200, '', 'W/"1"']);
    expect((await self.get('/Me', { 'If-None-Match': 'W/"1"' })).status).toBe(304);
    const options = await self.send('OPTIONS', '/Me');
    expect([options.status, options.headers['allow']]).toEqual([
      204,
      'GET, HEAD, PUT, PATCH, DELETE, OPTIONS',
    ]);
  });

  it('is changed by PATCH and PUT, under If-Match (RFC 7644 §3.11)', async () => {
    const patched = await self.patch('/Me', [{ op: 'add', path: 'title', value: 'Clerk' }]);
    expect([patched.status, patched.body]).toMatchObject([
      200,
      { id: user.id, title: 'Clerk', meta: { location: user.meta.location } },
    ]);
    expectRefusal(
      await self.put('/Me', person('tove@firm.example'), { 'If-Match': 'W/"1"' }),
      412,
      undefined,
    );
    const replaced = await self.put('/Me', person('tove@firm.example', { title: 'Partner' }));
    expect([replaced.status, replaced.body]).toMatchObject([200, { id: user.id, title: 'Partner' }]);
    expect((await idp.get(`/Users/${user.id}`)).body).toMatchObject({ title: 'Partner' });
  });

  it('takes no POST: who is "me" exists already', async () => {
    const answered = await self.post('/Me', person('tove@firm.example'));
    expectRefusal(answered, 405, undefined);
    expect(answered.headers['allow']).toBe('GET, HEAD, PUT, PATCH, DELETE, OPTIONS');
  });

  it('ends with DELETE, as every user does', async () => {
    expect((await self.delete('/Me')).status).toBe(204);
    expectRefusal(await self.get('/Me'), 404, undefined);
    expectRefusal(await idp.get(`/Users/${user.id}`), 404, undefined);
  });
});

describe('/Me with the credential of a client', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'is 501 on %s, with the reason (RFC 7644 §3.11)',
    async (method) => {
      expectRefusal(await idp.send(method, '/Me'), 501, undefined, 'bound to no person');
    },
  );

  it('is 501 on HEAD', async () => {
    expect((await idp.send('HEAD', '/Me')).status).toBe(501);
  });
});
