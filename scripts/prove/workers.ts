// `npm run prove:workers`: what a second worker brings, and what it costs. Owns the command line, the rounds and the table.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { median, rounded, table } from './figures';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { cpuMs, descendantsOf } from './process-facts';
import { positive, runProof } from './proof';
import { person, seedUsers } from './seed';
import { askFor } from './workers/light-client';

const HELP = `Measures the same work against a gateway of one process and one of two workers on the same database, in alternating
rounds, with a client that costs next to nothing, and shows where the CPU went.

  npm run prove:workers [-- --users N] [--connections N] [--seconds N] [--rounds N]

  --users N         people in the directory (default 2000)
  --connections N   connections that ask (default 16)
  --seconds N       each measurement (default 3)
  --rounds N        of each number of workers (default 3)
  --help            this text

Fails when an answer is wrong, when one of two workers does less than a third of the work, or when a request costs the
gateway more than 1.4 times the CPU that it costs with one process.`;

const DEADLINE_MS = 1_200_000;
const SHARE_MIN = 1 / 3;
const DEARER_MAX = 1.4;
const STRIDE = 7919;

interface Scenario {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly status: number;
  readonly path: (index: number) => string;
  readonly body?: (index: number) => object;
}

interface Figures {
  readonly perSecond: number;
  /** ms of CPU for each answer. */
  readonly gateway: number;
  readonly mongod: number;
  readonly client: number;
  /** What the busier of the workers did of the work of all. */
  readonly largestShare: number;
  readonly wrong: readonly string[];
}

void runProof({
  help: HELP,
  options: {
    users: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const env = { LOG_LEVEL: 'warn' };
    const one = await startGatewayProcess({ dataDir: join(folder, 'one'), env: { ...env, WORKERS: '1' } });
    const two = await startGatewayProcess({
      dataDir: join(folder, 'two'),
      env: { ...env, WORKERS: '2', MONGODB_URI: one.databaseUri },
    });
    const database = new mongo.MongoClient(one.databaseUri, CLIENT_OPTIONS);
    try {
      const users = await seedUsers(database.db(), positive(values, 'users'));
      const load = { connections: positive(values, 'connections'), ms: positive(values, 'seconds') * 1_000 };
      const rows: (readonly (string | number)[])[] = [];
      const faults: string[] = [];
      for (const scenario of scenarios(users)) {
        const found: readonly [Figures[], Figures[]] = [[], []];
        for (let round = -1; round < positive(values, 'rounds'); round += 1) {
          for (const [index, gateway] of [one, two].entries()) {
            const figures = await measure(gateway, one, scenario, { ...load, round });
            // The first one warms up.
            if (round >= 0) found[index]?.push(figures);
          }
        }
        const row = rowOf(scenario.name, found);
        rows.push(row);
        console.log(row.map((cell, index) => `${HEADINGS[index] ?? ''} ${cell}`).join(', '));
        faults.push(...faultsOf(scenario.name, found));
      }
      console.log(`\n${table(HEADINGS, rows)}\n`);
      console.log(
        `CPU in ms for each answer, medians; cores busy: with two workers, of the ${availableParallelism()} there are.\n` +
          'Where all are busy, a second worker can only take what the one left: nothing here is extrapolated.',
      );
      return faults;
    } finally {
      await database.close();
      await two.stop();
      await one.stop();
    }
  },
});

const HEADINGS = [
  'work',
  '1: per s',
  '2: per s',
  'ratio',
  '1: gateway CPU',
  '2: gateway CPU',
  '1: cores busy',
  '2: gateway cores',
  '2: mongod cores',
  '2: client cores',
];

function scenarios(users: readonly string[]): readonly Scenario[] {
  const id = (index: number): string => users[(index * STRIDE) % users.length] ?? '';
  const get = (name: string, path: (index: number) => string, status = 200): Scenario => ({
    name,
    method: 'GET',
    status,
    path,
  });
  return [
    get('GET /ServiceProviderConfig', () => '/ServiceProviderConfig'),
    get('GET /Schemas', () => '/Schemas'),
    get('filter that is refused', () => `/Users?filter=${'(active%20eq%20true)%20and%20'.repeat(40)}x`, 400),
    get('GET /Users/{id}', (index) => `/Users/${id(index)}`),
    { name: 'POST /Users', method: 'POST', status: 201, path: () => '/Users', body: joiner() },
  ];
}

/** Each is somebody new, in every round of both gateways. */
function joiner(): () => object {
  let made = 0;
  return () => person((made += 1), 'joiner');
}

interface Round {
  readonly connections: number;
  readonly ms: number;
  readonly round: number;
}

async function measure(
  gateway: GatewayProcess,
  ofDatabase: GatewayProcess,
  { method, status, path, body }: Scenario,
  { connections, ms, round }: Round,
): Promise<Figures> {
  const { pathname, port } = new URL(gateway.baseUrl);
  const request = (index: number): string => {
    const text = body === undefined ? '' : JSON.stringify(body(index));
    const more =
      text === ''
        ? ''
        : `Content-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
    return `${method} ${pathname}${path(index)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.token}\r\n${more}\r\n${text}`;
  };
  const node = nodePids(gateway.pid);
  const before = { node: node.map(cpuMs), mongod: ofDatabase.databaseCpuMs(), client: process.cpuUsage() };
  const asked = await askFor({
    port: Number(port),
    connections,
    ms: round < 0 ? ms / 3 : ms,
    request,
    status,
  });
  const spent = node.map((pid, index) => cpuMs(pid) - (before.node[index] ?? 0));
  const { user, system } = process.cpuUsage(before.client);
  const workers = spent.length === 1 ? spent : spent.slice(1);
  const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
  return {
    perSecond: asked.answers / asked.seconds,
    gateway: sum(spent) / asked.answers,
    mongod: (ofDatabase.databaseCpuMs() - before.mongod) / asked.answers,
    client: (user + system) / 1_000 / asked.answers,
    largestShare: Math.max(...workers) / sum(workers),
    wrong: asked.wrong,
  };
}

/** The process itself first, then its workers; not what watches over its mongod. */
function nodePids(pid: number): readonly number[] {
  const children = descendantsOf(pid).filter(({ name }) => name !== 'mongod');
  return [pid, ...children.map((child) => child.pid)];
}

function middle(found: readonly Figures[], name: Exclude<keyof Figures, 'wrong'>): number {
  return median(found.map((figures) => figures[name]));
}

function rowOf(
  name: string,
  [one, two]: readonly [readonly Figures[], readonly Figures[]],
): readonly (string | number)[] {
  const cores = (found: readonly Figures[], what: 'gateway' | 'mongod' | 'client'): number =>
    median(found.map((figures) => (figures[what] * figures.perSecond) / 1_000));
  const busy = cores(one, 'gateway') + cores(one, 'mongod') + cores(one, 'client');
  return [
    name,
    Math.round(middle(one, 'perSecond')),
    Math.round(middle(two, 'perSecond')),
    rounded(middle(two, 'perSecond') / middle(one, 'perSecond'), 2),
    rounded(middle(one, 'gateway'), 3),
    rounded(middle(two, 'gateway'), 3),
    rounded(busy, 2),
    rounded(cores(two, 'gateway'), 2),
    rounded(cores(two, 'mongod'), 2),
    rounded(cores(two, 'client'), 2),
  ];
}

function faultsOf(
  name: string,
  [one, two]: readonly [readonly Figures[], readonly Figures[]],
): readonly string[] {
  const wrong = [...one, ...two].flatMap((figures) => figures.wrong);
  const least = 1 - middle(two, 'largestShare');
  const dearer = middle(two, 'gateway') / middle(one, 'gateway');
  return [
    ...wrong.slice(0, 3).map((head) => `${name}: answered ${head}`),
    ...(least < SHARE_MIN ? [`${name}: one of two workers did ${rounded(least * 100)} % of the work`] : []),
    ...(dearer > DEARER_MAX ? [`${name}: a request costs ${rounded(dearer, 2)} times the CPU`] : []),
  ];
}
