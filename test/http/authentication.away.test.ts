// What a client is told when its token cannot be judged: never that it is wrong.

import express from 'express';
import { Writable } from 'node:stream';
import supertest from 'supertest';
import { DirectoryFailure } from '../../src/directory/failure';
import { authenticate } from '../../src/http/authenticate';
import { authorization } from '../../src/http/authorization';
import type { IdentifyBearer } from '../../src/http/bearer';
import { failureHandler } from '../../src/http/failure-handler';
import { createFailureCounts } from '../../src/http/failure-limit';
import { createLogger } from '../../src/log/logger';
import { OAuthFailure } from '../../src/oauth/failure';

async function answerOf(identify: IdentifyBearer, isAvailable = true): Promise<supertest.Response> {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const app = express();
  app.use(authenticate(identify, () => isAvailable));
  app.use(failureHandler(createLogger({ level: 'error', format: 'json', stream })));
  return supertest(app).get('/').set('Authorization', 'Bearer some.access.token');
}

const nobody: IdentifyBearer = () => Promise.resolve(undefined);

describe('authenticate', () => {
  it('is 401 for a token that is nobody’s', async () => {
    expect((await answerOf(nobody)).status).toBe(401);
  });

  it.each<[string, IdentifyBearer, boolean, string]>([
    ['the database is known to be away', nobody, false, '5'],
    [
      'the database goes away just now',
      () => Promise.reject(new DirectoryFailure('unavailable', 'away')),
      true,
      '5',
    ],
    [
      'the keys of an outside issuer cannot be fetched',
      () => Promise.reject(new OAuthFailure('temporarily_unavailable', 'away', { 'Retry-After': '7' })),
      true,
      '7',
    ],
  ])('is 503 with Retry-After where %s', async (_when, identify, isAvailable, retryAfter) => {
    const { status, headers, text } = await answerOf(identify, isAvailable);
    expect([status, headers['retry-after']]).toEqual([503, retryAfter]);
    expect(headers['www-authenticate']).toBeUndefined();
    expect(text).toContain('"status":"503"');
  });

  it('is 500 without a word for a bug', async () => {
    const { status, text } = await answerOf(() => Promise.reject(new Error('inner')));
    expect(status).toBe(500);
    expect(text).not.toContain('inner');
  });
});

describe('what anybody may ask about authorization', () => {
  const app = (publicUrl: string, isAvailable: boolean): express.Express => {
    const logger = createLogger({ level: 'error', format: 'json', stream: new Writable() });
    const never = (): Promise<never> => new Promise(() => undefined);
    const { endpoints } = authorization({
      ...{ connections: { current: never, latest: never }, oauthClients: [] },
      ...{ keyRing: { key: never }, usedAssertions: { use: never } },
      ...{ publicUrl, scimBase: `${publicUrl}/scim/v2`, now: () => new Date(), newId: () => 'x' },
      ...{ isAvailable: () => isAvailable, logger, limitCounts: createFailureCounts() },
    });
    return express().use(endpoints).use(failureHandler(logger));
  };

  it('is 503 at once for the keys and the token endpoint while the database is away, for the metadata never', async () => {
    const asked = supertest(app('https://scim.example', false));
    const answers = [await asked.get('/oauth2/jwks'), await asked.post('/oauth2/token')];
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    for (const { headers } of answers) expect(headers['retry-after']).toBe('5');
    expect((await asked.get('/.well-known/oauth-authorization-server')).status).toBe(200);
  });

  it.each(['/base', '/a(b', '/a:b', '/%7B*'])(
    'has its metadata below an issuer with the path %s too (RFC 8414 §3.1)',
    async (path) => {
      const asked = supertest(app(`https://scim.example${path}`, true));
      const at = (below: string): supertest.Test =>
        asked.get(`/.well-known/oauth-authorization-server${below}`);
      expect((await at(path)).body).toMatchObject({ issuer: `https://scim.example${path}` });
      expect([(await at('')).status, (await at('/other')).status]).toEqual([200, 404]);
    },
  );
});
