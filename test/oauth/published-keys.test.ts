// Keys of another issuer over real HTTP: kept, fetched again with restraint, never from a place that nobody configured.

import type { ServerResponse } from 'node:http';
import { decodeProtectedHeader, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { WorkloadIdentity } from '../../src/oauth/client';
import { OAuthFailure } from '../../src/oauth/failure';
import { fetchJson } from '../../src/oauth/fetch-json';
import { createKeySources } from '../../src/oauth/published-keys';
import { signed, signingPair, startIssuer, type Issuer, type SigningPair } from './issuer';

let first: SigningPair;
let second: SigningPair;
let issuer: Issuer;
let clockMs: number;
let notices: string[];
let keys: JWTVerifyGetKey;

beforeAll(async () => {
  [first, second] = await Promise.all([signingPair('first', 'ES256'), signingPair('second', 'ES256')]);
});

beforeEach(async () => {
  issuer = await startIssuer(first);
  clockMs = Date.parse('2026-11-22T10:00:00Z');
  notices = [];
  keys = sources().ofIssuer(workload());
});

afterEach(() => issuer.close());

const sources = (): ReturnType<typeof createKeySources> =>
  createKeySources({
    fetchJson,
    now: () => new Date(clockMs),
    onNotice: (message) => notices.push(message),
  });

const workload = (more: Partial<WorkloadIdentity> = {}): WorkloadIdentity => ({
  issuer: issuer.url,
  audience: 'api://app',
  subject: 'workload',
  jwksUri: null,
  asBearer: false,
  ...more,
});

/** What becomes of a token signed with this key. */
async function outcome(pair: SigningPair, from: JWTVerifyGetKey = keys): Promise<unknown> {
  try {
    await jwtVerify(await signed(pair, {}), from);
    return 'verified';
  } catch (error) {
    return error instanceof OAuthFailure ? [error.status, error.headers['Retry-After']] : 'refused';
  }
}

const later = (seconds: number): void => {
  clockMs += seconds * 1_000;
};

const away = (response: ServerResponse): void => {
  response.destroy();
};

describe('the keys of an issuer', () => {
  it('are found by OpenID Connect discovery and fetched once for many tokens', async () => {
    expect(await Promise.all([outcome(first), outcome(first), outcome(first)])).toEqual(
      Array(3).fill('verified'),
    );
    expect(await outcome(first)).toBe('verified');
    expect(issuer.fetches()).toBe(1);
  });

  it('are fetched again after ten minutes, so that a key that was taken back ends', async () => {
    expect(await outcome(first)).toBe('verified');
    issuer.publish(second);
    later(599);
    expect(await outcome(first)).toBe('verified');
    later(1);
    expect(await outcome(first)).toBe('refused');
  });

  it('are fetched for a key that is not known, but not twice within thirty seconds', async () => {
    expect(await outcome(first)).toBe('verified');
    issuer.publish(first, second);
    for (let round = 0; round < 20; round += 1) expect(await outcome(second)).toBe('refused');
    expect(issuer.fetches()).toBe(1);
    later(30);
    expect(await outcome(second)).toBe('verified');
    expect(issuer.fetches()).toBe(2);
  });

  it('go on for a day while the issuer is away', async () => {
    expect(await outcome(first)).toBe('verified');
    issuer.answerWith(away);
    later(86_399);
    expect(await outcome(first)).toBe('verified');
    later(1);
    expect(await outcome(first)).toEqual([503, expect.any(String)]);
  });

  it('that cannot be had are 503 with Retry-After, and asked for less and less often', async () => {
    issuer.answerWith(away);
    const waits = [];
    for (let round = 0; round < 9; round += 1) {
      const tried = notices.length;
      const [status, retryAfter] = (await outcome(first)) as [number, string];
      expect(status).toBe(503);
      later(Number(retryAfter) - 1);
      expect(await outcome(first)).toEqual([503, '1']);
      expect(notices).toHaveLength(tried + 1);
      later(1);
      waits.push(Number(retryAfter));
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300]);
    expect(notices[0]).toContain(`the keys of ${issuer.url} cannot be fetched: `);
    issuer.answerWith();
    expect(await outcome(first)).toBe('verified');
  });

  it('are not known to be wrong while they cannot be fetched: an unknown key is 503 then', async () => {
    expect(await outcome(first)).toBe('verified');
    issuer.answerWith(away);
    later(60);
    expect(await outcome(second)).toEqual([503, '2']);
    expect(await outcome(first)).toBe('verified');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a redirect', (response) => response.writeHead(302, { Location: `${issuer.url}/keys` }).end()],
    ['a large answer', (response) => response.writeHead(200).end(`{"issuer":"${'x'.repeat(300_000)}"}`)],
    ['no JSON', (response) => response.writeHead(200).end('<html>')],
    ['JSON without keys', (response) => response.writeHead(200).end('{}')],
    ['a null', (response) => response.writeHead(200).end('null')],
    ['an error', (response) => response.writeHead(500).end('{}')],
    [
      'the discovery document of another issuer',
      (response) =>
        response
          .writeHead(200)
          .end(JSON.stringify({ issuer: 'https://other.example', jwks_uri: issuer.jwksUri })),
    ],
    [
      'keys on another machine without TLS',
      (response) =>
        response
          .writeHead(200)
          .end(JSON.stringify({ issuer: issuer.url, jwks_uri: 'http://192.0.2.1/keys' })),
    ],
    [
      'keys in a file',
      (response) =>
        response.writeHead(200).end(JSON.stringify({ issuer: issuer.url, jwks_uri: 'file:///etc/passwd' })),
    ],
  ])('are not taken from %s', async (_what, answer) => {
    issuer.answerWith(answer);
    expect(await outcome(first)).toEqual([503, '2']);
    expect(issuer.fetches()).toBe(0);
    expect(notices).toHaveLength(1);
  });

  it('come from a configured address without discovery, one cache for all who share it', async () => {
    const shared = sources();
    const [one, other] = [{}, { audience: 'api://other' }].map((more) =>
      shared.ofIssuer(workload({ issuer: 'https://issuer.example', jwksUri: issuer.jwksUri, ...more })),
    );
    expect(await outcome(first, one)).toBe('verified');
    expect(await outcome(first, other)).toBe('verified');
    expect(issuer.fetches()).toBe(1);
  });

  it('given in the configuration need nobody', async () => {
    const own = sources().ofClient({ jwks: { keys: [first.public] } });
    expect(await outcome(first, own)).toBe('verified');
    expect(await outcome(second, own)).toBe('refused');
    expect(decodeProtectedHeader(await signed(first, {})).kid).toBe('first');
    expect(issuer.fetches()).toBe(0);
  });
});
