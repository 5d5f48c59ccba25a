// The CI-sized run of `npm run prove:fuzz`.
import { join } from 'node:path';
import { fuzz } from '../../scripts/prove/fuzz/run';
import { answerFaults } from '../../scripts/prove/fuzz/answers';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { startTestGateway, type TestGateway } from './gateway';

const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
const REQUESTS = 500;
const published = readPublishedSchemas(join(__dirname, '..', '..', 'schemas'));

describe(`random requests, seed ${SEED} (FUZZ_SEED repeats it)`, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  it('are never answered with a server error, and always with valid SCIM (RFC 7644 §3.12)', async () => {
    const { statuses, faults } = await fuzz(gateway, published, {
      requests: REQUESTS,
      connections: 8,
      seed: SEED,
    });
    expect(faults).toEqual([]);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 204, 400, 404, 405]));
  });
});

describe('answerFaults', () => {
  const headers = { 'x-request-id': 'x', 'content-type': 'application/scim+json' };
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: 'x',
    userName: 'ANN',
    emails: [{ value: 'a@firm.example' }],
  };
  const faultsOf = (status: number, body: object): readonly string[] =>
    answerFaults(
      { method: 'GET', path: '/Users/x', headers: {} },
      { status, headers, text: JSON.stringify(body) },
      published,
    );

  it('finds nothing wrong with a resource', () => {
    expect(faultsOf(200, user)).toEqual([]);
  });

  it.each([
    ['a server error', 500, user],
    [
      'an error without detail',
      404,
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' },
    ],
    ['an error that is a resource', 400, user],
    ['a resource without id', 200, { ...user, id: undefined }],
    ['a password', 200, { ...user, password: 'x' }],
    ['an attribute nobody defined', 200, { ...user, nothing: 1 }],
    ['a text for a list', 200, { ...user, emails: 'a@firm.example' }],
    [
      'a list of one too many',
      200,
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 0, Resources: [user] },
    ],
  ])('notices %s', (_what, status, body) => {
    expect(faultsOf(status, body)).not.toEqual([]);
  });
});
