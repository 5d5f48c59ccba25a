// Bodies that cannot be read: no JSON, too long, too deep, or of another media type. Refused whole, with a reason in the request log.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startTestGateway, type TestGateway } from './gateway';
import {
  expectRefusal,
  person,
  rawRequest,
  requestLine,
  scimClient,
  storedState,
  type Answered,
  type ScimClient,
} from './scim-client';

const BODY_BYTES_MAX = 3_000;
const GROUP_BODY_BYTES_MAX = 6_000;
const URL_BYTES_MAX = 1_000;
const HEADER_BYTES_MAX = 2_000;

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({
    env: {
      GATEWAY_LIMIT_BODY_BYTES: String(BODY_BYTES_MAX),
      GATEWAY_LIMIT_GROUP_BODY_BYTES: String(GROUP_BODY_BYTES_MAX),
      GATEWAY_LIMIT_URL_BYTES: String(URL_BYTES_MAX),
      GATEWAY_LIMIT_HEADER_BYTES: String(HEADER_BYTES_MAX),
      GATEWAY_LIMIT_JSON_DEPTH: '8',
      GATEWAY_LIMIT_OPERATIONS: '5',
    },
  });
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

function groupOf(displayName: string, bytes: number): string {
  const bare = JSON.stringify({ displayName, filler: '' });
  return JSON.stringify({ displayName, filler: 'f'.repeat(bytes - bare.length) });
}

const toGroups = () => ({
  method: 'POST',
  path: '/scim/v2/Groups',
  headers: { Authorization: `Bearer ${gateway.token}`, ...scimJson },
});

/** POST /Groups whose last byte is not sent until it is ended; resolves with its status then. */
function unendedGroup(body: string): { readonly end: () => Promise<number> } {
  const { hostname, port } = new URL(gateway.rootUrl);
  const request = httpRequest({ hostname, port, ...toGroups() });
  request.write(body.slice(0, -1));
  return {
    async end() {
      request.end(body.slice(-1));
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode ?? 0;
    },
  };
}

const scimJson = { 'Content-Type': 'application/scim+json' };
const named = (userName: string): string => JSON.stringify(person(userName));

/** POST /Users in chunks, without an announced length, and with bytes as they are. */
const raw = ({
  headers = {},
  body,
}: {
  headers?: Record<string, string>;
  body: string | Buffer;
}): Promise<Answered> =>
  rawRequest(gateway.rootUrl, {
    method: 'POST',
    path: '/scim/v2/Users',
    headers: { Authorization: `Bearer ${gateway.token}`, ...scimJson, ...headers },
    body,
  });

describe('POST /Users with a body that is not well-formed JSON', () => {
  it.each([
    ['that breaks off', '{"userName": "broken'],
    ['with a comma too many', '{"userName": "broken",}'],
    ['in single quotes', "{'userName': 'broken'}"],
    ['with two values', '{"userName":"broken"} {}'],
    ['that begins with a byte order mark', `\ufeff${named('broken')}`],
    ['of one word', 'undefined'],
  ])('refuses one %s, and stores nothing', async (_how, body) => {
    const before = await storedState(gateway.database);
    const answered = await client.send('POST', '/Users', { headers: scimJson, body });
    expectRefusal(answered, 400, 'invalidSyntax', 'the body is not');
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('refuses one that is not UTF-8', async () => {
    const answered = await raw({ body: Buffer.from('{"userName":"br\xf6ken"}', 'latin1') });
    expectRefusal(answered, 400, 'invalidSyntax', 'not UTF-8');
  });

  it.each(['', '[]', '[{"userName":"listed"}]', 'null', '"text"', '5', 'true'])(
    'refuses %j, which is no object',
    async (body) => {
      const answered = await client.send('POST', '/Users', { headers: scimJson, body });
      expectRefusal(answered, 400, 'invalidSyntax', 'one JSON object');
    },
  );

  it.each(['PUT', 'PATCH'])('%s of an object that is none is refused in the same way', async (method) => {
    const answered = await client.send(method, '/Users/1', { headers: scimJson, body: '[]' });
    expectRefusal(answered, 400, 'invalidSyntax');
  });
});

describe('POST /Users with one attribute twice', () => {
  it.each([
    ['the same spelling', '{"userName":"twice","active":false,"active":true}'],
    ['another letter case', '{"userName":"twice","active":false,"Active":true}'],
    ['an escaped spelling', '{"userName":"twice","active":false,"\\u0061ctive":true}'],
    ['inside another attribute', '{"userName":"twice","name":{"givenName":"A","givenName":"B"}}'],
  ])('refuses it in %s, because nobody knows which is meant', async (_how, body) => {
    const answered = await client.send('POST', '/Users', { headers: scimJson, body });
    expectRefusal(answered, 400, 'invalidSyntax', 'more than once');
  });

  it('accepts the same name in two objects', async () => {
    const body = '{"userName":"once","emails":[{"value":"a@x.example"},{"value":"b@x.example"}]}';
    expect((await client.send('POST', '/Users', { headers: scimJson, body })).status).toBe(201);
  });
});

describe('POST /Users in another media type', () => {
  it.each([
    'text/plain',
    'text/json',
    'application/xml',
    'application/json-patch+json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=iso-8859-1',
    'application/scim+json; charset=utf-16',
    'json',
  ])('refuses %s with 415', async (type) => {
    const answered = await client.send('POST', '/Users', {
      headers: { 'Content-Type': type },
      body: named('refused'),
    });
    expectRefusal(answered, 415, undefined, 'application/scim+json or application/json');
  });

  it('refuses a body of no announced type', async () => {
    const answered = await client.send('POST', '/Users', {
      headers: { 'Content-Type': '' },
      body: named('refused'),
    });
    expectRefusal(answered, 415, undefined);
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, gzip'])('refuses the encoding %s with 415', async (encoding) => {
    const body = gzipSync(named('refused'));
    const answered = await raw({ headers: { 'Content-Encoding': encoding }, body });
    expectRefusal(answered, 415, undefined, 'Content-Encoding');
  });

  it.each([
    'application/json',
    'application/scim+json',
    'Application/SCIM+JSON',
    'application/json; charset=utf-8',
    'application/scim+json;charset="UTF-8"',
    'application/json; v=1; charset=utf8',
  ])('accepts %s', async (type) => {
    const answered = await client.send('POST', '/Users', {
      headers: { 'Content-Type': type },
      body: named(`typed ${randomUUID()}`),
    });
    expect(answered.status).toBe(201);
  });

  it('accepts a body that says it is not encoded', async () => {
    const answered = await client.send('POST', '/Users', {
      headers: { ...scimJson, 'Content-Encoding': 'identity' },
      body: named('identity'),
    });
    expect(answered.status).toBe(201);
  });
});

describe('a body over the limit', () => {
  /** A user whose JSON has exactly this many bytes. */
  const userOf = (bytes: number, userName: string): string => {
    const bare = JSON.stringify(person(userName, { title: '' }));
    return JSON.stringify(person(userName, { title: 't'.repeat(bytes - bare.length) }));
  };

  it('is accepted on /Users at the limit and refused with 413 one byte above it', async () => {
    const fits = await client.send('POST', '/Users', {
      headers: scimJson,
      body: userOf(BODY_BYTES_MAX, 'fits'),
    });
    expect(fits.status).toBe(201);
    const tooLong = await client.send('POST', '/Users', {
      headers: scimJson,
      body: userOf(BODY_BYTES_MAX + 1, 'too-long'),
    });
    expectRefusal(tooLong, 413, undefined, `${BODY_BYTES_MAX} bytes`);
  });

  it('is measured while it comes in where no length is announced', async () => {
    const fits = await raw({ body: userOf(BODY_BYTES_MAX, 'chunked') });
    expect(fits.status).toBe(201);
    const tooLong = await raw({ body: userOf(BODY_BYTES_MAX + 1, 'chunked-too-long') });
    expectRefusal(tooLong, 413, undefined);
  });

  it('has a limit of its own on /Groups', async () => {
    const fits = await client.send('POST', '/Groups', {
      headers: scimJson,
      body: groupOf('Large', GROUP_BODY_BYTES_MAX),
    });
    expect(fits.status).toBe(201);
    const tooLong = await client.send('POST', '/Groups', {
      headers: scimJson,
      body: groupOf('Large', GROUP_BODY_BYTES_MAX + 1),
    });
    expectRefusal(tooLong, 413, undefined, `${GROUP_BODY_BYTES_MAX} bytes`);
  });

  it('is put off on /Groups while others fill the room that such bodies share', async () => {
    const members = Array.from({ length: 200 }, () => ({ value: 'nobody' }));
    const large = (displayName: string): string => JSON.stringify({ displayName, members });
    expect(2 * large('').length).toBeGreaterThan(GROUP_BODY_BYTES_MAX);
    const first = unendedGroup(large('Arriving'));
    const second = async (displayName: string): Promise<Answered> =>
      rawRequest(gateway.rootUrl, { ...toGroups(), body: large(displayName) });
    const answers: Answered[] = [];
    while (answers.at(-1)?.status !== 503 && answers.length < 200)
      answers.push(await second(`Second ${answers.length}`));
    expect(answers.at(-1)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { detail: expect.stringContaining('other large groups') as string },
    });
    expect(await first.end()).toBe(201);
    expect((await second('After')).status).toBe(201);
  });

  it('leaves the connection usable for the next request', async () => {
    await client.send('POST', '/Users', {
      headers: scimJson,
      body: userOf(20 * BODY_BYTES_MAX, 'far-too-long'),
    });
    expect((await client.get('/Users?count=0')).status).toBe(200);
  });

  it('is refused with 400 where it is nested deeper than the limit', async () => {
    const nested = (levels: number): string =>
      `{"userName":"n","x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    const fits = await client.send('POST', '/Users', { headers: scimJson, body: nested(8) });
    expect(fits.status).toBe(201);
    const tooDeep = await client.send('POST', '/Users', { headers: scimJson, body: nested(9) });
    expectRefusal(tooDeep, 400, 'invalidSyntax', 'nested too deeply');
  });

  it('is refused with 413 where a PATCH holds more operations than the limit', async () => {
    const { id } = (await client.post('/Users', person('patched'))).body;
    const operation = { op: 'replace', path: 'title', value: 'Clerk' };
    expect((await client.patch(`/Users/${id}`, Array(5).fill(operation))).status).toBe(200);
    const answered = await client.patch(`/Users/${id}`, Array(6).fill(operation));
    expectRefusal(answered, 413, undefined, 'at most 5');
  });
});

describe('a URL over the limit', () => {
  const pathOf = (bytes: number): string => {
    const start = '/Users?x=';
    return start + 'u'.repeat(bytes - `/scim/v2${start}`.length);
  };

  it('is answered at the limit and refused with 414 one byte above it', async () => {
    expect((await client.get(pathOf(URL_BYTES_MAX))).status).toBe(200);
    expectRefusal(await client.get(pathOf(URL_BYTES_MAX + 1)), 414, undefined, '.search');
  });

  it('is not kept in the request log in full', async () => {
    const answered = await client.get(pathOf(10 * URL_BYTES_MAX));
    const { url } = await requestLine(gateway.database, answered);
    expect(String(url).length).toBeLessThan(3 * URL_BYTES_MAX);
  });
});

describe('headers over the limit', () => {
  it('are refused with 431', async () => {
    const fits = await client.get('/Users', { 'X-Filler': 'f'.repeat(HEADER_BYTES_MAX / 2) });
    expect(fits.status).toBe(200);
    const tooLong = await client.get('/Users', { 'X-Filler': 'f'.repeat(HEADER_BYTES_MAX) });
    expectRefusal(tooLong, 431, undefined, `${HEADER_BYTES_MAX} bytes`);
  });

  it('are refused with 431 where even the HTTP parser takes no more', async () => {
    const answered = await client.get('/Users', { 'X-Filler': 'f'.repeat(70_000) });
    expect(answered.status).toBe(431);
    expect(answered.headers['content-type']).toMatch(/^application\/scim\+json/);
  });
});
