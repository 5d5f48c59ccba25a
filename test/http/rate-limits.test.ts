// What a flood from one connection does over real HTTP: its own budget passes, its disables pass, the others notice nothing.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseConfig } from '../../src/config/parse';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  expectRefusal,
  person,
  rawRequest,
  requestLine,
  scimClient,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const NAMES = ['flooding', 'calm', 'small'] as const;
type Name = (typeof NAMES)[number];
const LIMIT = { requestsPerSecond: 25, burst: 30 };
const FLOOD_PER_SECOND = 10 * LIMIT.requestsPerSecond;
const FLOOD_MS = 2_000;
const STEP_MS = 20;
/** On a machine that runs other tests beside; `npm run prove:rate` measures how long it really takes. */
const ANSWERED_MS_MAX = 5_000;

let gateway: TestGateway;
let clients: Readonly<Record<Name, ScimClient>>;
const tokens = new Map<Name, string>(NAMES.map((name) => [name, randomBytes(32).toString('hex')]));

beforeAll(async () => {
  const connections = NAMES.map((name) => ({
    name,
    token: { env: name.toUpperCase() },
    rateLimit: name === 'small' ? { requestsPerSecond: 25, burst: 0 } : name === 'calm' ? {} : LIMIT,
  }));
  gateway = await startTestGateway({
    file: { customers: [{ id: 'default', connections }] },
    env: Object.fromEntries(NAMES.map((name) => [name.toUpperCase(), tokens.get(name) ?? ''])),
  });
  const client = (name: Name): ScimClient =>
    scimClient({ baseUrl: gateway.baseUrl, token: tokens.get(name) ?? '' });
  clients = { flooding: client('flooding'), calm: client('calm'), small: client('small') };
});

afterAll(() => gateway.close());

const isPassed = ({ status }: Answered): boolean => status !== 429;

interface Flooded {
  readonly answers: readonly Answered[];
  /** How long it was sent, and how long until the last answer. */
  readonly sentS: number;
  readonly answeredS: number;
}

/** Nothing of the flood waits for an answer before it sends on. */
async function flood(): Promise<Flooded> {
  const since = performance.now();
  const elapsedS = (): number => (performance.now() - since) / 1_000;
  const sent: Promise<Answered>[] = [];
  while (elapsedS() * 1_000 < FLOOD_MS) {
    const due = Math.ceil((elapsedS() + STEP_MS / 1_000) * FLOOD_PER_SECOND);
    while (sent.length < due) {
      const path = '/scim/v2/ResourceTypes/User';
      const headers = { Authorization: `Bearer ${tokens.get('flooding') ?? ''}` };
      sent.push(rawRequest(gateway.rootUrl, { path, headers }));
    }
    await sleep(STEP_MS);
  }
  const sentS = elapsedS();
  return { answers: await Promise.all(sent), sentS, answeredS: elapsedS() };
}

interface Timed {
  readonly answered: Answered;
  readonly ms: number;
}

async function timed(asked: Promise<Answered>): Promise<Timed> {
  const since = performance.now();
  return { answered: await asked, ms: performance.now() - since };
}

describe('a flood of requests from one connection', () => {
  let leavers: readonly Body[];
  let flooded: Flooded;
  let answers: readonly Answered[];
  let disabled: readonly Timed[];
  let enabling: readonly Timed[];
  let others: readonly Timed[];

  beforeAll(async () => {
    const people = ['put', 'okta', 'entra', 'deleted', 'stays'].map((name) =>
      created(clients.calm, '/Users', person(name)),
    );
    leavers = await Promise.all(people);
    const [put, okta, entra, deleted, stays] = leavers.map(({ id }) => `/Users/${id}`);
    const flooding = flood();
    // Well into it, when the burst is used up.
    await sleep(FLOOD_MS / 2);
    const { flooding: client } = clients;
    const active = (value: unknown): object => ({ op: 'Replace', path: 'active', value });
    const disables = [
      timed(client.put(put ?? '', { ...person('put'), active: false })),
      timed(client.patch(okta ?? '', [{ op: 'replace', value: { active: false } }])),
      timed(client.patch(entra ?? '', [active('False')])),
      timed(client.delete(deleted ?? '')),
    ];
    // More than two seconds' budget, so that some are refused however slow the machine is.
    const kept = Array.from({ length: 3 * LIMIT.requestsPerSecond }, () =>
      timed(client.patch(stays ?? '', [active(true)])),
    );
    const calm = Array.from({ length: 10 }, () => timed(clients.calm.get('/Users?count=1')));
    [disabled, enabling, others] = await Promise.all([
      Promise.all(disables),
      Promise.all(kept),
      Promise.all(calm),
    ]);
    flooded = await flooding;
    ({ answers } = flooded);
  });

  it('gets its budget through: what it may send in each second, and the burst once', () => {
    const passed = [...answers, ...enabling.map(({ answered }) => answered)].filter(isPassed).length;
    const { sentS, answeredS } = flooded;
    // A second is counted from the first request in it, so one more may have begun, and the last be cut short.
    expect(passed).toBeGreaterThanOrEqual(LIMIT.burst + LIMIT.requestsPerSecond * Math.floor(sentS));
    expect(passed).toBeLessThanOrEqual(LIMIT.burst + LIMIT.requestsPerSecond * (Math.floor(answeredS) + 2));
    expect(answers.length).toBeGreaterThan(passed);
  });

  it('is answered with 429 in SCIM form, Retry-After in whole seconds and the limit in words (RFC 7644 §3.12)', () => {
    const refused = answers.filter((answered) => !isPassed(answered));
    expect(new Set(refused.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['1']));
    const [first] = refused;
    if (first === undefined) throw new Error('nothing was refused');
    expectRefusal(first, 429, undefined, 'this connection may send 25 a second and 30 more in a minute');
  });

  it('does not hold up its own disables and deletes', async () => {
    expect(disabled.map(({ answered }) => answered.status)).toEqual([200, 200, 200, 204]);
    expect(Math.max(...disabled.map(({ ms }) => ms))).toBeLessThan(ANSWERED_MS_MAX);
    const shown = await Promise.all(leavers.slice(0, 3).map(({ id }) => clients.calm.get(`/Users/${id}`)));
    expect(shown.map(({ body }) => body['active'])).toEqual([false, false, false]);
  });

  it('lets no more than its budget of other changes of people pass beside it', () => {
    expect(enabling.map(({ answered }) => answered.status)).toContain(429);
  });

  it('is not noticed by another connection', () => {
    expect(others.map(({ answered }) => answered.status)).toEqual(others.map(() => 200));
    expect(Math.max(...others.map(({ ms }) => ms))).toBeLessThan(ANSWERED_MS_MAX);
  });

  it('shows in the request log, with the reason', async () => {
    const refused = answers.find((answered) => !isPassed(answered));
    if (refused === undefined) throw new Error('nothing was refused');
    expect(await requestLine(gateway.database, refused)).toMatchObject({
      connection: 'flooding',
      status: 429,
      detail: expect.stringContaining('too many requests') as string,
    });
  });
});

describe('the rate limit', () => {
  it('counts the paths that do not exist, and never /livez, /readyz and what is open', async () => {
    const spent = Array.from({ length: 100 }, () => clients.small.get('/Nothing'));
    expect(new Set((await Promise.all(spent)).map(({ status }) => status))).toEqual(new Set([404, 429]));
    const open = ['/livez', '/readyz', '/scim/v2/ServiceProviderConfig'];
    const asked = open.flatMap((path) => [path, path]).map((path) => rawRequest(gateway.rootUrl, { path }));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  });

  it('of a connection that has none of its own is that of the environment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => clients.calm.get('/ResourceTypes/User')),
    );
    expect(answers.every(isPassed)).toBe(true);
  });
});

describe('the configuration of the rate limit', () => {
  const TOKEN = randomBytes(32).toString('hex');
  const faultsOf = (env: Readonly<Record<string, string>>, rateLimit: object = {}): readonly string[] => {
    const connections = [{ name: 'idp', token: { env: 'TOKEN' }, rateLimit }];
    const file = JSON.stringify({ customers: [{ id: 'default', connections }] });
    const parsed = parseConfig({ TOKEN, GATEWAY_CONFIG: 'gateway.json', ...env }, () => file);
    return parsed.ok ? [] : parsed.faults;
  };

  it('refuses less than 25 requests a second: an identity provider takes a refusal for a fault', () => {
    expect(faultsOf({ GATEWAY_LIMIT_REQUESTS_PER_SECOND: '24' })).toEqual([
      expect.stringMatching(/^GATEWAY_LIMIT_REQUESTS_PER_SECOND is "24"; .*from 25 to 100000 \(default 50\)/),
    ]);
    expect(faultsOf({}, { requestsPerSecond: 24 })).toEqual([
      expect.stringContaining('customers[0].connections[0].rateLimit.requestsPerSecond'),
    ]);
  });

  it('takes 25 requests a second without any burst', () => {
    const env = { GATEWAY_LIMIT_REQUESTS_PER_SECOND: '25', GATEWAY_LIMIT_REQUEST_BURST: '0' };
    expect(faultsOf(env, { requestsPerSecond: 25, burst: 0 })).toEqual([]);
  });
});
