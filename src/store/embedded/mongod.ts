// Owns the embedded database from start to stop: one mongod on one data folder, brought back when it dies. Must not know what is kept in it.
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder, findMongod } from './binary';
import { END_MS_MAX, type Launch, launchMongod } from './launch';
import { claimFolder, endOrphan, type OwnerKind } from './owner';
import { LOOPBACK, uriOf } from './replica-set';
import { run } from './run';
import { supervise, type Supervision } from './supervise';

export interface EmbeddedMongodOptions extends Supervision {
  readonly dataDir: string;
  /** By default a gateway. */
  readonly owner?: OwnerKind;
  /** Null: found or fetched, see findMongod. */
  readonly mongodBinary: string | null;
  /** Where a fetched binary is kept; by default under the user's ~/.cache, or under dataDir where that cannot be written. */
  readonly cacheDir?: string;
  /** By default that of the last start, or any where another process has it. */
  readonly port?: number;
  readonly wiredTigerCacheGb?: number;
  /** Lets fault tests use configureFailPoint. */
  readonly testCommands?: boolean;
  readonly onProgress?: (message: string) => void;
}

export interface EmbeddedMongod {
  /** The same until stop(); names no database. */
  readonly uri: string;
  /** Another one after mongod had to be started again. */
  readonly pid: number;
  /** Resolves when mongod has ended in order. May be called again. */
  readonly stop: () => Promise<void>;
}

/** What lies in the data folder, for whoever looks for a mongod that runs there. */
export const OWNERS = 'mongodb.owners';
export const PORT_FILE = 'mongodb.port';
export const DB_PATH = 'mongodb';

/** The smallest that WiredTiger takes. */
const CACHE_GB = 0.25;

/** Resolves when the database takes writes. This process stays alive until stop(). */
export async function startEmbeddedMongod(options: EmbeddedMongodOptions): Promise<EmbeddedMongod> {
  const folder = await ensureFolder(options.dataDir);
  const release = await claimFolder(join(folder, OWNERS), options.dataDir, options.owner);
  try {
    const launch = await prepareLaunch(folder, options);
    const supervised = await supervise((stopping) => launchMongod(launch, stopping), options);
    let stopped: Promise<void> | undefined;
    return {
      uri: uriOf(launch.port),
      get pid() {
        return supervised.pid();
      },
      stop: () => (stopped ??= supervised.stop().then(release)),
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function prepareLaunch(folder: string, options: EmbeddedMongodOptions): Promise<Launch> {
  const {
    mongodBinary,
    port,
    wiredTigerCacheGb = CACHE_GB,
    testCommands = false,
    onProgress = () => undefined,
    giveUpStart,
  } = options;
  const dbPath = join(folder, DB_PATH);
  const binary = await findMongod({
    configured: mongodBinary,
    cacheDir: options.cacheDir ?? cacheFolder(homedir(), folder, isWritable),
    onProgress,
    ...(giveUpStart === undefined
      ? {}
      : { run: (command, args, watch) => run(command, args, { ...watch, giveUp: giveUpStart }) }),
  });
  giveUpStart?.throwIfAborted();
  await endOrphan(dbPath, END_MS_MAX, (pid) => {
    onProgress(`ending mongod ${pid}, left behind on ${dbPath} by a gateway that was killed`);
  });
  onProgress(`starting mongod ${binary.version} on ${dbPath}`);
  return {
    binary: binary.path,
    dbPath,
    logPath: join(folder, 'mongod.log'),
    port: await choosePort(join(folder, PORT_FILE), port),
    cacheGb: wiredTigerCacheGb,
    testCommands,
  };
}

/** Absolute and free of links, so that the mongod of this folder can be told by its command line. */
async function ensureFolder(dataDir: string): Promise<string> {
  try {
    const dbPath = join(dataDir, DB_PATH);
    await mkdir(dbPath, { recursive: true, mode: 0o700 });
    await chmod(dbPath, 0o700);
    return await realpath(dataDir);
  } catch (error) {
    throw new Error(`DATA_DIR must be a folder that can be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Or could be, where it does not exist yet. */
function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && isWritable(dirname(folder));
  }
}

/**
 * The last one where possible: each move of the replica set to another port adds up to 100,000 to the version of its
 * configuration, which ends at 2^31.
 */
async function choosePort(portFile: string, fixed: number | undefined): Promise<number> {
  const last = await readFile(portFile, 'utf8').catch(() => '0');
  const port = fixed ?? (await freePort(Number(last)));
  await writeFile(portFile, String(port), { mode: 0o600 });
  return port;
}

async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, LOOPBACK);
    await once(server, 'listening');
  } catch (error) {
    if (wanted === 0) throw error;
    return freePort(0);
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
