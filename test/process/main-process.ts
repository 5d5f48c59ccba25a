// Runs the gateway as its own process the way a person or a supervisor does, and tells what it printed and how it ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../src/store/embedded/process-table';

const PROJECT = join(__dirname, '..', '..');
const POLL_MS = 20;
const READY_MS_MAX = 20_000;

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the start of the process. */
  readonly ms: number;
}

export interface MainProcess {
  readonly pid: number;
  /** Everything printed so far, on standard output and error. */
  output(): string;
  /** The records of the log so far. */
  records(): readonly LogRecord[];
  /** Waits for the log record with this message. @throws Error with what was printed when it ends or takes too long */
  logged(message: string, msMax?: number): Promise<LogRecord>;
  /** To this one process, as `kill PID` does. */
  signal(name: NodeJS.Signals): void;
  /** SIGKILL to what is left of the process and its children; resolves when it has ended. */
  destroy(): Promise<void>;
  readonly ended: Promise<End>;
}

interface LogRecord {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** @param command by default the built gateway itself; nothing of this shell's settings reaches it but PATH and HOME */
export function startMain(
  env: Readonly<Record<string, string>>,
  command: readonly [string, ...string[]] = [process.execPath, join(PROJECT, 'dist', 'main.js')],
): MainProcess {
  const since = performance.now();
  const [program, ...args] = command;
  const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const binary = process.env['MONGOD_BINARY'];
  const child = spawn(program, args, {
    cwd: PROJECT,
    env: { ...inherited, ...(binary === undefined ? {} : { MONGOD_BINARY: binary }), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a test that fails can end whatever is left of it.
    detached: true,
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => chunks.push(chunk));
  }
  const output = (): string => chunks.join('');
  const records = (): readonly LogRecord[] =>
    output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogRecord);
  const ended = new Promise<End>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, ms: performance.now() - since });
    });
  });
  return {
    pid: child.pid ?? 0,
    output,
    records,
    logged: (message, msMax = READY_MS_MAX) => logged(child, message, { output, records, msMax }),
    signal: (name) => {
      child.kill(name);
    },
    destroy: () => destroy(child, ended),
    ended,
  };
}

async function destroy({ pid }: ChildProcess, ended: Promise<End>): Promise<void> {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await ended;
}

async function logged(
  child: ChildProcess,
  message: string,
  { output, records, msMax }: Pick<MainProcess, 'output' | 'records'> & { readonly msMax: number },
): Promise<LogRecord> {
  let found: LogRecord | undefined;
  await until(
    `"${message}" in the log`,
    () => {
      found = records().find((record) => record.message === message);
      if (found === undefined && child.exitCode !== null) throw new Error(`ended before: ${output()}`);
      return found !== undefined;
    },
    msMax,
  );
  return found ?? { message };
}

/** @throws Error naming what did not come about in time */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  msMax = 20_000,
): Promise<void> {
  const deadline = Date.now() + msMax;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${msMax} ms: ${what}`);
    await sleep(POLL_MS);
  }
}

/** The embedded mongod of a data folder, 0 where none ever ran or the last one ended in order. */
export function mongodPid(dataDir: string): number {
  const lock = join(dataDir, 'mongodb', 'mongod.lock');
  return existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
}

export function hasMongod(dataDir: string): boolean {
  return isRunning(mongodPid(dataDir));
}
