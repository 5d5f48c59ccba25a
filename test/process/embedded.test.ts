import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { mongo } from 'mongoose';
import {
  type EmbeddedMongod,
  type EmbeddedMongodOptions,
  startEmbeddedMongod,
} from '../../src/store/embedded/mongod';
import { commandLineOf, endProcess, isRunning } from '../../src/store/embedded/process-table';
import { testDatabaseUri } from '../setup/database';

const BACK_MS_MAX = 5000;
const STOP_MS_MAX = 2000;
const POLL_MS = 20;
const FAIL_POINT_OFF = { configureFailPoint: 'failCommand', mode: 'off' };

let dataDir: string;
/** What was begun and may not have ended, last first. */
const endings: (() => unknown)[] = [];

async function begin(): Promise<void> {
  dataDir = await mkdtemp(join(os.tmpdir(), 'gateway-embedded-'));
  endings.push(() => rm(dataDir, { recursive: true, force: true }));
}

async function endAll(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end();
}

async function start(options: Partial<EmbeddedMongodOptions> = {}): Promise<EmbeddedMongod> {
  const mongodBinary = process.env['MONGOD_BINARY'] ?? null;
  const mongod = await startEmbeddedMongod({ dataDir, mongodBinary, ...options });
  endings.push(mongod.stop);
  return mongod;
}

function clientOf({ uri }: Pick<EmbeddedMongod, 'uri'>): mongo.MongoClient {
  const client = new mongo.MongoClient(uri, { runtimeAdapters: { os } });
  endings.push(() => client.close());
  return client;
}

function notes(mongod: Pick<EmbeddedMongod, 'uri'>): mongo.Collection<{ _id: string }> {
  return clientOf(mongod).db('gateway').collection('notes');
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<number> {
  const since = Date.now();
  while (!(await holds())) {
    if (Date.now() - since > BACK_MS_MAX) throw new Error(`${what}: not within ${BACK_MS_MAX} ms`);
    await delay(POLL_MS);
  }
  return Date.now() - since;
}

/** Another gateway, as far as the data folder can tell. Resolves when its database is ready. */
async function startElsewhere(): Promise<{ readonly gateway: ChildProcess; readonly uri: string }> {
  const script = join(__dirname, '..', '..', 'scripts', 'mongod.ts');
  const args = ['--import', 'tsx', script, '--data', dataDir];
  const gateway = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  endings.push(() => gateway.kill('SIGKILL'));
  let printed = '';
  gateway.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await until('the other gateway', () => printed.includes('Ctrl-C'));
  return { gateway, uri: /mongodb:\S+/.exec(printed)?.[0] ?? '' };
}

async function lockedBy(): Promise<number> {
  return Number(await readFile(join(dataDir, 'mongodb', 'mongod.lock'), 'utf8'));
}

async function killersOf(pid: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((id) => id > 0);
  return pids.filter((id) => {
    const [, script = '', , child] = commandLineOf(id);
    return script.endsWith('mongo_killer.js') && child === String(pid);
  });
}

describe('an embedded mongod', () => {
  let mongod: EmbeddedMongod;
  beforeAll(async () => {
    await begin();
    mongod = await start();
  });
  afterAll(endAll);

  it('holds transactions', async () => {
    const client = clientOf(mongod);
    const collection = client.db('gateway').collection<{ _id: string }>('notes');
    await client.withSession(async (session) => {
      session.startTransaction();
      await collection.insertOne({ _id: 'taken back' }, { session });
      await session.abortTransaction();
      await session.withTransaction(() => collection.insertOne({ _id: 'kept' }, { session }));
    });
    expect(await collection.find().toArray()).toEqual([{ _id: 'kept' }]);
  });

  it('listens on the loopback address alone', () => {
    const args = commandLineOf(mongod.pid);
    expect(args[args.indexOf('--bind_ip') + 1]).toBe('127.0.0.1');
    expect(args).toContain('--nounixsocket');
  });

  it('keeps all it has in the data folder, for its user alone', async () => {
    expect((await readdir(dataDir)).sort()).toEqual([
      'mongod.log',
      'mongodb',
      'mongodb.owners',
      'mongodb.port',
    ]);
    expect((await stat(join(dataDir, 'mongodb'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'mongod.log'))).mode & 0o777).toBe(0o600);
  });

  it('takes test commands in a test run only', async () => {
    await expect(clientOf(mongod).db('admin').command(FAIL_POINT_OFF)).rejects.toThrow(/no such command/);
    const ofTheRun = clientOf({ uri: testDatabaseUri() });
    await expect(ofTheRun.db('admin').command(FAIL_POINT_OFF)).resolves.toMatchObject({ ok: 1 });
  });

  it('is ended in order by stop(), however often that is called', async () => {
    const killers = await killersOf(mongod.pid);
    const since = Date.now();
    await Promise.all([mongod.stop(), mongod.stop()]);
    await mongod.stop();
    const stopMs = Date.now() - since;
    console.log(`stopped after ${stopMs} ms`);
    expect(stopMs).toBeLessThan(STOP_MS_MAX);
    expect(await lockedBy()).toBe(0);
    expect(killers).toHaveLength(1);
    expect(isRunning(mongod.pid)).toBe(false);
    await until('the end of the killer', () => !killers.some(isRunning));
  });
});

describe('startEmbeddedMongod', () => {
  beforeEach(begin);
  afterEach(endAll);

  it('finds the data of the last start, on another port where that is taken', async () => {
    const first = await start();
    await notes(first).insertOne({ _id: 'from before' });
    await first.stop();
    const inTheWay = createServer((socket) => socket.destroy()).listen(
      Number(new URL(first.uri).port),
      '127.0.0.1',
    );
    endings.push(() => inTheWay.close());
    await once(inTheWay, 'listening');
    const second = await start();
    expect(second.uri).not.toBe(first.uri);
    await notes(second).insertOne({ _id: 'new' });
    expect(await notes(second).countDocuments()).toBe(2);
  });

  it('says why mongod did not start, leaves another one on that port alone, and gives the folder up', async () => {
    const port = Number(new URL(testDatabaseUri()).port);
    await expect(start({ port })).rejects.toThrow(
      /^mongod did not start: exit code 48 .*Address already in use/,
    );
    expect(await readdir(join(dataDir, 'mongodb.owners'))).toEqual([]);
  });

  it('names DATA_DIR when that cannot be a folder', async () => {
    await writeFile(join(dataDir, 'file'), '');
    await expect(start({ dataDir: join(dataDir, 'file') })).rejects.toThrow(
      /^DATA_DIR must be a folder that can be written: ENOTDIR/,
    );
  });
});

describe('a mongod that dies', () => {
  const exits: string[] = [];
  let mongod: EmbeddedMongod;
  let real: string;
  let binary: string;
  beforeAll(async () => {
    await begin();
    const status = await clientOf({ uri: testDatabaseUri() }).db('admin').command({ serverStatus: 1 });
    real = await readlink(`/proc/${Number(status['pid'])}/exe`);
    binary = join(dataDir, 'mongod');
    await symlink(real, binary);
    mongod = await start({ mongodBinary: binary, onUnexpectedExit: ({ how }) => exits.push(how) });
  });
  afterAll(endAll);

  it('is back for the same client within 5 seconds, with every acknowledged write', async () => {
    const { pid } = mongod;
    const collection = notes(mongod);
    await collection.insertOne({ _id: 'acknowledged' });
    process.kill(pid, 'SIGKILL');
    const isWritten = (): Promise<boolean> =>
      collection.insertOne({ _id: 'after' }).then(
        () => true,
        () => false,
      );
    console.log(`mongod killed: the same client writes again after ${await until('a write', isWritten)} ms`);
    expect(await collection.countDocuments()).toBe(2);
    expect(mongod.pid).not.toBe(pid);
    expect(exits).toEqual(['SIGKILL']);
  });

  it('is started again until that succeeds', async () => {
    const { pid } = mongod;
    await rm(binary);
    process.kill(pid, 'SIGKILL');
    await until('two failures', () => exits.filter((how) => how.includes('ENOENT')).length >= 2);
    await symlink(real, binary);
    await until('the return', () => mongod.pid !== pid);
  });

  it('is ended by stop() even while it is being started again', async () => {
    const { pid } = mongod;
    process.kill(pid, 'SIGKILL');
    await until('the next one', async () => ![0, pid].includes(await lockedBy()));
    const next = await lockedBy();
    await mongod.stop();
    expect(isRunning(next)).toBe(false);
    expect(await readdir(join(dataDir, 'mongodb.owners'))).toEqual([]);
  });
});

describe('another gateway on the same data', () => {
  beforeEach(begin);
  afterEach(endAll);

  it('keeps a second one out while it lives; killed, it takes its mongod with it', async () => {
    const { gateway, uri } = await startElsewhere();
    const pid = await lockedBy();
    await expect(start()).rejects.toThrow(
      `DATA_DIR is in use by process ${String(gateway.pid)}: ${dataDir}. Stop that gateway, or give this one a DATA_DIR of its own.`,
    );
    await notes({ uri }).insertOne({ _id: 'undisturbed' });
    gateway.kill('SIGKILL');
    const endMs = await until('the end of its mongod', () => !isRunning(pid));
    console.log(`gateway killed: its mongod has ended in order after ${endMs} ms`);
    expect(await lockedBy()).toBe(0);
  });

  it('may leave its mongod behind when killed: the next gateway ends that one and goes on with the data', async () => {
    const { gateway, uri } = await startElsewhere();
    await notes({ uri }).insertOne({ _id: 'from before' });
    const orphan = await lockedBy();
    for (const killer of await killersOf(orphan)) await endProcess(killer, BACK_MS_MAX);
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    const messages: string[] = [];
    const since = Date.now();
    const mongod = await start({ onProgress: (message) => messages.push(message) });
    console.log(`orphan: the next gateway is ready after ${Date.now() - since} ms`);
    expect(messages[0]).toContain(`ending mongod ${orphan}, left behind`);
    expect(isRunning(orphan)).toBe(false);
    expect(mongod.uri).toBe(uri);
    expect(await notes(mongod).countDocuments()).toBe(1);
  });
});
