// Access tokens from the token endpoint, JWTs of another issuer, and what each may do: jose on the client's side, real HTTP.

import { createHash, createSecretKey, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
  type JWK,
  type JWTPayload,
  type KeyLike,
} from 'jose';
import { describeFailure, replayToEnd } from '../../scripts/replay/engine';
import { readTranscript } from '../../scripts/replay/transcript';
import { signed, signingPair, startIssuer, type Issuer, type SigningPair } from '../oauth/issuer';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  expectRefusal,
  person,
  rawRequest,
  requestLine,
  scimClient,
  storedState,
  type Answered,
} from './scim-client';

const SECRET = 'current-secret-0123456789abcdefghijklmnop';
const NEXT_SECRET = 'next+secret/with%signs=0123456789abcdefghijk';
const EXPIRED_SECRET = 'expired-secret-0123456789abcdefghijklmno';
const READER_SECRET = 'reader-secret-0123456789abcdefghijklmnop';
const SECOND_TOKEN = 'second-static-token-0123456789abcdefghij';
const PAST_TOKEN = 'past-static-token-0123456789abcdefghijkl';
const READ_TOKEN = 'read-only-static-token-0123456789abcdefg';
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let issuer: Issuer;
let outside: SigningPair;
let own: SigningPair;
let published: SigningPair;
let gateway: TestGateway;
let other: TestGateway;
let signingKey: JWK;

beforeAll(async () => {
  [outside, own, published] = await Promise.all([
    signingPair('outside'),
    signingPair('own', 'ES256'),
    signingPair('published', 'EdDSA'),
  ]);
  issuer = await startIssuer(outside, published);
  const past = '2020-01-01T00:00:00Z';
  const connections = [
    {
      name: 'rotating',
      user: 'tove.rask@firm.example',
      oauth: {
        clientId: 'rotating',
        secrets: [{ env: 'SECRET' }, { env: 'NEXT_SECRET', expires: '2999-01-01T00:00:00Z' }],
      },
      tokens: [{ env: 'SECOND_TOKEN' }, { env: 'PAST_TOKEN', expires: past }],
    },
    { name: 'lapsed', oauth: { clientId: 'lapsed', secrets: [{ env: 'EXPIRED_SECRET', expires: past }] } },
    {
      name: 'reader',
      scopes: ['scim.read'],
      token: { env: 'READ_TOKEN' },
      oauth: { clientId: 'reader', secrets: [{ env: 'READER_SECRET' }], accessTokenMinutes: 360 },
    },
    { name: 'signer', oauth: { clientId: 'signer', jwks: { keys: [own.public] } } },
    { name: 'publisher', oauth: { clientId: 'publisher', jwksUri: issuer.jwksUri } },
    { name: 'entra', oauth: { clientId: 'entra', workloadIdentity: workloadNamed('workload') } },
    {
      name: 'away',
      oauth: {
        clientId: 'away',
        workloadIdentity: {
          issuer: 'https://away.example',
          audience: 'api://gateway-app',
          subject: 'away',
          jwksUri: 'http://127.0.0.1:1/keys',
          bearer: true,
        },
      },
    },
    {
      name: 'direct',
      oauth: { clientId: 'direct', workloadIdentity: { ...workloadNamed('direct'), bearer: true } },
    },
  ];
  // The same workload as that of "direct", for another audience.
  const besides = { ...workloadNamed('direct'), audience: 'api://beside-app', bearer: true };
  const beside = { name: 'beside', oauth: { clientId: 'beside', workloadIdentity: besides } };
  gateway = await startTestGateway({
    file: {
      customers: [
        { id: 'default', connections },
        { id: 'beside', connections: [beside] },
      ],
    },
    env: { SECRET, NEXT_SECRET, EXPIRED_SECRET, READER_SECRET, SECOND_TOKEN, PAST_TOKEN, READ_TOKEN },
  });
  // A gateway of its own address on the same database, which knows one of these clients alone.
  other = await startTestGateway({
    token: gateway.token,
    file: { customers: [{ id: 'default', connections: connections.slice(3, 4) }] },
  });
  await accessToken({ client_id: 'rotating', client_secret: SECRET });
  const kept = await gateway.database
    .collection<{ _id: string; key: JWK }>('keys')
    .findOne({ _id: 'access-token' });
  if (kept === null) throw new Error('the gateway keeps no key');
  signingKey = kept.key;
});

afterAll(async () => {
  await other.close();
  await Promise.all([gateway.close(), issuer.close()]);
});

function workloadNamed(subject: string): object {
  return { issuer: issuer.url, audience: 'api://gateway-app/.default', subject };
}

type Form = Readonly<Record<string, string>>;
type Headers = Readonly<Record<string, string>>;

const post = (body: string, headers: Headers = {}, path = '/oauth2/token'): Promise<Answered> =>
  rawRequest(gateway.rootUrl, {
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });

const ask = (form: Form, headers: Headers = {}): Promise<Answered> =>
  post(new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(), headers);

const basic = (id: string, secret: string): Headers => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

async function accessToken(form: Form, headers: Headers = {}): Promise<string> {
  const answered = await ask(form, headers);
  expect([answered.status, answered.body['error_description']]).toEqual([200, undefined]);
  return String(answered.body['access_token']);
}

const withToken = (token: string): ReturnType<typeof scimClient> => scimClient({ ...gateway, token });
const opens = async (token: string): Promise<number> => (await withToken(token).get('/Users?count=0')).status;

function expectOAuthError(answered: Answered, status: number, error: string): void {
  expect(answered.body).toEqual({
    error,
    error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/) as string,
  });
  expect(answered.status).toBe(status);
  expect(answered.headers['content-type']).toBe('application/json');
  expect(answered.headers['cache-control']).toBe('no-store');
}

describe('POST /oauth2/token with a client secret', () => {
  it('gives a bearer token with its life and scope, not to be cached (RFC 6749 §5.1)', async () => {
    const answered = await ask({ client_id: 'rotating', client_secret: SECRET });
    expect(answered.status).toBe(200);
    expect(answered.body).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: 3_600,
      scope: 'scim scim.read',
    });
    expect(answered.headers['content-type']).toBe('application/json');
    expect(answered.headers['cache-control']).toBe('no-store');
    expect(await opens(String(answered.body['access_token']))).toBe(200);
  });

  it('takes it in the Authorization header or in the body, form-encoded or not (RFC 6749 §2.3.1)', async () => {
    await accessToken({}, basic('rotating', SECRET));
    await accessToken({}, basic('rotating', NEXT_SECRET));
    await accessToken({}, basic('rotating', encodeURIComponent(NEXT_SECRET)));
    await accessToken({ client_id: 'rotating' }, basic('rotating', SECRET));
    await accessToken({ client_id: 'rotating', client_secret: NEXT_SECRET });
  });

  it('refuses an unknown client, a wrong and an expired secret with the same bytes (RFC 6749 §5.2)', async () => {
    const answers = await Promise.all([
      ask({ client_id: 'nobody', client_secret: SECRET }),
      ask({ client_id: 'rotating', client_secret: READER_SECRET }),
      ask({ client_id: 'lapsed', client_secret: EXPIRED_SECRET }),
      ask({ client_id: 'signer', client_secret: SECRET }),
      ask({ client_id: 'rotating' }),
      ask({}),
      ask({}, basic('rotating', 'wrong')),
      ask({}, { Authorization: 'Bearer x' }),
    ]);
    for (const answered of answers) {
      expectOAuthError(answered, 401, 'invalid_client');
      expect(answered.headers['www-authenticate']).toBe('Basic realm="oauth2"');
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it.each<[string, Form, Headers, string]>([
    ['two secrets', { client_secret: SECRET }, basic('rotating', SECRET), 'invalid_request'],
    [
      'a secret and an assertion',
      { client_id: 'rotating', client_secret: SECRET, client_assertion: 'x' },
      {},
      'invalid_request',
    ],
    ['two client ids', { client_id: 'reader' }, basic('rotating', SECRET), 'invalid_request'],
    [
      'an unknown kind of assertion',
      { client_assertion: 'x', client_assertion_type: 'urn:x' },
      {},
      'invalid_request',
    ],
    ['no grant type', { grant_type: '' }, basic('rotating', SECRET), 'invalid_request'],
    [
      'the password grant',
      { grant_type: 'password', username: 'a', password: 'b' },
      basic('rotating', SECRET),
      'unsupported_grant_type',
    ],
    [
      'a refresh token',
      { grant_type: 'refresh_token', refresh_token: 'a' },
      basic('rotating', SECRET),
      'unsupported_grant_type',
    ],
    ['an unknown scope', { scope: 'scim admin' }, basic('rotating', SECRET), 'invalid_scope'],
    ['more than the client may', { scope: 'scim' }, basic('reader', READER_SECRET), 'invalid_scope'],
    ['no scope in its place', { scope: ' ' }, basic('rotating', SECRET), 'invalid_scope'],
    ['a scope that is no text', { scope: 'scim\u0000' }, basic('rotating', SECRET), 'invalid_scope'],
  ])('refuses %s (RFC 6749 §5.2)', async (_what, form, headers, error) => {
    expectOAuthError(await ask(form, headers), 400, error);
  });

  it('refuses a parameter that is given twice, a body that is no form, and parameters in the URL', async () => {
    const right = `grant_type=client_credentials&client_id=rotating&client_secret=${SECRET}`;
    expectOAuthError(await post(`${right}&scope=scim&scope=scim.read`), 400, 'invalid_request');
    expectOAuthError(await post(right, { 'Content-Type': 'application/json' }), 400, 'invalid_request');
    expectOAuthError(await post(right, { 'Content-Encoding': 'gzip' }), 400, 'invalid_request');
    expectOAuthError(await post(`${right}&x=${'x'.repeat(70_000)}`), 400, 'invalid_request');
    expectOAuthError(
      await post('grant_type=client_credentials', {}, `/oauth2/token?${right}`),
      400,
      'invalid_request',
    );
    expectOAuthError(await post(right, {}, '/oauth2/token?scope=scim.read'), 400, 'invalid_request');
    expectOAuthError(await post(''), 401, 'invalid_client');
    for (const charset of ['iso-8859-1', 'utf-7', 'x-none']) {
      const headers = { 'Content-Type': `application/x-www-form-urlencoded; charset=${charset}` };
      expectOAuthError(await post(right, headers), 400, 'invalid_request');
    }
    expect(
      (await post(right, { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' })).status,
    ).toBe(200);
  });

  it('takes POST alone', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const answered = await rawRequest(gateway.rootUrl, { method, path: '/oauth2/token' });
      expect([answered.status, answered.headers['allow']]).toEqual([405, 'POST']);
    }
  });

  it('leaves a line in the request log that says whose it was, and nothing secret anywhere', async () => {
    const good = await requestLine(
      gateway.database,
      await ask({ client_id: 'reader', client_secret: READER_SECRET }),
    );
    expect(good).toMatchObject({
      customer: 'default',
      connection: 'reader',
      status: 200,
      url: '/oauth2/token',
    });
    const bad = await requestLine(
      gateway.database,
      await ask({ client_id: 'reader', client_secret: SECRET }),
    );
    expect(bad).toMatchObject({
      customer: null,
      status: 401,
      detail: expect.stringMatching(/^invalid_client: /) as string,
    });
    const token = await accessToken({ client_id: 'rotating', client_secret: SECRET });
    await requestLine(
      gateway.database,
      await post('', {}, `/oauth2/token?client_secret=${SECRET}&x=${token}`),
    );
    const logged =
      JSON.stringify(await gateway.database.collection('requests').find().toArray()) +
      gateway.logLines().join();
    for (const secret of [SECRET, READER_SECRET, NEXT_SECRET, token]) expect(logged).not.toContain(secret);
  });

  it.each(['guessed', 'reader'])(
    'answers 429 with Retry-After to who tries secrets in a row, of an unknown client and a known one: %s',
    async (id) => {
      const attempt = (secret: string): Promise<Answered> => ask({ client_id: id, client_secret: secret });
      let tries = 0;
      let limited = await attempt('guess');
      for (; limited.status === 401 && tries < 20; tries += 1) limited = await attempt(`guess ${tries}`);
      expectOAuthError(limited, 429, 'slow_down');
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    },
  );

  it('keeps no client waiting that proves itself, whoever failed under its name before', async () => {
    const asked = await ask({ client_id: 'reader', client_secret: READER_SECRET });
    expect(asked.status).toBe(200);
    expectOAuthError(await ask({ client_id: 'reader', client_secret: SECRET }), 429, 'slow_down');
  });
});

describe('POST /oauth2/token with an assertion that the client signed', () => {
  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: 'signer',
    sub: 'signer',
    aud: `${gateway.rootUrl}/oauth2/token`,
    jti: randomUUID(),
    ...more,
  });
  const sendTo = (rootUrl: string, assertion: string, more: Form = {}): Promise<Answered> =>
    rawRequest(rootUrl, {
      method: 'POST',
      path: '/oauth2/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: JWT_BEARER,
        client_assertion: assertion,
        ...more,
      }).toString(),
    });
  const send = (assertion: string, more: Form = {}): Promise<Answered> =>
    sendTo(gateway.rootUrl, assertion, more);
  const seconds = (from: number): number => Math.floor(Date.now() / 1_000) + from;

  it('gives a token where issuer and subject are the client and the audience is the endpoint or the issuer (RFC 7523 §3)', async () => {
    expect((await send(await signed(own, claims()))).status).toBe(200);
    expect(
      (await send(await signed(own, claims({ aud: gateway.rootUrl })), { client_id: 'signer' })).status,
    ).toBe(200);
    const fromAddress = claims({ iss: 'publisher', sub: 'publisher' });
    expect((await send(await signed(published, fromAddress))).status).toBe(200);
  });

  it.each<[string, () => Promise<string>]>([
    ['for another audience', () => signed(own, claims({ aud: 'https://other.example/oauth2/token' }))],
    ['that is expired', () => signed(own, claims({ iat: seconds(-120), exp: seconds(-60) }))],
    ['without an end', () => signed(own, claims({ exp: undefined } as unknown as JWTPayload))],
    ['that is not valid yet', () => signed(own, claims({ nbf: seconds(60) }))],
    ['made in the future', () => signed(own, claims({ iat: seconds(60) }))],
    ['that lives too long', () => signed(own, claims({ exp: seconds(7_200) }))],
    ['made long ago to live long', () => signed(own, claims({ iat: seconds(-7_200) }))],
    ['without jti', () => signed(own, claims({ jti: undefined } as unknown as JWTPayload))],
    ['with an empty jti', () => signed(own, claims({ jti: '' }))],
    ['that is another kind of token', () => signed(own, claims(), { typ: 'secevent+jwt' })],
    ['of another subject', () => signed(own, claims({ sub: 'rotating' }))],
    ['of a client that has no keys', () => signed(own, claims({ iss: 'rotating', sub: 'rotating' }))],
    ['of an unknown client', () => signed(own, claims({ iss: 'nobody', sub: 'nobody' }))],
    [
      'signed with another key of the same name',
      async () => signed({ ...own, private: (await signingPair('own', 'ES256')).private }, claims()),
    ],
    ['signed by another client', () => signed(published, claims())],
    [
      'that nobody signed',
      () => Promise.resolve(new UnsecuredJWT(claims()).setExpirationTime('5m').encode()),
    ],
    ['that is none', () => Promise.resolve('a.b.c')],
  ])('refuses one %s (RFC 7523 §3)', async (_what, assertion) => {
    expectOAuthError(await send(await assertion(), { client_id: 'signer' }), 401, 'invalid_client');
  });

  it('refuses one that was used, in whichever process (RFC 7523 §3)', async () => {
    const aud = [`${gateway.rootUrl}/oauth2/token`, `${other.rootUrl}/oauth2/token`];
    const assertion = await signed(own, claims({ aud }));
    const answers = await Promise.all([send(assertion), sendTo(other.rootUrl, assertion)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await send(await signed(own, claims({ aud })))).status).toBe(200);
    const [kept] = await gateway.database.collection('assertions').find().sort({ expires: -1 }).toArray();
    // It lives five minutes; the clock of the database may be ahead of ours.
    expect((kept?.['expires'] as Date).getTime()).toBeGreaterThan(Date.now() + 1_800_000);
    const indexes = await gateway.database.collection('assertions').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expires: 1 }, expireAfterSeconds: 0 }));
  });

  it('refuses one beside the client_id of another client (RFC 7521 §4.2)', async () => {
    expectOAuthError(
      await send(await signed(own, claims()), { client_id: 'rotating' }),
      401,
      'invalid_client',
    );
  });
});

describe('POST /oauth2/token with a JWT of an outside issuer', () => {
  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: issuer.url,
    sub: 'workload',
    aud: 'api://gateway-app',
    ...more,
  });
  const send = (assertion: string, more: Form = {}): Promise<Answered> =>
    ask({ client_assertion_type: JWT_BEARER, client_assertion: assertion, ...more });

  it('gives a token where issuer, audience and subject are the configured ones, as often as the JWT lives', async () => {
    const jwt = await signed(outside, claims());
    const answered = await send(jwt, { scope: 'scim' });
    expect([answered.status, answered.body['scope']]).toEqual([200, 'scim']);
    expect((await send(jwt, { client_id: 'entra' })).status).toBe(200);
    const token = String(answered.body['access_token']);
    expect(await requestLine(gateway.database, await withToken(token).get('/Users?count=0'))).toMatchObject({
      connection: 'entra',
      status: 200,
    });
  });

  it.each<[string, () => Promise<string>, Form]>([
    ['another subject', () => signed(outside, claims({ sub: 'somebody' })), {}],
    ['another audience', () => signed(outside, claims({ aud: 'api://other-app' })), {}],
    ['another issuer', () => signed(outside, claims({ iss: 'https://other.example' })), {}],
    [
      'another key',
      async () => signed({ ...outside, private: (await signingPair('x')).private }, claims()),
      {},
    ],
    ['an unknown key', () => signed({ ...outside, id: 'unknown' }, claims()), {}],
    ['an end that is past', () => signed(outside, claims({ exp: 1_700_000_000 })), {}],
    ['the client_id of another client', () => signed(outside, claims()), { client_id: 'rotating' }],
  ])('refuses one with %s', async (_what, jwt, more) => {
    expectOAuthError(await send(await jwt(), more), 401, 'invalid_client');
  });
});

describe('transcript entra-oauth', () => {
  it.each([1, 2])('is met whole, the %i. time too', async () => {
    const sequence = readTranscript(join(__dirname, '..', 'clients', 'entra', 'oauth.json'));
    const entraJwt = await signed(outside, { iss: issuer.url, sub: 'workload', aud: 'api://gateway-app' });
    const results = await replayToEnd(sequence, {
      ...gateway,
      variables: {
        tokenEndpoint: `${gateway.rootUrl}/oauth2/token`,
        clientId: 'rotating',
        clientSecret: NEXT_SECRET,
        entraJwt,
      },
    });
    expect(results.filter(({ outcome }) => outcome !== 'passed').map(describeFailure)).toEqual([]);
    expect(results).toHaveLength(5);
  });
});

describe('while the issuer is away', () => {
  it('nobody is told that the JWT is wrong: 503 with Retry-After at the token endpoint and the SCIM base', async () => {
    const jwt = await signed(outside, { iss: 'https://away.example', sub: 'away', aud: 'api://gateway-app' });
    const asked = await ask({ client_assertion_type: JWT_BEARER, client_assertion: jwt });
    expectOAuthError(asked, 503, 'temporarily_unavailable');
    const called = await withToken(jwt).get('/Users');
    expectRefusal(called, 503, undefined, 'issuer');
    for (const { headers } of [asked, called]) expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(gateway.logLines().join('\n')).toContain(
      'the keys of http://127.0.0.1:1/keys cannot be fetched: ',
    );
  });
});

describe('an access token', () => {
  let token: string;
  let claims: JWTPayload;
  beforeAll(async () => {
    token = await accessToken({ client_id: 'rotating', client_secret: SECRET });
    claims = decodeJwt(token);
  });

  const remade = async (
    changes: JWTPayload,
    header: object = {},
    key?: KeyLike | Uint8Array,
  ): Promise<string> =>
    new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ ...headerOf(token), ...header })
      .sign(key ?? (await importJWK(signingKey, 'ES256')), { crit: { x: true } });

  const headerOf = (jwt: string): { alg: string; typ: string; kid: string } =>
    decodeProtectedHeader(jwt) as { alg: string; typ: string; kid: string };

  it('is a signed JWT that anybody verifies with the published keys (RFC 9068 §2)', async () => {
    const { body } = await rawRequest(gateway.rootUrl, { path: '/.well-known/oauth-authorization-server' });
    const keys = createRemoteJWKSet(new URL(String(body['jwks_uri'])));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: gateway.rootUrl,
      audience: gateway.baseUrl,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({ sub: 'rotating', client_id: 'rotating', scope: 'scim scim.read' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
    expect(payload.jti).not.toBe(decodeJwt(await accessToken({}, basic('rotating', SECRET))).jti);
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) as string });
    expect(keys.jwks()?.keys.flatMap((key) => Object.keys(key))).not.toContain('d');
  });

  it('lives as long as its client may have it', async () => {
    const long = decodeJwt(await accessToken({ client_id: 'reader', client_secret: READER_SECRET }));
    expect((long.exp ?? 0) - (long.iat ?? 0)).toBe(21_600);
  });

  it('opens, and made anew with the same key and claims too', async () => {
    expect([await opens(token), await opens(await remade({}))]).toEqual([200, 200]);
  });

  it.each<[string, () => Promise<string>]>([
    ['expired', () => remade({ iat: 1_700_000_000, exp: 1_700_003_600 })],
    ['without an end', () => remade({ exp: undefined } as unknown as JWTPayload)],
    ['of a client whose id is another customer’s now', () => remade({ owner: 'beside' })],
    ['of a client that is no longer configured', () => remade({ client_id: 'gone', sub: 'gone' })],
    ['for another audience', () => remade({ aud: 'https://other.example/scim/v2' })],
    ['of another issuer', () => remade({ iss: 'https://other.example' })],
    ['of another gateway', () => remade({ iss: other.rootUrl, aud: other.baseUrl })],
    ['without a scope', () => remade({ scope: undefined })],
    ['that is not valid yet', () => remade({ nbf: Math.floor(Date.now() / 1_000) + 600 })],
    ['of another type', () => remade({}, { typ: 'JWT' })],
    ['with a demand that nobody knows', () => remade({}, { crit: ['x'], x: 1 })],
    ['signed with another key', async () => remade({}, {}, (await generateKeyPair('ES256')).privateKey)],
    ['that nobody signed', () => Promise.resolve(new UnsecuredJWT(claims).encode())],
    ['with its signature taken away', () => Promise.resolve(token.replace(/[^.]*$/, ''))],
    [
      'with a letter changed',
      () => Promise.resolve(token.replace(/\.(.)/, (_all, letter) => `.${letter === 'e' ? 'f' : 'e'}`)),
    ],
    ['whose public key is taken for a shared secret', publicKeyAsSecret],
    ['whose key it brings itself', keyInHeader],
  ])('%s is 401, like any other (RFC 6750 §3.1)', async (_what, made) => {
    const answered = await withToken(await made()).get('/Users');
    expect(answered.text).toBe((await withToken('unknown').get('/Users')).text);
    expect(answered.headers['www-authenticate']).toBe('Bearer realm="scim"');
    expect(answered.status).toBe(401);
  });

  async function publicKeyAsSecret(): Promise<string> {
    const { body } = await rawRequest(gateway.rootUrl, { path: '/oauth2/jwks' });
    const [key] = body['keys'] as readonly JWK[];
    const secret = createSecretKey(Buffer.from(JSON.stringify(key)));
    return new SignJWT(claims).setProtectedHeader({ ...headerOf(token), alg: 'HS256' }).sign(secret);
  }

  async function keyInHeader(): Promise<string> {
    const pair = await signingPair('mine', 'ES256');
    return remade({}, { kid: 'mine', jwk: pair.public, jku: issuer.jwksUri }, pair.private);
  }

  it('of a gateway whose configuration has no such client opens nothing there', async () => {
    const foreign = await remade({ iss: other.rootUrl, aud: other.baseUrl });
    const known = await remade({
      iss: other.rootUrl,
      aud: other.baseUrl,
      client_id: 'signer',
      sub: 'signer',
    });
    expect((await scimClient({ ...other, token: foreign }).get('/Users')).status).toBe(401);
    expect((await scimClient({ ...other, token: known }).get('/Users')).status).toBe(200);
  });

  it('is kept nowhere', async () => {
    for (const { name } of await gateway.database.listCollections().toArray()) {
      const text = JSON.stringify(await gateway.database.collection(name).find().toArray());
      for (const secret of [token, SECRET, NEXT_SECRET, createHash('sha256').update(SECRET).digest('hex')])
        expect([name, text.includes(secret)]).toEqual([name, false]);
    }
  });
});

describe('a JWT of an outside issuer as bearer token', () => {
  const jwt = (more: JWTPayload = {}, header: object = {}): Promise<string> =>
    signed(outside, { iss: issuer.url, sub: 'direct', aud: ['x', 'api://gateway-app'], ...more }, header);

  it('opens where the connection says so', async () => {
    const answered = await withToken(await jwt()).get('/Users?count=0');
    expect(answered.status).toBe(200);
    expect(await requestLine(gateway.database, answered)).toMatchObject({ connection: 'direct' });
  });

  it.each([
    ['an access token by its type', {}, { typ: 'at+jwt' }, 'default'],
    ['of the same workload for another customer', { aud: ['x', 'api://beside-app'] }, {}, 'beside'],
  ])('%s opens', async (_what, more, header, customer) => {
    const answered = await withToken(await jwt(more, header)).get('/Users?count=0');
    expect(await requestLine(gateway.database, answered)).toMatchObject({ customer, status: 200 });
  });

  it('for the audiences of two customers gets a token of the one that is named, of neither where none is', async () => {
    const assertion = await jwt({ aud: ['api://gateway-app', 'api://beside-app'] });
    const form = { client_assertion_type: JWT_BEARER, client_assertion: assertion };
    expectOAuthError(await ask(form), 401, 'invalid_client');
    for (const id of ['direct', 'beside'])
      expect(decodeJwt(await accessToken({ ...form, client_id: id })).sub).toBe(id);
  });

  it.each<[string, () => Promise<string>]>([
    ['where the connection does not say so', () => jwt({ sub: 'workload' })],
    ['for another audience', () => jwt({ aud: 'api://other' })],
    ['expired', () => jwt({ exp: 1_700_000_000 })],
    ['without an end', () => jwt({ exp: undefined } as unknown as JWTPayload)],
    ['with an unknown key', () => jwt({}, { kid: 'unknown' })],
    ['for the audiences of two customers', () => jwt({ aud: ['api://gateway-app', 'api://beside-app'] })],
    ['that is a security event', () => jwt({}, { typ: 'secevent+jwt' })],
    ['that is a logout', () => jwt({}, { typ: 'application/logout+jwt' })],
    [
      'that nobody signed',
      () =>
        Promise.resolve(
          new UnsecuredJWT({ iss: issuer.url, sub: 'direct', aud: 'api://gateway-app' })
            .setExpirationTime('5m')
            .encode(),
        ),
    ],
  ])('%s is 401', async (_what, made) => {
    expectRefusal(await withToken(await made()).get('/Users'), 401, undefined, 'unknown or expired');
  });
});

describe('a static token', () => {
  it('beside another one opens, with an end that is past it does not', async () => {
    expect(await opens(SECOND_TOKEN)).toBe(200);
    expectRefusal(await withToken(PAST_TOKEN).get('/Users'), 401, undefined);
  });
});

describe('a connection that is bound to a user', () => {
  it('is that user at /Me with each of its tokens, another connection is nobody (RFC 7644 §3.11)', async () => {
    await created(withToken(gateway.token), '/Users', person('tove.rask@firm.example'));
    const token = await accessToken({ client_id: 'rotating', client_secret: SECRET });
    for (const bound of [token, SECOND_TOKEN])
      expect((await withToken(bound).get('/Me')).body['userName']).toBe('tove.rask@firm.example');
    expect((await withToken(gateway.token).get('/Me')).status).toBe(501);
  });
});

describe('a credential with the scope scim.read', () => {
  const WRITES = [
    ['POST', '/Users'],
    ['PUT', '/Users/x'],
    ['PATCH', '/Users/x'],
    ['DELETE', '/Users/x'],
    ['POST', '/Groups'],
    ['POST', '/Bulk'],
    ['POST', '/Users/.search/x'],
  ] as const;

  it('reads in every way and writes in none: 403 with insufficient_scope, before a body is read (RFC 6750 §3.1)', async () => {
    const user = await created(withToken(gateway.token), '/Users', person('scope'));
    const search = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'userName eq "scope"',
    };
    const narrow = await accessToken({ client_id: 'rotating', client_secret: SECRET, scope: 'scim.read' });
    const reader = await accessToken({ client_id: 'reader', client_secret: READER_SECRET });
    const before = await storedState(gateway.database);
    for (const token of [READ_TOKEN, narrow, reader]) {
      const client = withToken(token);
      const reads = [
        client.get('/Users'),
        client.get(`/Users/${user.id}`),
        client.get('/Schemas'),
        client.post('/Users/.search', search),
        client.post('/Users/%2Esearch', search),
        client.post('/.search', search),
      ];
      expect((await Promise.all(reads)).map(({ status }) => status)).toEqual(reads.map(() => 200));
      for (const [method, path] of WRITES) {
        const answered = await client.send(method, path.replace('/x', `/${user.id}`), {
          headers: { 'Content-Type': 'application/scim+json' },
          body: '{"',
        });
        expectRefusal(answered, 403, undefined, 'scope scim');
        expect(answered.headers['www-authenticate']).toBe(
          'Bearer realm="scim", error="insufficient_scope", scope="scim"',
        );
      }
    }
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('differs from one with the scope scim, which writes', async () => {
    const token = await accessToken({ client_id: 'rotating', client_secret: SECRET, scope: 'scim' });
    expect((await withToken(token).post('/Users', person('by-token'))).status).toBe(201);
  });
});

describe('GET /.well-known/oauth-authorization-server', () => {
  it('tells where and how to get a token (RFC 8414 §2)', async () => {
    const answered = await rawRequest(gateway.rootUrl, { path: '/.well-known/oauth-authorization-server' });
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({
      issuer: gateway.rootUrl,
      token_endpoint: `${gateway.rootUrl}/oauth2/token`,
      jwks_uri: `${gateway.rootUrl}/oauth2/jwks`,
      grant_types_supported: ['client_credentials'],
      scopes_supported: ['scim', 'scim.read'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    });
  });
});

describe('/ServiceProviderConfig', () => {
  it('lists the ways in, one of them primary (RFC 7643 §5)', async () => {
    const { body } = await withToken(gateway.token).get('/ServiceProviderConfig');
    const schemes = body['authenticationSchemes'] as readonly {
      readonly type: string;
      readonly primary?: boolean;
    }[];
    expect(schemes.map(({ type }) => type)).toEqual(['oauthbearertoken', 'oauth2']);
    expect(schemes.filter(({ primary }) => primary === true)).toHaveLength(1);
  });
});
