import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config/config';
import { firstStart, withSecrets, type FirstStartSecrets } from '../../src/config/first-start';
import { parseConfig } from '../../src/config/parse';

const TOKEN = 'scim-token-of-at-least-32-characters';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('firstStart', () => {
  let folder: string;
  let dataDir: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'first-start-'));
    dataDir = join(folder, 'data');
    file = join(dataDir, 'secrets.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function configured(env: Record<string, string> = {}): Config {
    const parsed = parseConfig({ DATA_DIR: dataDir, ...env }, () => '');
    if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
    return parsed.config;
  }

  async function started(env?: Record<string, string>): Promise<FirstStartSecrets> {
    const start = await firstStart(configured(env));
    if (!start.ok) throw new Error(start.faults.join('\n'));
    return start.secrets;
  }

  async function faultOf(env?: Record<string, string>): Promise<string> {
    const start = await firstStart(configured(env));
    return start.ok ? '' : start.faults.join('\n');
  }

  it('makes both tokens of 256 random bits and keeps their digests only', async () => {
    const { scimToken, adminToken } = await started();
    for (const secret of [scimToken, adminToken]) {
      expect(secret?.plainText).toMatch(/^[\w-]{43}$/);
      expect(secret?.digest).toBe(sha256(secret?.plainText ?? ''));
    }
    expect(scimToken?.digest).not.toBe(adminToken?.digest);
    const kept = await readFile(file, 'utf8');
    expect(JSON.parse(kept)).toEqual({
      sha256: { scimToken: scimToken?.digest, adminToken: adminToken?.digest },
    });
  });

  it('makes no connection beside a configuration file that has none: the console makes it', async () => {
    const env = { DATA_DIR: dataDir, ADMIN_TOKEN: TOKEN, GATEWAY_CONFIG: 'gateway.json' };
    const parsed = parseConfig(env, () => '{ "customers": [{ "id": "default" }] }');
    if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
    const start = await firstStart(parsed.config);
    expect(start).toEqual({ ok: true, secrets: { scimToken: null, adminToken: null } });
    expect((await started({ ADMIN_TOKEN: TOKEN })).scimToken).not.toBeNull();
  });

  it('leaves one file in a folder, both for the owner only', async () => {
    await started();
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  it('answers the same digests at a later start, and no text', async () => {
    const first = await started();
    const second = await started();
    expect(second.scimToken).toEqual({ digest: first.scimToken?.digest, plainText: null });
    expect(second.adminToken).toEqual({ digest: first.adminToken?.digest, plainText: null });
  });

  it('makes nothing that is configured, and touches no file where all is', async () => {
    const both = { SCIM_BEARER_TOKEN: TOKEN, ADMIN_TOKEN: `admin-${TOKEN}` };
    expect(await started(both)).toEqual({ scimToken: null, adminToken: null });
    expect(await readdir(folder)).toEqual([]);
    const { scimToken, adminToken } = await started({ SCIM_BEARER_TOKEN: TOKEN });
    expect(scimToken).toBeNull();
    expect(adminToken?.plainText).toEqual(expect.any(String));
  });

  it('makes a token that is wanted for the first time at a later start, and keeps the other', async () => {
    const first = await started({ SCIM_BEARER_TOKEN: TOKEN });
    const second = await started();
    expect(second.adminToken).toEqual({ digest: first.adminToken?.digest, plainText: null });
    expect(second.scimToken?.plainText).toEqual(expect.any(String));
    expect((await started()).scimToken).toEqual({ digest: second.scimToken?.digest, plainText: null });
  });

  it('lets ten starts at once agree, exactly one of them knowing the text', async () => {
    const starts = await Promise.all(Array.from({ length: 10 }, () => started()));
    expect(new Set(starts.map(({ scimToken }) => scimToken?.digest)).size).toBe(1);
    expect(new Set(starts.map(({ adminToken }) => adminToken?.digest)).size).toBe(1);
    expect(starts.filter(({ scimToken }) => scimToken?.plainText !== null)).toHaveLength(1);
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  it.each(['', '{', '[]', '{"sha256":{"scimToken":"x"}}', '{"sha256":[1]}', 'null', '{"scimToken":"x"}'])(
    'refuses the damaged file %j and says what to do',
    async (text) => {
      await started();
      await writeFile(file, text);
      expect(await faultOf()).toMatch(/secrets\.json is damaged; restore it from a backup, or delete it/);
    },
  );

  it('refuses a file that others can read and names the command that mends it', async () => {
    await started();
    await chmod(file, 0o644);
    expect(await faultOf()).toBe(`${file} can be read by other users; run: chmod 600 ${file}`);
    await chmod(file, 0o600);
    expect(await faultOf()).toBe('');
  });

  it('says what to do where a file is in the way of the folder', async () => {
    await writeFile(dataDir, '');
    expect(await faultOf()).toMatch(/secrets\.json cannot be read: ENOTDIR/);
  });

  it('says what to do where nothing can be written', async () => {
    await mkdir(`${file}.next`, { recursive: true });
    expect(await faultOf()).toMatch(/secrets\.json cannot be written \(EISDIR\); make DATA_DIR a folder/);
    expect(await readdir(dataDir)).toEqual(['secrets.json.next']);
  });

  it('takes over the lock that a killed start left behind', async () => {
    await started();
    await rm(file);
    await writeFile(`${file}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, longAgo, longAgo);
    expect(await faultOf()).toBe('');
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  it('names a lock that does not go away', async () => {
    await started();
    await rm(file);
    await writeFile(`${file}.lock`, '');
    const later = new Date(Date.now() + 60_000);
    await utimes(`${file}.lock`, later, later);
    expect(await faultOf()).toMatch(
      /secrets\.json\.lock was left by a start that was interrupted; delete it/,
    );
  });

  describe('withSecrets', () => {
    it('puts the made tokens into the configuration, frozen', async () => {
      const config = configured();
      const secrets = await started();
      const complete = withSecrets(config, secrets);
      expect(complete.adminTokenDigest).toBe(secrets.adminToken?.digest);
      expect(complete.connections).toEqual([
        {
          customer: 'default',
          name: 'default',
          tokens: [{ digest: secrets.scimToken?.digest, expires: null }],
          scopes: ['scim', 'scim.read'],
          user: null,
          oauth: null,
          profile: 'default',
          tolerances: {},
          rateLimit: {},
        },
      ]);
      expect(Object.isFrozen(complete)).toBe(true);
      expect(JSON.stringify(complete)).not.toContain(secrets.scimToken?.plainText);
    });

    it('changes nothing where all was configured', () => {
      const config = configured({ SCIM_BEARER_TOKEN: TOKEN, ADMIN_TOKEN: `admin-${TOKEN}` });
      expect(withSecrets(config, { scimToken: null, adminToken: null })).toEqual(config);
    });
  });
});
