// Owns the processes of the bench beside the gateway: the database, the bare floor, the load generator. They end with this process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { endWithUs, freePort, stopProcess } from '../prove/gateway-process';
import { descendantsOf } from '../prove/process-facts';
import type { Job, Round } from './job';

const PROJECT = join(__dirname, '..', '..');
const READY_MS_MAX = 30_000;
const POLL_MS = 50;

export interface DatabaseProcess {
  /** Names no database. */
  readonly uri: string;
  readonly pid: number;
  stop(): Promise<unknown>;
}

/** Starts a mongod as the gateway would start it for itself. */
export async function startDatabase(dataDir: string, cacheGb: number): Promise<DatabaseProcess> {
  const args = ['--data', dataDir, '--cache-gb', String(cacheGb)];
  const child = startScript('scripts/mongod.ts', args, ['ignore', 'pipe', 'inherit', 'ipc']);
  if (child.stdout === null) throw new Error('the database has no output to read its URI from');
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('mongodb://')) continue;
    child.stdout.resume();
    const mongod = descendantsOf(child.pid ?? 0).find(({ name }) => name === 'mongod');
    return { uri: line, pid: mongod?.pid ?? 0, stop: () => stopProcess(child) };
  }
  throw new Error('the database did not start');
}

export interface FloorProcess {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<unknown>;
}

/** @throws Error when it takes no requests within half a minute */
export async function startFloor(uri: string): Promise<FloorProcess> {
  const port = await freePort();
  const child = startScript(
    'scripts/bench/floor.ts',
    [String(port), uri],
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
  const deadline = performance.now() + READY_MS_MAX;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error('the bare floor did not start');
    await sleep(POLL_MS);
  }
  return { port, pid: child.pid ?? 0, stop: () => stopProcess(child) };
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).ok;
  } catch {
    return false;
  }
}

export interface LoadGenerator {
  /** One job at a time. @throws Error when the load generator ends without an answer */
  run(job: Job): Promise<Round>;
  stop(): Promise<unknown>;
}

export function startLoadGenerator(): LoadGenerator {
  const child = startScript('scripts/bench/loader.ts', [], ['ignore', 'inherit', 'inherit', 'ipc']);
  return {
    run: async (job) => {
      const answered = new AbortController();
      const { signal } = answered;
      const ended = once(child, 'exit', { signal }).then(() => {
        throw new Error('the load generator has ended');
      });
      child.send(job);
      try {
        const [round] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Round];
        return round;
      } finally {
        ended.catch(() => undefined);
        answered.abort();
      }
    },
    stop: () => stopProcess(child),
  };
}

type Streams = ('ignore' | 'inherit' | 'pipe' | 'ipc')[];

function startScript(path: string, args: readonly string[], stdio: Streams): ChildProcess {
  const all = ['--import', 'tsx', join(PROJECT, path), ...args];
  // A group of its own: Ctrl-C in a terminal reaches only the bench, which ends the others in order.
  const child = spawn(process.execPath, all, { cwd: PROJECT, stdio, detached: true });
  endWithUs(child);
  return child;
}
