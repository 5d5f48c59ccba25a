// The command line as a process of its own, beside a running gateway and without one.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, startCli, type CliEnd } from '../../scripts/prove/cli-process';
import { startGatewayProcess, type GatewayProcess } from '../../scripts/prove/gateway-process';
import { proveImport } from '../../scripts/prove/import/proof';
import { createScimClient } from '../../scripts/prove/scim-client';

const TEST_MS_MAX = 60_000;
const UNREACHABLE_MS_MAX = 15_000;

let folder: string;
let gateway: GatewayProcess;
let env: Readonly<Record<string, string>>;
/** Takes ten seconds, which the others use. */
let unreachable: Promise<CliEnd>;

beforeAll(async () => {
  unreachable = runCli(['users'], { MONGODB_URI: 'mongodb://someone:secret@127.0.0.1:1/' });
  folder = await mkdtemp(join(tmpdir(), 'imanage-cli-'));
  env = { DATA_DIR: join(folder, 'data') };
  gateway = await startGatewayProcess({ dataDir: join(folder, 'data') });
}, TEST_MS_MAX);

afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}, TEST_MS_MAX);

describe('imanage-scim beside a running gateway with an embedded database', () => {
  it(
    'imports 300 users, 10 of them bad, from the preview to what export makes of them',
    async () => {
      const { faults, seconds, beforeStop } = await proveImport({ gateway, env, folder }, 300, 10);
      console.log(`import of 300 rows, ${beforeStop} of them before Ctrl-C: ${JSON.stringify(seconds)}`);
      expect(faults).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it(
    'imports groups: a disabled one with its members, no reserved one, and nobody into a wrong one',
    async () => {
      const file = join(folder, 'groups.csv');
      const rows = [
        ...[
          'Group ID;Name;Enabled;External;User ID',
          'TAX;Tax law;no;no;PERSON1',
          'TAX;Tax law;no;no;person2',
        ],
        ...['NRTADMIN;;;;PERSON1', 'GUESTS;;;yes;PERSON10', 'GUESTS;;;yes;PERSON1', 'GUESTS;;;yes;NOBODY'],
      ];
      await writeFile(file, rows.join('\n'));
      const { code, results } = await runCli(['import', 'groups', file, '--apply', '--json'], env);
      const outcomes = JSON.parse(results) as readonly { readonly line: number; readonly outcome: string }[];
      expect(code).toBe(0);
      expect(outcomes.map(({ line, outcome }) => [line, outcome])).toEqual([
        ...[
          [2, 'new'],
          [4, 'refused'],
          [5, 'new'],
          [6, 'refused'],
          [7, 'refused'],
        ],
      ]);
      const client = createScimClient(gateway, 1);
      const { body } = await client.send('GET', '/Groups?filter=displayName+eq+"Tax%20law"');
      client.close();
      expect((body as { readonly Resources: readonly object[] }).Resources).toMatchObject([
        { members: [{}, {}], 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group': { enabled: false } },
      ]);
      const again = await runCli(['import', 'groups', file, '--apply'], env);
      expect(again.remarks).toContain('0 created (0 of them incomplete), 2 matched');
      expect((await readdir(folder)).filter((name) => name.startsWith('groups.refused'))).toHaveLength(1);
    },
    TEST_MS_MAX,
  );

  it(
    'brings nobody back who was deleted, and gives nobody their User ID',
    async () => {
      const client = createScimClient(gateway, 1);
      const { body } = await client.send('GET', '/Users?filter=userName+eq+"person3@firm.example"');
      const id = (body as { readonly Resources: readonly { readonly id: string }[] }).Resources[0]?.id ?? '';
      await client.send('DELETE', `/Users/${id}`);
      client.close();
      const file = join(folder, 'returners.csv');
      await writeFile(file, 'User ID,Email\nPERSON3,person3@firm.example\nPerson3,other@firm.example\n');
      const { results } = await runCli(['import', 'users', file, '--json', '--map', 'Email=email'], env);
      expect(JSON.parse(results)).toMatchObject([
        {
          line: 2,
          outcome: 'refused',
          detail: expect.stringContaining('brings nothing deleted back') as string,
        },
        {
          line: 3,
          outcome: 'refused',
          detail: expect.stringMatching(/^userId: line 2 has the same/) as string,
        },
      ]);
      await writeFile(file, 'User ID,Email\nPerson3,other@firm.example\n');
      const burned = await runCli(['import', 'users', file, '--json'], env);
      expect(burned.results).toMatch(/is or was the User ID of another person, who was deleted on/);
    },
    TEST_MS_MAX,
  );

  it('keeps results and remarks apart, and numbers them as it is asked to', async () => {
    const { code, results, remarks } = await runCli(['--csv', 'users', 'person1@'], env);
    expect([code, remarks]).toEqual([0, '']);
    expect(results).toMatch(/^User ID,.*\r\nPERSON1,/);
  });

  it(
    'changes the catalogue and the rules, and the running gateway goes by it at once',
    async () => {
      const client = createScimClient(gateway, 1);
      const added = await runCli(
        ['catalogue', 'add-role', 'active', 'COUNSEL', '--privileges', 'import'],
        env,
      );
      expect([added.code, added.remarks]).toEqual([0, 'Role COUNSEL added to library active.\n']);
      const { body } = await client.send('GET', '/Roles/ACTIVE:COUNSEL');
      expect(body).toMatchObject({
        'urn:ietf:params:scim:schemas:extension:imanage:2.0:Role': {
          name: 'COUNSEL',
          privileges: ['import'],
        },
      });
      const counsel = {
        userName: 'counsel@firm.example',
        'urn:ietf:params:scim:schemas:extension:imanage:2.0:User': { role: 'counsel' },
      };
      expect((await client.send('POST', '/Users', counsel)).status).toBe(201);
      const removed = await runCli(['catalogue', 'remove-role', 'ACTIVE', 'COUNSEL'], env);
      expect([removed.code, removed.remarks]).toEqual([
        1,
        'role "COUNSEL" of library "ACTIVE" is in use by 1 person; give them another role first\n',
      ]);
      const unknown = await runCli(['rules', 'set', 'validation', 'sloppy'], env);
      expect([unknown.code, unknown.remarks]).toEqual([
        1,
        'validation: "sloppy" is none of lenient, strict\n',
      ]);
      await runCli(['rules', 'set', 'validation', 'strict'], env);
      const refused = await client.send('POST', '/Users', { userName: 'nobody@firm.example' });
      expect([refused.status, refused.body]).toMatchObject([400, { scimType: 'invalidValue' }]);
      client.close();
      const shown = await runCli(['catalogue', '--json'], env);
      expect(shown.remarks).toBe(
        'Differs from the configuration file: role "COUNSEL" of library "ACTIVE" is not in the file; it exists\n' +
          'Differs from the configuration file: rule validation: "strict" is kept, the file says "lenient"\n',
      );
    },
    TEST_MS_MAX,
  );

  it('ends quietly when the reader has seen enough', async () => {
    const run = startCli(['users', '--json'], env);
    run.closeResults();
    const { code, remarks } = await run.ended;
    expect([code, remarks]).toEqual([0, '']);
  });

  it.each([
    ['an unknown command', ['userz'], /unknown command 'userz'[^]*Did you mean/],
    ['both forms', ['users', '--json', '--csv'], /cannot be used with/],
    [
      'an unknown customer',
      ['users', '--customer', 'other'],
      /^--customer "other" is unknown; known: default\n$/,
    ],
    [
      'a file that is not there',
      ['import', 'users', '/absent.csv'],
      /^\/absent.csv cannot be read: there is no such file\n$/,
    ],
  ])('refuses %s with exit code 2', async (_, args, message) => {
    const { code, results, remarks } = await runCli(args, env);
    expect([code, results]).toEqual([2, '']);
    expect(remarks).toMatch(message);
  });
});

describe('imanage-scim without a gateway', () => {
  it('tells every fault of the configuration, with exit code 2', async () => {
    const { code, remarks } = await runCli(['users'], { GATEWAY_COLOUR: 'blue', LOG_LEVEL: 'loud' });
    expect(code).toBe(2);
    expect(remarks).toMatch(/^The configuration has 2 faults:\n {2}- LOG_LEVEL[^]*\n {2}- "GATEWAY_COLOUR"/);
  });

  it('makes no directory where there is none', async () => {
    const { code, remarks } = await runCli(['users'], { DATA_DIR: join(folder, 'absent') });
    expect(code).toBe(1);
    expect(remarks).toMatch(/^there is no directory in .*absent yet; start the gateway once/);
    expect(await readdir(folder)).not.toContain('absent');
  });

  it('says within some seconds that a database cannot be reached, and shows no password', async () => {
    const { code, remarks, ms } = await unreachable;
    expect([code, remarks.split('\n').length]).toEqual([1, 2]);
    expect(remarks).toMatch(/^the database cannot be reached/);
    expect(ms).toBeLessThan(UNREACHABLE_MS_MAX);
  });

  it(
    'starts the embedded database for its own time, and a gateway that comes meanwhile is told so',
    async () => {
      await gateway.stop();
      const command = startCli(['users', '--json'], env);
      while (!command.remarks().includes('no gateway runs'))
        await new Promise((done) => setTimeout(done, 20));
      const refusal = await startGatewayProcess({ dataDir: join(folder, 'data') }).then(
        () => '',
        (error: unknown) => (error as Error).message,
      );
      expect(refusal).toMatch(/DATA_DIR is in use by a command of the command line, process \d+/);
      const { code, results } = await command.ended;
      expect(code).toBe(0);
      expect((JSON.parse(results) as readonly object[]).length).toBe(290);
      expect(await readdir(join(folder, 'data', 'mongodb.owners'))).toEqual([]);
      expect(await readFile(join(folder, 'data', 'mongodb', 'mongod.lock'), 'utf8')).toBe('');
    },
    TEST_MS_MAX,
  );

  it(
    'leaves its changes to the next start of the gateway, which says where they win',
    async () => {
      gateway = await startGatewayProcess({ dataDir: join(folder, 'data') });
      const told = (): readonly string[] =>
        gateway
          .logLines()
          .filter((line) => line.includes('wins over the configuration'))
          .map((line) => (JSON.parse(line) as { readonly difference: string }).difference);
      // They are told once the database is prepared, which may be a moment after the gateway is ready.
      const deadline = Date.now() + TEST_MS_MAX / 2;
      while (told().length < 2 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
      expect(told()).toEqual([
        'role "COUNSEL" of library "ACTIVE" is not in the file; it exists',
        'rule validation: "strict" is kept, the file says "lenient"',
      ]);
    },
    TEST_MS_MAX,
  );
});
