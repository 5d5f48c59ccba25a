// The life of the real process: first start, work, orderly ends of every kind, and the start after that on the same data.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../src/store/embedded/process-table';
import { hasMongod, type MainProcess, mongodPid, startMain, until } from './main-process';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const CLIENTS = 8;
/** Beyond it a container runtime would have killed the process. */
const END_MS_MAX = 25_000;

const folders: string[] = [];
const started: MainProcess[] = [];

afterAll(async () => {
  await Promise.all(started.map((main) => main.destroy()));
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 100 });
});

describe('a first start and the start after it', () => {
  let dataDir: string;
  let tokens: readonly string[];
  let created: readonly string[];

  beforeAll(async () => {
    dataDir = join(await temporaryFolder(), 'data');
  });

  it('shows the made tokens once, answers SIGTERM under load without losing an answer, and ends with 0', async () => {
    const main = start({ DATA_DIR: dataDir });
    const url = await readyUrl(main);
    tokens = shownTokens(main.output());
    expect(tokens).toHaveLength(2);
    const mongod = mongodPid(dataDir);
    const load = startLoad(url, tokens[0] ?? '');
    await until('100 users created', () => load.created.length >= 100);
    main.signal('SIGTERM');
    main.signal('SIGTERM');
    const end = await main.ended;
    await load.done;
    expect(load.broken).toEqual([]);
    expect(load.refused).toEqual([]);
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(isRunning(mongod)).toBe(false);
    await expect(isListening(Number(new URL(url).port))).resolves.toBe(false);
    expect(main.records().at(-1)?.message).toBe('stopped');
    for (const token of tokens) expect(main.output().split(token)).toHaveLength(2);
    created = load.created;
  });

  it('keeps everything under DATA_DIR from other users', async () => {
    const modes = await Promise.all(
      ['', 'secrets.json', 'mongodb', 'mongod.log'].map(
        async (name) => (await stat(join(dataDir, name))).mode,
      ),
    );
    expect(modes.map((mode) => (mode & 0o077).toString(8))).toEqual(['0', '0', '0', '0']);
  });

  it('finds every user again with the same token, and tells no token again', async () => {
    const main = start({ DATA_DIR: dataDir });
    const url = await readyUrl(main);
    const answer = await fetch(`${url}/scim/v2/Users?count=1000&attributes=userName`, {
      headers: { authorization: `Bearer ${tokens[0] ?? ''}` },
    });
    const { Resources } = (await answer.json()) as { Resources: { userName: string }[] };
    expect(Resources.map(({ userName }) => userName).toSorted()).toEqual(created.toSorted());
    main.signal('SIGINT');
    await expect(main.ended).resolves.toMatchObject({ code: 0, signal: null });
    expect(main.output()).not.toContain('shown only now');
    for (const token of tokens) expect(main.output()).not.toContain(token);
    expect(hasMongod(dataDir)).toBe(false);
  });
});

describe('SIGTERM during the start', () => {
  it('while mongod starts, ends with 0 and leaves no mongod', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    const main = start({ DATA_DIR: dataDir, ...madeTokens() });
    await until('the start of mongod', () => /starting mongod/.test(main.output()));
    main.signal('SIGTERM');
    const { code, ms } = await main.ended;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(END_MS_MAX);
    expect(hasMongod(dataDir)).toBe(false);
    expect(main.output()).not.toMatch(/"level":"error"/);
  });

  it('while a mongod binary does not answer, ends at once with 0', async () => {
    const folder = await temporaryFolder();
    const binary = join(folder, 'mongod');
    await writeFile(binary, '#!/bin/sh\necho asked > "$0.asked"\nexec sleep 600\n', { mode: 0o755 });
    const main = start({ DATA_DIR: join(folder, 'data'), MONGOD_BINARY: binary, ...madeTokens() });
    await until('the question for the version', async () =>
      stat(`${binary}.asked`).then(
        () => true,
        () => false,
      ),
    );
    const since = Date.now();
    main.signal('SIGTERM');
    expect((await main.ended).code).toBe(0);
    expect(Date.now() - since).toBeLessThan(3_000);
  });

  it('while the database is awaited, ends with 0', async () => {
    const main = start({
      DATA_DIR: await temporaryFolder(),
      MONGODB_URI: 'mongodb://127.0.0.1:1/?replicaSet=none',
      ...madeTokens(),
    });
    await main.logged('listening');
    const since = Date.now();
    main.signal('SIGTERM');
    expect((await main.ended).code).toBe(0);
    expect(Date.now() - since).toBeLessThan(5_000);
    expect(main.records().map(({ message }) => message)).not.toContain('ready');
  });
});

describe('npm start', () => {
  it('builds, serves, and ends everything with 0 when npm gets SIGTERM', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    const main = start({ DATA_DIR: dataDir, ...madeTokens() }, ['npm', 'start']);
    const url = await readyUrl(main);
    const mongod = mongodPid(dataDir);
    main.signal('SIGTERM');
    await expect(main.ended).resolves.toMatchObject({ code: 0, signal: null });
    expect(isRunning(mongod)).toBe(false);
    await expect(isListening(Number(new URL(url).port))).resolves.toBe(false);
  }, 60_000);
});

describe('a bug that nobody catches', () => {
  it('is logged and ends the process with a failure, and its mongod too', async () => {
    const folder = await temporaryFolder();
    const plant = join(folder, 'plant.cjs');
    await writeFile(
      plant,
      "process.on('SIGUSR2', () => setImmediate(() => { throw new Error('planted bug'); }));\n",
    );
    const dataDir = join(folder, 'data');
    const main = start({ DATA_DIR: dataDir, ...madeTokens(), NODE_OPTIONS: `--require ${plant}` });
    await readyUrl(main);
    const mongod = mongodPid(dataDir);
    main.signal('SIGUSR2');
    expect((await main.ended).code).toBe(1);
    expect(main.records().at(-1)?.message).toBe('uncaught failure: the process ends');
    await until('the end of mongod', () => !isRunning(mongod));
  });
});

function start(env: Readonly<Record<string, string>>, command?: [string, ...string[]]): MainProcess {
  const main = startMain(env, command);
  started.push(main);
  return main;
}

async function readyUrl(main: MainProcess): Promise<string> {
  return String((await main.logged('ready'))['url']);
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-lifecycle-'));
  folders.push(folder);
  return folder;
}

function madeTokens(): Readonly<Record<string, string>> {
  return {
    SCIM_BEARER_TOKEN: randomBytes(32).toString('hex'),
    ADMIN_TOKEN: randomBytes(32).toString('hex'),
  };
}

/** The lines `  name: TOKEN` that follow the announcement. */
function shownTokens(output: string): readonly string[] {
  return [...output.matchAll(/^ {2}[^:]+: (\S{32,})$/gm)].map((match) => match[1] ?? '');
}

interface Load {
  /** userNames whose creation was answered 201. */
  readonly created: string[];
  /** What was answered otherwise. */
  readonly refused: number[];
  /** How connections broke that carried a request; a new one that is not taken any more carries none. */
  readonly broken: string[];
  /** Resolves when no client gets a connection any more. */
  readonly done: Promise<unknown>;
}

function startLoad(url: string, token: string): Load {
  const load = { created: [] as string[], refused: [] as number[], broken: [] as string[] };
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const client = async (_: unknown, number: number): Promise<void> => {
    for (let turn = 0; ; turn += 1) {
      const userName = `load-${number}-${turn}`;
      try {
        const status = await post(`${url}/scim/v2/Users`, {
          token,
          agent,
          body: { schemas: [USER], userName },
        });
        if (status === 201) load.created.push(userName);
        else load.refused.push(status);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ECONNREFUSED') load.broken.push(String(code));
        return;
      }
    }
  };
  return { ...load, done: Promise.all(Array.from({ length: CLIENTS }, client)) };
}

function post(
  url: string,
  { token, agent, body }: { readonly token: string; readonly agent: Agent; readonly body: object },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.once('error', reject);
      response.resume().once('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(body));
  });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
