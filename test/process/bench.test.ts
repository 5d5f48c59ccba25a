import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLoadGenerator, type LoadGenerator } from '../../scripts/bench/children';
import { flatFaults, type Run } from '../../scripts/bench/comparison';
import type { Job } from '../../scripts/bench/job';
import { memberFaults } from '../../scripts/bench/measure';
import { groupNameOf } from '../../scripts/bench/scenario';
import { scenariosFor } from '../../scripts/bench/scenarios';
import { startBareFloor, type Server as BenchServer } from '../../scripts/bench/servers';
import { openWire } from '../../scripts/bench/wire';
import { startLiar } from './lying-floor';
import { testDatabaseUri } from '../setup/database';

const PROJECT = join(__dirname, '..', '..');
const USERS = 110;
const FIRM = 20;
/** Of a machine that others keep busy. */
const TEST_MS_MAX = 240_000;
const NAMES = scenariosFor(USERS).map(({ name }) => name);

describe('npm run bench', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-bench-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it(
    'runs every scenario against floor and gateway, finds every answer right and saves the figures',
    async () => {
      const file = join(folder, 'run.json');
      const { stdout } = await bench(
        ...[
          '--users',
          USERS,
          '--connections',
          2,
          '--seconds',
          0.1,
          '--rounds',
          1,
          '--firm',
          FIRM,
          '--json',
          file,
        ],
      );
      expect(stdout).toContain('Every answer was right.');
      const { users, results } = JSON.parse(await readFile(file, 'utf8')) as Run;
      expect(users).toBe(USERS);
      expect(results.map(({ scenario }) => scenario)).toEqual(NAMES);
      for (const { scenario, floor, gateway, faults } of results) {
        expect({ scenario, faults }).toEqual({ scenario, faults: [] });
        for (const figures of [floor, gateway]) {
          expect(figures?.perSecond).toBeGreaterThan(0);
          expect(figures?.p99Ms).toBeGreaterThanOrEqual(figures?.p50Ms ?? Infinity);
          expect(figures?.serverCpuMs).toBeGreaterThanOrEqual(0);
        }
      }
    },
    TEST_MS_MAX,
  );

  it(
    'refuses to judge growth without a run to compare with',
    async () => {
      await expect(bench('--flat', 1.3)).rejects.toMatchObject({ code: 1 });
    },
    TEST_MS_MAX,
  );
});

describe('the judge of the bench', () => {
  let floor: BenchServer;
  let liar: Server;
  let load: LoadGenerator;
  let hasSpares = false;

  beforeAll(async () => {
    const databaseUri = testDatabaseUri();
    floor = await startBareFloor({ databaseUri, folder: '', cpuProf: undefined });
    await floor.seedPeople(USERS, () => undefined);
    liar = await startLiar(floor.port);
    load = startLoadGenerator();
  }, TEST_MS_MAX);

  afterAll(async () => {
    await load.stop();
    liar.closeAllConnections();
    liar.close();
    await floor.stop();
  }, TEST_MS_MAX);

  it.each(NAMES)(
    'takes right answers and notices wrong ones: %s',
    async (name) => {
      const { groupOf: size, joined } = scenariosFor(USERS).find((scenario) => scenario.name === name) ?? {};
      // Not before: those who only read count everybody.
      if (joined !== undefined && !hasSpares) {
        await floor.seedSpares(USERS);
        hasSpares = true;
      }
      const groupFor = async (of: string): Promise<string> =>
        size === undefined ? '' : floor.seedGroup(of, size);
      const honest = jobOf(name, {
        port: floor.port,
        group: await groupFor(groupNameOf(name)),
        tag: 'honest',
      });
      expect(await load.run(honest)).toMatchObject({ wrong: 0, faults: [] });
      const { port } = liar.address() as AddressInfo;
      const group = await groupFor(`Lied about: ${name}`);
      const { wrong, faults } = await load.run(jobOf(name, { port, group, tag: 'liar' }));
      expect(wrong).toBeGreaterThan(0);
      expect(faults.join()).not.toContain('connection');
    },
    TEST_MS_MAX,
  );

  it('notices a member that is missing, and one too many', () => {
    expect(memberFaults('here', ['a', 'b'], ['b', 'a'])).toEqual([]);
    expect(memberFaults('here', ['a'], ['a', 'b'])).toHaveLength(1);
    expect(memberFaults('here', ['a', 'b', 'c'], ['a', 'b'])).toHaveLength(1);
  });

  it('notices what did not stay flat, the same work in a larger group too, and lets deep pages pass', () => {
    const then = runOf([
      { scenario: 'add to 10', p50Ms: 10 },
      { scenario: 'deep', p50Ms: 10 },
    ]);
    const grown = { scenario: 'add to 100', like: 'add to 10' };
    expect(flatFaults(then, runOf([{ ...grown, p50Ms: 12 }]), 1.3)).toEqual([]);
    expect(flatFaults(then, runOf([{ ...grown, p50Ms: 14 }]), 1.3)).toHaveLength(1);
    expect(flatFaults(then, runOf([{ ...grown, p50Ms: Number.NaN }]), 1.3)).toHaveLength(1);
    expect(
      flatFaults(
        then,
        runOf([
          { ...grown, p50Ms: 10 },
          { scenario: 'deep', p50Ms: 99, isDeep: true },
        ]),
        1.3,
      ),
    ).toEqual([]);
    expect(flatFaults(then, runOf([{ scenario: 'other', p50Ms: 1 }]), 1.3)).toHaveLength(1);
  });
});

describe('the connection of the load generator', () => {
  it.each([1, 3, 50, 10_000])('reads answers that come in parts of %d bytes', async (size) => {
    const answers = [
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n0\r\n\r\nab\r\n3\r\ncde\r\n0\r\n\r\n',
    ];
    const server = createTcpServer((socket) => {
      socket.setNoDelay(true);
      socket.on('data', (request) => {
        const bytes = Buffer.from(answers[Number(request.toString())] ?? '');
        for (let at = 0; at < bytes.length; at += size) socket.write(bytes.subarray(at, at + size));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const wire = await openWire((server.address() as AddressInfo).port);
    const replies = [];
    for (const index of answers.keys()) {
      const { status, body } = await wire.exchange(String(index));
      replies.push([status, body.toString()]);
    }
    wire.close();
    server.close();
    expect(replies).toEqual([
      [200, 'hello'],
      [204, ''],
      [201, '0\r\n\r\nabcde'],
    ]);
  });
});

function bench(...args: readonly (string | number)[]): Promise<{ readonly stdout: string }> {
  const all = ['--import', 'tsx', join(PROJECT, 'scripts', 'bench.ts'), ...args.map(String)];
  return promisify(execFile)(process.execPath, all, { cwd: PROJECT, timeout: TEST_MS_MAX });
}

function jobOf(
  scenario: string,
  { port, group, tag }: { readonly port: number; readonly group: string; readonly tag: string },
): Job {
  return {
    scenario,
    setting: { users: USERS, spares: USERS, firm: FIRM, group, tag },
    port,
    tokens: [],
    connections: 1,
    warmUpMs: 0,
    ms: 30,
    from: 0,
    serverPid: process.pid,
    databasePid: process.pid,
  };
}

interface Shortly {
  readonly scenario: string;
  readonly p50Ms: number;
  readonly like?: string;
  readonly isDeep?: boolean;
}

function runOf(results: readonly Shortly[]): Run {
  const rest = { perSecond: 1, p99Ms: 1, serverCpuMs: 1, mongodCpuMs: 1, memoryMb: 1 };
  return {
    users: 1,
    connections: 1,
    results: results.map(({ p50Ms, ...result }) => ({
      ...result,
      unit: 'requests',
      gateway: { p50Ms, ...rest },
      faults: [],
    })),
  };
}
