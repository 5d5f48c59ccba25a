// Owns one run of the mongod process: its options, its log, its end. Must not know what happens after it has ended.
//
// mongodb-memory-server's MongoInstance does not serve here. It needs mongod's log on a pipe to see that it is ready, so that
// none can go to a file; it waits 15 s for a mongod that does not answer before it kills it; it warns on the console; and its
// replica set keeps the host of the last start, so that on another port no primary is ever elected. Its killer script does serve.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { endProcess } from './process-table';
import { becomePrimary, LOOPBACK, REPLICA_SET } from './replica-set';

export interface Launch {
  readonly binary: string;
  readonly dbPath: string;
  readonly logPath: string;
  readonly port: number;
  readonly cacheGb: number;
  readonly testCommands: boolean;
}

export interface RunningMongod {
  readonly pid: number;
  /** Resolves, when the process is gone, with how it ended. */
  readonly ended: Promise<string>;
}

/** How long an orderly end may take before it becomes SIGKILL. Measured: 0.5 to 1 s, while 20 clients write; the journal makes SIGKILL safe. */
export const END_MS_MAX = 5000;
/** Long enough to replay the journal of a large database. */
const START_MS_MAX = 120_000;
const LOG_BYTES_MAX = 16 * 1024 * 1024;
const OPLOG_MB = 512;
/**
 * How long a read may look at one moment; no command is awaited longer (open-store.ts). Of all that was changed within it
 * mongod keeps what was before: with the 300 s that it has by itself, changes that go on for minutes cost a twentieth more.
 */
const HISTORY_SECONDS = 60;
const REASON_CHARACTERS_MAX = 400;

/** Resolves when it is a writable primary. The process is ended when `stopping` fires, and when it cannot become one. */
export async function launchMongod(launch: Launch, stopping: AbortSignal): Promise<RunningMongod> {
  stopping.throwIfAborted();
  const { logPath, port } = launch;
  const logFrom = rotatedLogSize(logPath);
  const child = spawnMongod(launch);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  startKiller(pid, child);
  const failed = new AbortController();
  const ended = once(child, 'exit').then(([code, signal]) => {
    const how = `${String(signal ?? `exit code ${String(code)}`)}${lastError(logPath, logFrom)}`;
    failed.abort(new Error(how));
    return how;
  });
  stopping.addEventListener('abort', () => void endProcess(pid, END_MS_MAX), { signal: failed.signal });
  try {
    const signal = AbortSignal.any([stopping, failed.signal, AbortSignal.timeout(START_MS_MAX)]);
    await becomePrimary({ pid, port, signal });
    return { pid, ended };
  } catch (error) {
    await endProcess(pid, END_MS_MAX);
    throw new Error(`mongod did not start: ${(error as Error).message}; its log is ${logPath}`, {
      cause: error,
    });
  }
}

function spawnMongod({ binary, dbPath, logPath, port, cacheGb, testCommands }: Launch): ChildProcess {
  // What mongod says before it opens its log goes there too.
  const log = openSync(logPath, 'a', 0o600);
  try {
    // Detached: Ctrl-C reaches a whole process group, and the gateway needs its database to answer the open requests.
    return spawn(
      binary,
      [
        ...['--dbpath', dbPath, '--logpath', logPath, '--logappend', '--quiet'],
        ...['--bind_ip', LOOPBACK, '--port', String(port), '--nounixsocket', '--replSet', REPLICA_SET],
        ...['--storageEngine', 'wiredTiger', '--wiredTigerCacheSizeGB', String(cacheGb)],
        ...['--oplogSize', String(OPLOG_MB)],
        // Diagnostics for the vendor's support, which take up to 200 MB.
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
        ...['--setParameter', `minSnapshotHistoryWindowInSeconds=${HISTORY_SECONDS}`],
        ...(testCommands ? ['--setParameter', 'enableTestCommands=1'] : []),
      ],
      { detached: true, stdio: ['ignore', log, log] },
    );
  } finally {
    closeSync(log);
  }
}

/** Ends mongod within about two seconds when this process is killed with no chance to do so. */
function startKiller(pid: number, child: ChildProcess): void {
  const script = require.resolve('mongodb-memory-server-core/scripts/mongo_killer.js');
  const killer = spawn(process.execPath, [script, String(process.pid), String(pid)], {
    detached: true,
    stdio: 'ignore',
  });
  // Without one the next start still finds and ends the orphan.
  killer.once('error', () => undefined);
  killer.unref();
  child.once('exit', () => killer.kill());
}

/** The size at which this run's part of the log begins. */
function rotatedLogSize(logPath: string): number {
  const size = statSync(logPath, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LOG_BYTES_MAX) return size;
  renameSync(logPath, `${logPath}.1`);
  return 0;
}

/** mongod logs a JSON object a line, "s" its severity; what is not JSON was said before the log was open. */
function lastError(logPath: string, from: number): string {
  let logged = '';
  try {
    logged = readFileSync(logPath).subarray(from).toString();
  } catch {
    // The folder may be gone with everything in it: then that is what the next start will say.
  }
  const lines = logged.split('\n');
  const last = lines.findLast((line) => line !== '' && (!line.startsWith('{') || /"s":"[EF]"/.test(line)));
  return last === undefined ? '' : ` (${last.slice(0, REASON_CHARACTERS_MAX)})`;
}
