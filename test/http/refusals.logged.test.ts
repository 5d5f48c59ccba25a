// Every refusal leaves one line in the request log, with the reason that the client was given, and no event.

import type { mongo } from 'mongoose';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  person,
  requestLine,
  scimClient,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;
let user: Body;
let deleted: Body;

beforeAll(async () => {
  gateway = await startTestGateway({
    env: { GATEWAY_LIMIT_BODY_BYTES: '2000', GATEWAY_LIMIT_URL_BYTES: '1000' },
  });
  client = scimClient(gateway);
  user = await created(client, '/Users', person('logged', { externalId: 'logged' }));
  deleted = await created(client, '/Users', person('deleted', { externalId: 'was' }));
  await client.delete(`/Users/${deleted.id}`);
});

afterAll(() => gateway.close());

const json = { 'Content-Type': 'application/scim+json' };
const replace = (path: string, value: unknown): object[] => [{ op: 'replace', path, value }];

const REFUSED: readonly (readonly [number, string | null, string, () => Promise<Answered>])[] = [
  [400, 'invalidSyntax', 'malformed JSON', () => client.send('POST', '/Users', { headers: json, body: '{' })],
  [400, 'invalidFilter', 'a malformed filter', () => client.get('/Users?filter=userName%20eq')],
  [
    400,
    'invalidPath',
    'an unknown PATCH path',
    () => client.patch(`/Users/${user.id}`, replace('noSuch', 1)),
  ],
  [400, 'invalidValue', 'a wrong type', () => client.patch(`/Users/${user.id}`, replace('active', 'no'))],
  [400, 'invalidValue', 'a missing userName', () => client.post('/Users', {})],
  [
    400,
    'mutability',
    'a change of the User ID',
    () => client.patch(`/Users/${user.id}`, replace('userId', 'other')),
  ],
  [400, 'noTarget', 'a remove without a path', () => client.patch(`/Users/${user.id}`, [{ op: 'remove' }])],
  [403, 'sensitive', 'a filter on password', () => client.get('/Users?filter=password%20pr')],
  [403, null, 'a reserved group', () => client.post('/Groups', { displayName: 'NRTADMIN' })],
  [404, null, 'an unknown id', () => client.delete('/Users/nobody')],
  [404, null, 'an unknown path', () => client.get('/Nothing')],
  [404, null, 'a deleted person', () => client.get(`/Users/${deleted.id}`)],
  [405, null, 'a method that the path does not take', () => client.delete('/Users')],
  [409, 'uniqueness', 'a userName that is taken', () => client.post('/Users', person('LOGGED'))],
  [
    409,
    'uniqueness',
    'a burned User ID',
    () => client.post('/Users', person('deleted', { externalId: 'is' })),
  ],
  [412, null, 'a stale version', () => client.put(`/Users/${user.id}`, user, { 'If-Match': 'W/"9"' })],
  [413, null, 'a long body', () => client.post('/Users', person('long', { title: 'x'.repeat(2_000) }))],
  [414, null, 'a long URL', () => client.get(`/Users?x=${'x'.repeat(1_000)}`)],
  [415, null, 'another media type', () => client.post('/Users', {}, { 'Content-Type': 'text/plain' })],
  [431, null, 'long headers', () => client.get('/Users', { 'X-Filler': 'x'.repeat(17_000) })],
  [501, null, 'what is not supported', () => client.get('/Me')],
];

describe('a request that is refused', () => {
  const lines = new Map<string, mongo.Document>();
  const answers = new Map<string, Answered>();
  let before: string;
  let after: string;

  beforeAll(async () => {
    before = await storedState(gateway.database);
    for (const [, , what, ask] of REFUSED) answers.set(what, await ask());
    after = await storedState(gateway.database);
    for (const [what, answered] of answers) lines.set(what, await requestLine(gateway.database, answered));
  });

  it.each(REFUSED)(
    'with %i and scimType %s for %s is in the request log with its reason',
    (status, scimType, what) => {
      const answered = answers.get(what);
      expect(answered?.status).toBe(status);
      expect(answered?.body.scimType ?? null).toBe(scimType);
      // What is refused before anybody is known belongs to no customer.
      const isKnown = status !== 414 && status !== 431;
      expect(lines.get(what)).toMatchObject({
        status,
        scimType,
        detail: answered?.body.detail,
        customer: isKnown ? 'default' : null,
        durationMs: expect.any(Number) as number,
        at: expect.any(Date) as Date,
      });
    },
  );

  it('stores nothing and leaves no event', () => {
    expect(after).toBe(before);
  });

  it('is logged without the names and values that were sent', () => {
    const logged = JSON.stringify([...lines.values()].map(({ url }) => url as string));
    expect(logged).not.toMatch(/LOGGED|password%20pr.*x/);
  });
});

describe('a request that is answered', () => {
  it('leaves a line too, without a reason', async () => {
    const line = await requestLine(
      gateway.database,
      await client.get('/Users?count=0', { 'User-Agent': 'okta' }),
    );
    expect(line).toMatchObject({
      method: 'GET',
      url: '/scim/v2/Users?count=0',
      status: 200,
      client: 'okta',
      customer: 'default',
      connection: 'default',
      scimType: null,
      detail: null,
    });
  });
});
