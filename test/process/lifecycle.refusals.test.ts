// Starts that must not succeed: each ends soon, not with 0, says what to mend, and leaves nothing behind.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { testDatabaseUri } from '../setup/database';
import { hasMongod, type MainProcess, startMain } from './main-process';

const REFUSED_WITHIN_MS = 5_000;

let folder: string;
const started: MainProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-refusals-'));
});

afterAll(async () => {
  await Promise.all(started.map((main) => main.destroy()));
  await rm(folder, { recursive: true, force: true, maxRetries: 100 });
});

describe('a start', () => {
  it('with wrong settings lists every one of them, starts nothing, and fails', async () => {
    const dataDir = newFolder();
    const main = start({
      DATA_DIR: dataDir,
      PORT: 'eighty',
      SCIM_BEARER_TOKEN: 'short',
      LOG_LEVEL: 'loud',
      GATEWAY_COLOUR: 'blue',
    });
    const { code, ms } = await main.ended;
    expect(code).toBe(2);
    expect(ms).toBeLessThan(REFUSED_WITHIN_MS);
    for (const name of ['PORT', 'SCIM_BEARER_TOKEN', 'LOG_LEVEL', 'GATEWAY_COLOUR'])
      expect(main.output()).toContain(`- ${name === 'GATEWAY_COLOUR' ? '"GATEWAY_COLOUR"' : name}`);
    expect(main.output()).not.toContain('short');
    expect(hasMongod(dataDir)).toBe(false);
  });

  it('on the DATA_DIR of a living gateway is refused, and that one goes on', async () => {
    const dataDir = newFolder();
    const first = start({ DATA_DIR: dataDir });
    const { url } = await first.logged('ready');
    const second = start({ DATA_DIR: dataDir });
    expect((await second.ended).code).toBe(1);
    expect(reasonOf(second)).toContain(`DATA_DIR is in use by process ${first.pid}`);
    expect((await fetch(`${String(url)}/readyz`)).status).toBe(200);
    first.signal('SIGTERM');
    expect((await first.ended).code).toBe(0);
  });

  it('on a port that is taken names PORT and stops its mongod again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const dataDir = newFolder();
    const main = start({ DATA_DIR: dataDir, PORT: String(port) });
    expect((await main.ended).code).toBe(1);
    other.close();
    expect(reasonOf(main)).toMatch(`PORT: another process listens on port ${port}`);
    expect(main.output()).toContain('starting mongod');
    expect(hasMongod(dataDir)).toBe(false);
  });

  it('on a HOST that is not of this machine names HOST', async () => {
    const main = start({ DATA_DIR: newFolder(), HOST: '192.0.2.1', MONGODB_URI: testDatabaseUri() });
    expect((await main.ended).code).toBe(1);
    expect(reasonOf(main)).toContain('HOST: 192.0.2.1');
  });

  it('with a MONGODB_URI that cannot be read says so and shows no part of its password', async () => {
    const main = start({
      DATA_DIR: newFolder(),
      MONGODB_URI: 'mongodb://user:pass/word@host.example:27017/x',
    });
    expect((await main.ended).code).toBe(1);
    expect(reasonOf(main)).toContain('MONGODB_URI');
    expect(main.output()).not.toContain('pass/');
    expect(main.output()).not.toContain('user:pa');
  });

  it('on data that break a unique index says which entries, and changes nothing', async () => {
    const uri = new URL(testDatabaseUri());
    uri.pathname = `/refused_${randomUUID()}`;
    const client = new mongo.MongoClient(uri.href, CLIENT_OPTIONS);
    const users = client
      .db()
      .collection<{ _id: string; customer: string; live: boolean; search: object }>('users');
    const twin = { customer: 'default', live: true, search: { userName: 'twin@firm.example' } };
    await users.insertMany([
      { _id: 'one', ...twin },
      { _id: 'two', ...twin },
    ]);
    const main = start({ DATA_DIR: newFolder(), MONGODB_URI: uri.href });
    const { code } = await main.ended;
    const count = await users.countDocuments();
    await client.db().dropDatabase();
    await client.close();
    expect(code).toBe(1);
    expect(reasonOf(main)).toMatch(/users holds more than one entry with .*twin@firm\.example/);
    expect(count).toBe(2);
  });
});

function start(env: Readonly<Record<string, string>>): MainProcess {
  const tokens = {
    SCIM_BEARER_TOKEN: randomBytes(32).toString('hex'),
    ADMIN_TOKEN: randomBytes(32).toString('hex'),
  };
  const main = startMain({ ...tokens, ...env });
  started.push(main);
  return main;
}

function newFolder(): string {
  return join(folder, randomUUID());
}

function reasonOf(main: MainProcess): string {
  const record = main.records().find(({ message }) => message === 'the gateway cannot start');
  return String(record?.['reason']);
}
