// The command line on the database and at a gateway: each command says the same in both places.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { CommanderError } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { createProgram } from '../../src/cli/program';
import { unreachable } from '../../src/cli/remote-failure';
import { parseConfig } from '../../src/config/parse';
import { createLogger } from '../../src/log/logger';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { appOptions } from '../../src/start';
import { startImports } from '../../src/start/imports';
import { openStore } from '../../src/store/open-store';
import { startTestGateway, type TestGateway } from '../http/gateway';
import { created, person, scimClient, type ScimClient } from '../http/scim-client';
import { testDatabaseUri } from '../setup/database';

const ADMIN_TOKEN = randomBytes(32).toString('hex');
const published = readPublishedSchemas(join(__dirname, '..', '..', 'schemas'));
const FILE = { customers: [{ id: 'default', name: 'Firm' }, { id: 'other' }] };

const WAIT_MS_MAX = 20_000;

interface Printed {
  readonly results: string;
  readonly remarks: string;
  /** The sentence that it ended with; empty where it ended well. */
  readonly failure: string;
}

let gateway: TestGateway;
let firm: ScimClient;
let folder: string;
let here: Readonly<Record<string, string>>;
let atGateway: readonly string[];

beforeAll(async () => {
  gateway = await startTestGateway({ file: FILE, env: { ADMIN_TOKEN } });
  folder = await mkdtemp(join(tmpdir(), 'imanage-remote-'));
  const uri = new URL(testDatabaseUri());
  uri.pathname = `/${gateway.database.databaseName}`;
  here = {
    MONGODB_URI: uri.href,
    GATEWAY_CONFIG: 'gateway.json',
    PUBLIC_URL: gateway.rootUrl,
    SCIM_BEARER_TOKEN: gateway.token,
  };
  atGateway = ['--url', gateway.rootUrl, '--customer', 'default'];
  firm = scimClient(gateway);
  await fill(firm);
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

async function fill(client: ScimClient): Promise<void> {
  const ids: string[] = [];
  for (const name of ['ada', 'bob', 'cy', 'dee'])
    ids.push((await created(client, '/Users', person(name))).id);
  const [ada = '', bob = '', cy = '', dee = ''] = ids;
  const members = [ada, cy, dee].map((value) => ({ value }));
  await created(client, '/Groups', { displayName: 'Tax', members });
  await client.patch(`/Users/${cy}`, [{ op: 'replace', path: 'active', value: false }]);
  await client.patch(`/Users/${bob}`, [
    { op: 'add', path: 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User:external', value: true },
  ]);
  await client.delete(`/Users/${dee}`);
  // Refused, for the sync log; it is written a moment after the answer.
  await client.post('/Users', person('ada'));
  await until(
    async () => (await gateway.database.collection('requests').countDocuments({ status: 409 })) > 0,
  );
}

interface Watched {
  readonly stopping?: AbortSignal;
  /** Told of what is on standard output, as it comes. */
  readonly onResults?: () => void;
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { stopping = new AbortController().signal, onResults }: Watched = {},
): Promise<Printed> {
  const [results, remarks] = [new PassThrough(), new PassThrough()];
  const printed = { results: '', remarks: '' };
  results.on('data', (chunk: Buffer) => {
    printed.results += String(chunk);
    onResults?.();
  });
  remarks.on('data', (chunk: Buffer) => (printed.remarks += String(chunk)));
  const readText = (path: string): string => (path === 'gateway.json' ? JSON.stringify(FILE) : ADMIN_TOKEN);
  const program = createProgram({ env, readText, published, streams: { results, remarks }, stopping });
  const failure = await program.parseAsync(args, { from: 'user' }).then(
    () => '',
    (error: unknown) => (error instanceof CommanderError ? error.code : (error as Error).message),
  );
  return { ...printed, failure };
}

/** As each running gateway has one. */
async function importWorker(): Promise<{ stop(): Promise<void> }> {
  const parsed = parseConfig(here, () => JSON.stringify(FILE), 'administer');
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  const logger = createLogger({ level: 'error', format: 'json', stream: new PassThrough().resume() });
  const store = openStore({
    uri: here['MONGODB_URI'] ?? '',
    requestLogDays: null,
    ownSchemas: null,
    onNotice: () => undefined,
  });
  await store.prepared;
  const made = { store, publicUrl: gateway.rootUrl, newId: uuidv7 };
  const options = appOptions(parsed.config, published, logger, made);
  const worker = startImports(parsed.config, { ...options, store, scimBase: gateway.baseUrl });
  return {
    async stop() {
      await worker.stop();
      await store.close();
      await logger.close();
    },
  };
}

/** Again and again, until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS_MAX;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it did not come to pass in time');
    await new Promise((done) => setTimeout(done, 20));
  }
}

const onDatabase = (...args: readonly string[]): Promise<Printed> =>
  run(['--customer', 'default', ...args], here);
const there = (...args: readonly string[]): Promise<Printed> => run([...atGateway, ...args], { ADMIN_TOKEN });
const rowsOf = ({ results }: Printed): readonly Record<string, unknown>[] =>
  JSON.parse(results) as readonly Record<string, unknown>[];

describe('a command that shows', () => {
  it.each([
    'users',
    'users ADA@',
    'users --deleted',
    'users show cy',
    'users show nobody',
    'groups',
    'groups tax --deleted',
    'externals',
    'leavers',
    'leavers --residue',
    'leavers --clean',
    'leavers --clean ada',
    'user-id check DEE',
    'user-id check',
    'seats',
    'seats --from 2026-01-01',
    'seats --over-time --to 2001-01-01',
    'access-review --at 2999-01-01',
    'log --status refused',
    'log --person cy --limit 1',
    'log --from yesterday',
    'events',
    'events --group Tax --operation create',
    'events --group Nothing',
    'catalogue',
    'rules',
    'brake',
    'alerts',
  ])('says the same on the database and at a gateway: %s', async (line) => {
    const args = ['--json', ...line.split(' ')];
    const remote = await there(...args);
    expect(remote).toEqual(await onDatabase(...args));
    expect(remote.failure === '' ? rowsOf(remote) : remote.failure).toBeDefined();
  });

  it.each(['--csv', ''])('does so in every form: %s', async (form) => {
    const args = [...(form === '' ? [] : [form]), 'users'];
    const remote = await there(...args);
    expect(remote).toEqual(await onDatabase(...args));
    expect(remote.results.split('\n')).toHaveLength(form === '' ? 6 : 5);
  });

  it('reviews access over HTTP as on the database', async () => {
    const at = new Date().toISOString();
    const args = ['--json', 'access-review', '--at', at, '--against', at.replace(/....Z$/, '000Z')];
    const remote = await there(...args.slice(0, 4));
    expect(remote).toEqual(await onDatabase(...args.slice(0, 4)));
    expect(rowsOf(remote)).toHaveLength(4);
  });
});

describe('a command that changes', () => {
  it('changes catalogue and rules at the gateway, and says what the database says', async () => {
    const added = await there('catalogue', 'add-library', 'TAX', '--name', 'Tax law');
    expect(added).toEqual({ results: '', remarks: 'Library TAX added.\n', failure: '' });
    await there('catalogue', 'add-role', 'TAX', 'CLERK', '--privileges', 'import, export');
    expect(rowsOf(await onDatabase('--json', 'catalogue'))).toContainEqual(
      expect.objectContaining({ library: 'TAX', role: 'CLERK', privileges: ['import', 'export'] }),
    );
    expect((await onDatabase('catalogue', 'remove-role', 'TAX', 'CLERK')).remarks).toBe(
      'Role CLERK removed.\n',
    );
    expect((await there('catalogue', 'remove-library', 'TAX')).remarks).toBe('Library TAX removed.\n');
    const sloppy = 'validation: "sloppy" is none of lenient, strict';
    expect((await there('rules', 'set', 'validation', 'sloppy')).failure).toBe(sloppy);
    expect((await onDatabase('rules', 'set', 'validation', 'sloppy')).failure).toBe(sloppy);
  });

  it('acts on a person with its reason, and takes it back by its event', async () => {
    const reason = ['--reason', 'On leave'];
    const [done] = rowsOf(await there('--json', 'users', 'disable', 'ada', ...reason));
    expect(done).toMatchObject({ userName: 'ada', signIn: 'disabled', event: expect.any(String) as string });
    const again = await onDatabase('users', 'disable', 'ada', ...reason);
    expect(again).toEqual(await there('users', 'disable', 'ada', ...reason));
    expect(again.failure).not.toBe('');
    const [back] = rowsOf(await onDatabase('--json', 'users', 'undo', String(done?.['event']), ...reason));
    expect(back).toMatchObject({ userName: 'ada', signIn: 'enabled' });
    expect((await there('users', 'enable', 'ada')).failure).toBe('commander.missingMandatoryOptionValue');
  });

  it('cleans up after leavers at the gateway, and gives back on the database', async () => {
    const { remarks } = await there('leavers', '--clean', 'dee', '--yes');
    const [, cleaned = ''] = /^Run (clean-\S+)$/m.exec(remarks) ?? [];
    expect(rowsOf(await there('--json', 'leavers', '--residue'))).toHaveLength(1);
    expect(rowsOf(await onDatabase('--json', 'leavers', '--undo', cleaned))).toMatchObject([
      { userName: 'dee', groups: ['Tax'] },
    ]);
    expect(rowsOf(await there('--json', 'leavers', '--residue'))).toHaveLength(2);
  });

  it('makes a connection whose token is told once, and ends it', async () => {
    const [made] = rowsOf(await there('--json', 'connections', 'create', 'entra', '--kind', 'entra'));
    const secret = String(made?.['secret']);
    const client = scimClient({ ...gateway, token: secret });
    expect((await client.get('/Users')).status).toBe(200);
    const listed = await there('connections');
    expect(listed.results).toContain('entra');
    expect(listed.results).not.toContain(secret);
    await there('connections', 'rotate', 'entra');
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    expect(
      (await there('connections', 'expire', 'entra', String(made?.['token']), '--at', soon)).failure,
    ).toBe('');
    expect((await there('connections', 'revoke', 'entra', String(made?.['token']))).remarks).toMatch(
      /^Revoked/,
    );
    expect((await there('connections', 'rotate', 'nobody')).failure).toBe(
      'no connection is called "nobody"; there are default, entra',
    );
    for (const args of [[], ['create', 'ping', '--kind', 'other']])
      expect((await onDatabase('connections', ...args)).failure).toMatch(/give --url and the admin token/);
  });

  it('exports the same files from both places', async () => {
    await there('export', '--out', join(folder, 'there'));
    await onDatabase('export', '--out', join(folder, 'here'));
    await there('--json', 'export', '--out', join(folder, 'there'));
    await onDatabase('--json', 'export', '--out', join(folder, 'here'));
    const names = await readdir(join(folder, 'there'));
    expect(names).toHaveLength(8);
    for (const name of names)
      expect(await readFile(join(folder, 'there', name), 'utf8')).toBe(
        await readFile(join(folder, 'here', name), 'utf8'),
      );
    expect((await there('export', '--out', join(folder, 'there'))).failure).toMatch(/is there already/);
  });

  it('previews an import the same in both places, and hands it to the gateway with --apply', async () => {
    const file = join(folder, 'users.csv');
    await writeFile(file, 'Login,Email\nEVE,eve@firm.example\nADA,\n');
    const args = ['--json', 'import', 'users', file, '--map', 'Login=userId'];
    const preview = await there(...args);
    expect({ ...preview, remarks: '' }).toEqual({ ...(await onDatabase(...args)), remarks: '' });
    expect(rowsOf(preview).map(({ outcome }) => outcome)).toEqual(['new', 'refused']);
    // This gateway has no worker: what is handed over waits in the database for one that has.
    const stopping = new AbortController();
    const begun = run([...atGateway, ...args, '--apply'], { ADMIN_TOKEN }, { stopping: stopping.signal });
    await until(async () => (await gateway.database.collection('imports').countDocuments()) > 0);
    stopping.abort();
    expect((await begun).remarks).toContain('the gateway goes on with it in the background');
    const worker = await importWorker();
    const { results, remarks } = await there(...args, '--apply').finally(() => worker.stop());
    expect(JSON.parse(results)).toMatchObject([
      { line: 2, id: 'EVE', outcome: 'new' },
      { line: 3, id: 'ADA', outcome: 'refused' },
    ]);
    expect(remarks).toMatch(/users\.refused\.csv\n[^]*1 created .*1 refused\n$/);
    expect(rowsOf(await onDatabase('--json', 'users', 'EVE'))).toHaveLength(1);
  });

  it.each(['there', 'here'])('follows the sync log as it grows, until it is stopped: %s', async (where) => {
    const args = [
      ...(where === 'there' ? atGateway : ['--customer', 'default']),
      '--json',
      'log',
      '--follow',
    ];
    const stopping = new AbortController();
    const following = run([...args, '--text', `fay.${where}`], where === 'there' ? { ADMIN_TOKEN } : here, {
      stopping: stopping.signal,
      onResults: () => {
        stopping.abort();
      },
    });
    let count = 0;
    await until(async () => {
      await created(firm, '/Users', person(`fay.${where}.${(count += 1)}`));
      return stopping.signal.aborted;
    });
    const { results, failure } = await following;
    expect(failure).toBe('');
    const [first = ''] = results.split('\n');
    expect(JSON.parse(first)).toMatchObject({ action: 'create', status: 'done', connection: 'default' });
  });
});

describe('--url and --token', () => {
  const at = (url: string, ...args: readonly string[]): Promise<Printed> =>
    run(['--url', url, '--customer', 'default', 'users', ...args], { ADMIN_TOKEN });
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function answering(status: number, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    server = createServer((_request, response) => {
      response.writeHead(status, headers).end('{}');
    });
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('takes the token from the option, the environment, or the file that it names', async () => {
    const args = ['--url', `${gateway.rootUrl}/admin/`, '--customer', 'DEFAULT', 'user-id', 'check', 'ada'];
    for (const result of [
      await run([...args, '--token', ADMIN_TOKEN], {}),
      await run(args, { ADMIN_TOKEN }),
      await run(args, { ADMIN_TOKEN_FILE: 'token' }),
    ])
      expect(result.failure).toBe('');
    expect((await run(args, {})).failure).toMatch(
      /the admin token of the gateway is needed: set ADMIN_TOKEN/,
    );
    expect((await run(['users', '--token', ADMIN_TOKEN], here)).failure).toMatch(/^--token goes with --url/);
  });

  it('refuses a wrong token in the gateway’s words, and never repeats it', async () => {
    const wrong = randomBytes(32).toString('hex');
    const { results, remarks, failure } = await at(gateway.rootUrl, '--token', wrong);
    expect(failure).toMatch(/^This is not the admin token/);
    expect(results + remarks + failure).not.toContain(wrong);
  });

  it.each([
    [[], /^there are 2 customers; say which with --customer: default, other$/],
    [['--customer', 'nobody'], /^--customer "nobody" is unknown; known: default, other$/],
  ])('asks for the customer as on the database: %s', async (customer, sentence) => {
    const remote = await run(['--url', gateway.rootUrl, ...customer, 'users'], { ADMIN_TOKEN });
    expect(remote.failure).toMatch(sentence);
    expect(remote.failure).toBe((await run([...customer, 'users'], here)).failure);
  });

  it('shows the directory of the customer that is named, and no other', async () => {
    const { results } = await run(['--url', gateway.rootUrl, '--customer', 'other', '--json', 'users'], {
      ADMIN_TOKEN,
    });
    expect(JSON.parse(results)).toEqual([]);
  });

  it.each([
    ['http://gateway.example', /must begin with https:.*could read the admin token/],
    ['gateway.example', /must be the address of a gateway/],
    ['https://ada:secret@gateway.example', /no user name/],
  ])('refuses %s with one sentence', async (url, sentence) => {
    const { failure, results } = await at(url);
    expect(failure).toMatch(sentence);
    expect(failure + results).not.toMatch(/secret|\n/);
  });

  it.each([
    ['has no such API', 404, {}, /has no admin API that this command line knows/],
    ['is a proxy in trouble', 502, {}, /answered 502; that is no word of a gateway/],
    ['sends elsewhere', 302, { Location: 'https://elsewhere.example/' }, /a token is not sent on/],
    ['is some web site', 200, { 'Content-Type': 'text/html' }, /has no admin API/],
    ['is too old for it', 200, { 'Content-Type': 'application/json' }, /update the gateway/],
  ])('says in one sentence that what answers %s', async (_what, status, headers, sentence) => {
    expect((await at(await answering(status, headers))).failure).toMatch(sentence);
  });

  it('says that nothing listens at an address', async () => {
    const url = await answering(200);
    await new Promise((done) => server?.close(done));
    expect((await at(url)).failure).toContain(`no gateway answers at ${url}: nothing listens there`);
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', /does not know who signed.*NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /for another name/],
    ['ENOTFOUND', /no gateway answers at .*: there is no computer of that name/],
  ])('explains %s of the connection in one sentence', (code, sentence) => {
    const error = new TypeError('fetch failed', { cause: { code, message: 'in the words of OpenSSL' } });
    const { message } = unreachable('https://gateway.example', error);
    expect(message).toMatch(sentence);
    expect(message).not.toMatch(/OpenSSL|\n/);
  });

  it('says that http is spoken where https is asked for', async () => {
    const { failure } = await at(gateway.rootUrl.replace('http:', 'https:'));
    expect(failure).toMatch(/it does not speak https there/);
  });

  it('leaves to the database what a gateway cannot do', async () => {
    expect((await there('event-streams')).failure).toMatch(
      /works on the database alone: run it without --url/,
    );
    expect((await onDatabase('event-streams')).remarks).toMatch(/^No event stream is configured/);
  });
});
