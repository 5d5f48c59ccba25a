// One gateway of two worker processes: both serve, they count and know together, and the end of one is not the end of the other.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { isRunning } from '../../src/store/embedded/process-table';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { adminClient } from '../http/admin/admin-client';
import { testDatabaseUri } from '../setup/database';
import { hasMongod, type MainProcess, mongodPid, startMain, until } from './main-process';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const [TOKEN, LIMITED, EVEN, ADMIN_TOKEN] = [secret(), secret(), secret(), secret()];
/** Of the connection `limited`. */
const LIMIT = { requestsPerSecond: 25, burst: 200 };
/** Of the connection `even`: a second, and nothing beside it. */
const EVEN_PER_SECOND = 300;
const FAILURES_MAX = 20;
const END_MS_MAX = 25_000;
const KNOWN_WITHIN_MS = 1_000;
const CLIENTS = 8;
/** Three processes on a machine that runs other tests beside. */
const START_MS_MAX = 120_000;

const folders: string[] = [];
const started: MainProcess[] = [];

afterAll(async () => {
  await Promise.all(started.map((main) => main.destroy()));
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 100 });
});

describe('a gateway of two workers', () => {
  let main: MainProcess;
  let url: string;
  let client: mongo.MongoClient;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    const uri = new URL(testDatabaseUri());
    uri.pathname = `/${basename(folder)}`;
    client = new mongo.MongoClient(uri.href, CLIENT_OPTIONS);
    const connections = [
      { name: 'idp', token: { env: 'IDP' }, rateLimit: { requestsPerSecond: 10_000 } },
      { name: 'limited', token: { env: 'LIMITED' }, rateLimit: LIMIT },
      {
        name: 'even',
        token: { env: 'EVEN' },
        rateLimit: { requestsPerSecond: EVEN_PER_SECOND, burst: 0 },
      },
      { name: 'client', oauth: { clientId: 'client', secrets: [{ env: 'CLIENT' }] } },
    ];
    const file = join(folder, 'gateway.json');
    await writeFile(file, JSON.stringify({ customers: [{ id: 'ajuba', connections }] }));
    main = start({
      ...{ WORKERS: '2', DATA_DIR: folder, MONGODB_URI: uri.href, GATEWAY_CONFIG: file },
      ...{ IDP: TOKEN, LIMITED, EVEN, CLIENT: secret(), ADMIN_TOKEN },
    });
    url = String((await main.logged('ready', START_MS_MAX))['url']);
  }, START_MS_MAX);
  afterAll(async () => {
    await client.db().dropDatabase();
    await client.close();
  });

  it('answers by both of them on one port, under the name of each', async () => {
    expect(pids(main).size).toBe(2);
    for (let sent = 0; sent < 6; sent += 1) expect(await statusOf(`${url}/scim/v2/Users`)).toBe(200);
    for (let sent = 0; sent < 4; sent += 1) expect(await statusOf(`${url}/readyz`)).toBe(200);
    await until('the requests in the log', () => requestsBy(main).length >= 6);
    expect(new Set(requestsBy(main))).toEqual(new Set([1, 2]));
    for (const message of ['listening', 'ready'])
      expect(main.records().filter((record) => record.message === message)).toHaveLength(1);
  });

  it('refuses by both, within a second, a token that was revoked through one', async () => {
    const admin = adminClient(url, ADMIN_TOKEN, 'ajuba');
    const made = (await admin('connections.create', { name: 'revoked', kind: 'other' })).body as unknown as {
      readonly connection: { readonly id: string };
      readonly token: { readonly id: string; readonly text: string };
    };
    const users = `${url}/scim/v2/Users`;
    for (let sent = 0; sent < 4; sent += 1) expect(await statusOf(users, made.token.text)).toBe(200);
    const ids = { connection: made.connection.id, token: made.token.id };
    expect((await admin('connections.revoke', ids)).status).toBe(200);
    const answeredAt = Date.now();
    while (Date.now() - answeredAt < KNOWN_WITHIN_MS) await statusOf(users, made.token.text);
    const before = requestsBy(main).length;
    for (let sent = 0; sent < 10; sent += 1) expect(await statusOf(users, made.token.text)).toBe(401);
    await until('the refusals in the log', () => requestsBy(main).length >= before + 10);
    expect(new Set(requestsBy(main).slice(-10))).toEqual(new Set([1, 2]));
  });

  it('lets of one connection pass what one process would, however it is spread', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const since = performance.now();
    const path = `${url}/scim/v2/ResourceTypes/User`;
    const answers = await Promise.all(Array.from({ length: 800 }, () => statusOf(path, LIMITED, agent)));
    const seconds = Math.ceil((performance.now() - since) / 1_000);
    agent.destroy();
    const passed = answers.filter((status) => status === 200).length;
    expect(passed).toBeGreaterThanOrEqual(LIMIT.burst + LIMIT.requestsPerSecond);
    expect(passed).toBeLessThanOrEqual(LIMIT.burst + (seconds + 1) * LIMIT.requestsPerSecond);
    expect(passed + answers.filter((status) => status === 429).length).toBe(800);
  });

  it('refuses nothing because a worker holds what it was given in advance', async () => {
    const path = `${url}/scim/v2/ResourceTypes/User`;
    expect(await statusOf(path, EVEN)).toBe(200);
    // All on one connection, and so by one worker: the other one has its share of the second by now, or gets it now.
    const agents = [1, 16].map((maxSockets) => new Agent({ keepAlive: true, maxSockets }));
    const left = Array.from({ length: EVEN_PER_SECOND - 1 }, (_, index) =>
      statusOf(path, EVEN, agents[index < 20 ? 1 : 0]),
    );
    expect(new Set(await Promise.all(left))).toEqual(new Set([200]));
    for (const agent of agents) agent.destroy();
  });

  it('counts failed proofs of a client together', async () => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'client' });
    body.set('client_secret', 'wrong');
    const errors: unknown[] = [];
    for (let sent = 0; sent < FAILURES_MAX + 4; sent += 1) {
      const headers = { connection: 'close' };
      const answer = await fetch(`${url}/oauth2/token`, { method: 'POST', headers, body });
      errors.push(((await answer.json()) as { error: string }).error);
    }
    expect(errors.slice(0, FAILURES_MAX)).toEqual(Array(FAILURES_MAX).fill('invalid_client'));
    expect(errors.slice(FAILURES_MAX)).toEqual(Array(4).fill('slow_down'));
  });

  it(
    'closes at once a connection that a killed worker had not taken yet',
    async () => {
      const [worker, pid] = [...pids(main)][0] ?? [0, 0];
      process.kill(pid, 'SIGSTOP');
      const waiting = Array.from({ length: 4 }, () =>
        statusOf(`${url}/scim/v2/Users`).catch(() => 'closed' as const),
      );
      const first = await Promise.race([Promise.all(waiting), sleep(500, 'one waits' as const)]);
      expect(first).toBe('one waits');
      process.kill(pid, 'SIGKILL');
      const answers = await Promise.all(waiting);
      expect(answers.filter((answer) => answer === 'closed')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 200)).toHaveLength(3);
      await until('another in its place', () => (pids(main).get(worker) ?? pid) !== pid, START_MS_MAX);
    },
    START_MS_MAX,
  );

  it(
    'loses nothing that was acknowledged when a worker is killed, goes on meanwhile, and starts another',
    async () => {
      const load = startLoad(url);
      await until('50 users created', () => load.created.length >= 50);
      const [worker, pid] = [...pids(main)][1] ?? [0, 0];
      process.kill(pid, 'SIGKILL');
      const atKill = load.created.length;
      await until('creations by the other one', () => load.created.length >= atKill + 20);
      await until('another in its place', () => (pids(main).get(worker) ?? pid) !== pid, START_MS_MAX);
      load.stop();
      await load.done;
      const found = await client.db().collection('users').distinct('profile.userName');
      expect(load.created.filter((name) => !found.includes(name))).toEqual([]);
      expect(load.refused).toEqual([]);
      const told = main.records().filter(({ message }) => message.startsWith('a worker ended by itself'));
      expect(told.at(-1)).toMatchObject({ worker, pid, how: 'SIGKILL' });
    },
    2 * START_MS_MAX,
  );

  it(
    'answers everything that is under way at SIGTERM and ends with 0, and no worker is left',
    async () => {
      const load = startLoad(url);
      await until('50 users created', () => load.created.length >= 50);
      const left = [...pids(main).values()];
      const since = Date.now();
      main.signal('SIGTERM');
      const end = await main.ended;
      load.stop();
      await load.done;
      expect(end).toMatchObject({ code: 0, signal: null });
      expect(Date.now() - since).toBeLessThan(END_MS_MAX);
      expect([load.broken, load.refused]).toEqual([[], []]);
      expect(left.map(isRunning)).toEqual([false, false]);
      expect(main.records().at(-1)?.message).toBe('stopped');
    },
    2 * START_MS_MAX,
  );
});

describe('the primary of a first start with an embedded database', () => {
  it(
    'shows the made tokens once, and when it is killed its workers and its mongod end too',
    async () => {
      const dataDir = join(await temporaryFolder(), 'data');
      const main = start({ WORKERS: '2', DATA_DIR: dataDir });
      await main.logged('ready', START_MS_MAX);
      expect(main.output().match(/shown only now/g)).toHaveLength(1);
      const left = [...pids(main).values(), mongodPid(dataDir)];
      expect(left.map(isRunning)).toEqual([true, true, true]);
      main.signal('SIGKILL');
      await until('the end of workers and mongod', () => !left.some(isRunning));
      await main.ended;
    },
    2 * START_MS_MAX,
  );
});

describe('a start of several workers', () => {
  it(
    'that cannot be says why, ends with a failure, and leaves nothing behind',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const dataDir = join(await temporaryFolder(), 'data');
      const settings = { SCIM_BEARER_TOKEN: secret(), ADMIN_TOKEN };
      const main = start({ WORKERS: '3', DATA_DIR: dataDir, PORT: String(port), ...settings });
      expect((await main.ended).code).toBe(1);
      other.close();
      const refusal = main.records().find(({ message }) => message === 'the gateway cannot start');
      expect(refusal?.['reason']).toContain(`PORT: another process listens on port ${port}`);
      expect(hasMongod(dataDir)).toBe(false);
    },
    2 * START_MS_MAX,
  );

  it('with a number of workers that is none says which there may be', async () => {
    const main = start({ WORKERS: 'many', DATA_DIR: await temporaryFolder() });
    expect((await main.ended).code).toBe(2);
    expect(main.output()).toContain('WORKERS is "many"; it must be a whole number from 1 to 64, or "auto"');
  });
});

function secret(): string {
  return randomBytes(32).toString('hex');
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-workers-'));
  folders.push(folder);
  return folder;
}

function start(env: Readonly<Record<string, string>>): MainProcess {
  const main = startMain(env);
  started.push(main);
  return main;
}

/** Of the workers as they are now, by number. */
function pids(main: MainProcess): ReadonlyMap<number, number> {
  const ready = main.records().filter(({ message }) => message === 'a worker is ready');
  return new Map(ready.map((record) => [Number(record['worker']), Number(record['pid'])]));
}

/** Which worker answered each request so far. */
function requestsBy(main: MainProcess): readonly unknown[] {
  return main.records().flatMap((record) => (record.message === 'request' ? [record['worker']] : []));
}

/** Over a connection of its own unless an agent is given. */
function statusOf(url: string, token = TOKEN, agent: Agent | false = false): Promise<number> {
  return send(url, { token, agent });
}

interface Sent {
  readonly token: string;
  readonly agent: Agent | false;
  readonly user?: string;
}

function send(url: string, { token, agent, user }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const sent = request(url, { method: user === undefined ? 'GET' : 'POST', agent, headers }, (response) => {
      response.once('error', reject);
      response.resume().once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    sent.once('error', reject);
    sent.end(user === undefined ? undefined : JSON.stringify({ schemas: [USER], userName: user }));
  });
}

interface Load {
  /** userNames whose creation was answered 201. */
  readonly created: string[];
  readonly refused: number[];
  /** How connections broke that carried a request; one that is not taken any more carries none. */
  readonly broken: string[];
  readonly stop: () => void;
  readonly done: Promise<unknown>;
}

/** Who meets the end of a worker comes again; who gets no connection any more is done. */
function startLoad(url: string): Load {
  const load = { created: [] as string[], refused: [] as number[], broken: [] as string[] };
  const stopping = new AbortController();
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const name = randomBytes(4).toString('hex');
  const one = async (_: unknown, number: number): Promise<void> => {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      const user = `${name}-${number}-${turn}`;
      try {
        const status = await send(`${url}/scim/v2/Users`, { token: TOKEN, agent, user });
        if (status === 201) load.created.push(user);
        else load.refused.push(status);
      } catch (error) {
        const code = String((error as NodeJS.ErrnoException).code);
        if (code === 'ECONNREFUSED') return;
        load.broken.push(code);
      }
    }
  };
  const done = Promise.all(Array.from({ length: CLIENTS }, one)).then(() => {
    agent.destroy();
  });
  return {
    ...load,
    stop: () => {
      stopping.abort();
    },
    done,
  };
}
