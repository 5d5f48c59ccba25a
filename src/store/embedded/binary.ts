// Owns where a mongod binary is looked for, in which order, and the copy kept for next time. Must not know how mongod is run.
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Run, run as runCommand } from './run';
import { type Progress, type Source, SOURCES } from './sources';

export interface BinarySearch {
  /** MONGOD_BINARY: where it is set, nothing else will do. */
  readonly configured: string | null;
  readonly cacheDir: string;
  readonly onProgress: Progress;
  readonly run?: Run;
  readonly sources?: readonly Source[];
}

export interface MongodBinary {
  /** A path, or the bare name of a command on PATH. */
  readonly path: string;
  readonly version: string;
}

/** The oldest release that the tests run on. */
const OLDEST_MAJOR = 6;
const STAGING_PREFIX = 'fetching-';
const STAGING_MS_MAX = 60 * 60_000;

/** Where a fetched binary is kept: with the user's other caches, so that every checkout and test run shares it. */
export function cacheFolder(home: string, dataDir: string, isWritable: (folder: string) => boolean): string {
  const shared = join(home, '.cache', 'imanage-scim-gateway');
  return isWritable(shared) ? shared : join(dataDir, 'cache');
}

export async function findMongod(search: BinarySearch): Promise<MongodBinary> {
  const { configured, cacheDir, run = runCommand, sources = SOURCES } = search;
  if (configured !== null) return configuredBinary(configured, run);
  const kept = join(cacheDir, 'mongod');
  const ways: readonly { readonly name: string; readonly find: () => Promise<MongodBinary> }[] = [
    { name: 'mongod on PATH', find: () => checked('mongod', run) },
    { name: kept, find: () => checked(kept, run) },
    ...sources.map((source) => ({ name: source.name, find: () => fetched(source, search, run) })),
  ];
  const failures: string[] = [];
  for (const way of ways) {
    try {
      return await way.find();
    } catch (error) {
      failures.push(`  - ${way.name}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `No mongod was found on this machine, and none could be fetched:\n${failures.join('\n')}\n` +
      `Install MongoDB ${OLDEST_MAJOR}.0 or newer, or set MONGOD_BINARY to the path of a mongod, or MONGODB_URI to a MongoDB replica set.`,
  );
}

async function configuredBinary(path: string, run: Run): Promise<MongodBinary> {
  try {
    return await checked(path, run);
  } catch (error) {
    throw new Error(
      `MONGOD_BINARY must be the path of a mongod ${OLDEST_MAJOR}.0 or newer; ${path}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Only a binary that runs here counts: a wrong architecture or a missing library shows in no other way. */
async function checked(path: string, run: Run): Promise<MongodBinary> {
  const version = /db version v((\d+)\.\d+\.\d+)/.exec(await run(path, ['--version']));
  if (version?.[1] === undefined) throw new Error('prints no version of mongod');
  if (Number(version[2]) < OLDEST_MAJOR)
    throw new Error(`is version ${version[1]}, older than ${OLDEST_MAJOR}.0`);
  return { path, version: version[1] };
}

async function fetched(
  source: Source,
  { cacheDir, onProgress }: BinarySearch,
  run: Run,
): Promise<MongodBinary> {
  await mkdir(cacheDir, { recursive: true });
  await removeAbandoned(cacheDir);
  const staging = await mkdtemp(join(cacheDir, STAGING_PREFIX));
  try {
    // A copy, because the library may answer with a binary of its own; a rename, so that another process never sees half a file.
    const draft = join(staging, 'draft');
    await copyFile(await source.fetch(staging, run, onProgress), draft);
    await chmod(draft, 0o755);
    const { version } = await checked(draft, run);
    const kept = join(cacheDir, 'mongod');
    await rename(draft, kept);
    onProgress(`fetched mongod ${version}, kept in ${kept}`);
    return { path: kept, version };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What a process killed while fetching has left behind; a younger folder may be another process at work. */
async function removeAbandoned(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const folder = join(cacheDir, name);
    if (!name.startsWith(STAGING_PREFIX)) continue;
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < Date.now() - STAGING_MS_MAX) await rm(folder, { recursive: true, force: true });
  }
}
