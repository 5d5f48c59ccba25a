// Holds the replay engine to its word: it must catch the faults it exists for. The servers here are stubs with one planted fault each.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describeFailure, replayToEnd, type StepResult } from '../../scripts/replay/engine';
import { expectationsAt, unmet } from '../../scripts/replay/expectation';
import { readTranscript } from '../../scripts/replay/transcript';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const SCIM = { 'Content-Type': 'application/scim+json' };
let folder: string;
const servers: Server[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'transcripts-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const asJson =
  (status: number, document: unknown): Answer =>
  (_request, response) =>
    response.writeHead(status, SCIM).end(JSON.stringify(document));

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request, response, Buffer.concat(chunks).toString());
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
}

function transcript(document: unknown) {
  const file = join(folder, 'transcript.json');
  writeFileSync(file, JSON.stringify(document));
  return readTranscript(file);
}

const steps = (...list: readonly object[]) =>
  transcript({
    sequence: 'stub',
    client: 'any',
    about: 'For this test.',
    headers: { Authorization: 'Bearer {{token}}' },
    bodyHeaders: { 'Content-Type': 'application/scim+json' },
    steps: list.map((step) => ({ title: 'a step', evidence: 'derived', status: 200, ...step })),
  });

async function replay(answer: Answer, ...list: readonly object[]): Promise<readonly StepResult[]> {
  return replayToEnd(steps(...list), { baseUrl: await serve(answer), token: 'secret-token' });
}

const failures = (results: readonly StepResult[]) => results.map((result) => result.failures);

describe('a step', () => {
  it('fails on a status that is not among the expected ones', async () => {
    const results = await replay(asJson(404, {}), { request: 'GET /Users', status: [200, 204] });
    expect(failures(results)).toEqual([['expected status 200 or 204, came 404']]);
  });

  it('fails on a body that is not announced as JSON', async () => {
    const results = await replay(
      (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('{}'),
      {
        request: 'GET /Users',
      },
    );
    expect(failures(results)).toEqual([
      ['expected application/scim+json or application/json, came "text/html"'],
    ]);
  });

  it('fails on a body that is announced as JSON but is none', async () => {
    const results = await replay((_, response) => response.writeHead(200, SCIM).end('<html>'), {
      request: 'GET /Users',
    });
    expect(failures(results)).toEqual([['expected a JSON body, came text that is no JSON']]);
  });

  it('fails on a 201 without the body that is expected', async () => {
    const results = await replay((_, response) => response.writeHead(201).end(), {
      request: 'POST /Users',
      status: 201,
      expect: { '/id': { exists: true } },
    });
    expect(failures(results)).toEqual([['expected /id exists true, came nothing']]);
  });

  it('fails with a reason where nobody listens', async () => {
    const results = await replayToEnd(steps({ request: 'GET /Users' }), {
      baseUrl: 'http://127.0.0.1:1',
      token: '',
    });
    expect(results[0]?.failures[0]).toMatch(/ECONNREFUSED/);
  });

  it('fails when a variable was never captured, and those after it still run', async () => {
    const results = await replay(
      asJson(200, {}),
      { request: 'GET /Users/{{userId}}' },
      { request: 'GET /Users' },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
    expect(results[0]?.failures[0]).toContain('{{userId}}');
  });

  it('is skipped where a variable that only the caller can give is not given, and so is what stands on it', async () => {
    const results = await replay(
      asJson(200, {}),
      { request: 'POST {{tokenEndpoint}}', rawBody: 'a=1', capture: { accessToken: '/access_token' } },
      { request: 'GET /Users', headers: { Authorization: 'Bearer {{accessToken}}' } },
      { request: 'GET /Users' },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'passed']);
    expect(failures(results)[0]).toEqual(['{{tokenEndpoint}} is not given']);
  });

  it('goes to an endpoint outside the base where that is given, a variable in its form encoded', async () => {
    const baseUrl = await serve((request, response, body) => {
      asJson(200, { path: request.url, body })(request, response, body);
    });
    const step = {
      request: 'POST {{tokenEndpoint}}',
      rawBody: 'client_secret={{clientSecret}}',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      expect: { '/path': { eq: '/oauth2/token' }, '/body': { eq: 'client_secret=a%26b' } },
    };
    const tokenEndpoint = new URL('/oauth2/token', baseUrl).href;
    const variables = { tokenEndpoint, clientSecret: 'a&b' };
    const results = await replayToEnd(steps(step), { baseUrl, token: '', variables });
    expect(failures(results)).toEqual([[]]);
  });

  it('is waived when it is optional', async () => {
    const results = await replay(asJson(404, {}), { request: 'GET /Users', optional: true });
    expect(results[0]?.outcome).toBe('waived');
  });
});

describe('a request', () => {
  it('goes out exactly as written', async () => {
    const path = "/Users?filter=userName+eq+%22o'brien%2Bx%40a.example%22&aadOptscim062020";
    let seen: string | undefined;
    await replay(
      (request, response) => {
        seen = request.url;
        response.writeHead(204).end();
      },
      { request: `GET ${path}` },
    );
    expect(seen).toBe(`/scim/v2${path}`);
  });

  it('carries variables in path, headers and body, whole values as they were', async () => {
    const seen: unknown[] = [];
    const answer: Answer = (request, response, body) => {
      seen.push([request.url, request.headers.authorization, body]);
      response.writeHead(200, SCIM).end('{"id":"a b","members":[1,{"x":null}]}');
    };
    await replay(
      answer,
      { request: 'GET /Groups', capture: { id: '/id', members: '/members' } },
      { request: 'PUT /Groups/{{id}}', body: { members: '{{members}}', note: 'of {{id}}' } },
    );
    expect(seen[1]).toEqual([
      '/scim/v2/Groups/a%20b',
      'Bearer secret-token',
      '{"members":[1,{"x":null}],"note":"of a b"}',
    ]);
  });

  it('leaves out a header that the step sets to null', async () => {
    let seen: IncomingMessage['headers'] = {};
    await replay(
      (request, response) => {
        seen = request.headers;
        response.writeHead(204).end();
      },
      { request: 'GET /Users', headers: { Authorization: null, 'X-Own': 'yes' } },
    );
    expect(seen).toMatchObject({ 'x-own': 'yes' });
    expect(seen.authorization).toBeUndefined();
  });

  it('understands a packed answer', async () => {
    const results = await replay(
      (_, response) =>
        response.writeHead(200, { ...SCIM, 'Content-Encoding': 'gzip' }).end(gzipSync('{"id":"1"}')),
      { request: 'GET /Users', expect: { '/id': { eq: '1' } } },
    );
    expect(failures(results)).toEqual([[]]);
  });
});

describe('the report of a failure', () => {
  it('names sequence, step, title, request, expectation and answer, and never the token', async () => {
    const [result] = await replay(asJson(200, { totalResults: 3 }), {
      title: 'Nobody is found',
      request: 'GET /Users?filter=x',
      expect: { '/totalResults': { eq: 0 } },
    });
    const report = result && describeFailure(result);
    expect(report).toContain('stub, step 1: Nobody is found');
    expect(report).toContain('GET /Users?filter=x');
    expect(report).toContain('expected /totalResults eq 0, came 3');
    expect(report).toContain('{"totalResults":3}');
    expect(report).not.toContain('secret-token');
  });
});

describe('an expectation', () => {
  const URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const document = {
    a: 'x',
    list: [{ value: 1 }, 'y'],
    none: null,
    empty: {},
    zero: 0,
    [URN]: { 'a/b~c': 'deep' },
  };
  const met: readonly (readonly [string, object])[] = [
    ['', { type: 'object' }],
    ['/a', { eq: 'x', ne: 'y', exists: true, absent: false, nonEmpty: true, type: 'string', includes: 'x' }],
    ['/list', { length: 2, minLength: 2, type: 'array', includes: 'y' }],
    ['/list/0/value', { eq: 1, oneOf: [2, 1], type: 'number' }],
    ['/none', { nullOrAbsent: true, emptyOrAbsent: true, exists: false, absent: false, type: 'null' }],
    ['/empty', { emptyOrAbsent: true, nullOrAbsent: false }],
    ['/zero', { nonEmpty: true, eq: 0 }],
    ['/toString', { absent: true }],
    [`/${URN}/a~1b~0c`, { eq: 'deep' }],
  ];
  const notMet: readonly (readonly [string, object])[] = [
    ['/a', { eq: 'X' }],
    ['/a', { absent: true }],
    ['/none', { absent: true }],
    ['/none', { exists: true }],
    ['/missing', { exists: true }],
    ['/missing', { minLength: 0 }],
    ['/list', { length: 3 }],
    ['/list', { includes: 1 }],
    ['/zero', { eq: '0' }],
    ['/zero', { type: 'string' }],
    ['/zero', { oneOf: ['0'] }],
    ['/empty', { nonEmpty: true }],
    ['/zero', { emptyOrAbsent: true }],
  ];
  const verdicts = (pointer: string, tests: object) =>
    expectationsAt(pointer, { ...tests }).map((expectation) => unmet(document, expectation));

  it.each(met)('holds at "%s": %j', (pointer, tests) => {
    expect(verdicts(pointer, tests).filter((verdict) => verdict !== undefined)).toEqual([]);
  });

  it.each(notMet)('does not hold at "%s": %j', (pointer, tests) => {
    expect(verdicts(pointer, tests)).toEqual([expect.stringContaining(`expected ${pointer}`)]);
  });
});

describe('an unequal document', () => {
  it('is reported by the first place that differs', () => {
    const [expectation] = expectationsAt('', { eq: { a: [{ b: 1 }], same: true } });
    const report = expectation && unmet({ same: true, a: [{ b: 2 }] }, expectation);
    expect(report).toBe('expected /a/0/b eq 1, came 2');
  });
});

describe('a transcript', () => {
  const plainStep = { sequence: 'p', title: 't', method: 'GET', path: '/Users', headers: {} };

  it('may be a plain list of steps, which are taken in their order', () => {
    const sequence = transcript([
      { ...plainStep, step: 2, expect: { status: 404 } },
      { ...plainStep, step: 1, expect: { status: [200], json: [{ ptr: '/a', eq: 1, type: 'number' }] } },
    ]);
    expect(sequence.steps.map(({ statuses }) => statuses)).toEqual([[200], [404]]);
    expect(sequence.steps[0]?.expectations).toHaveLength(2);
  });

  it('is refused with a test nobody knows', () => {
    expect(() => steps({ request: 'GET /Users', expect: { '/a': { equals: 1 } } })).toThrow(
      /unknown test "equals" at \/a/,
    );
  });

  it('is refused with a misspelt member', () => {
    expect(() => steps({ request: 'GET /Users', expects: {} })).toThrow(
      /transcript\.json.*additional properties/,
    );
  });
});
