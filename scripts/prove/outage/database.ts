// Owns a mongod that is taken away and given back on purpose: killed, frozen, stopped, started again. Must not know who uses it.
import { mkdirSync } from 'node:fs';

import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, findMongod } from '../../../src/store/embedded/binary';
import { launchMongod, type RunningMongod } from '../../../src/store/embedded/launch';
import { REPLICA_SET } from '../../../src/store/embedded/replica-set';
import { freePort } from '../gateway-process';

export interface Database {
  /** The same over all its lives; names a database. */
  readonly uri: string;
  /** Resolves when it takes writes. */
  start(): Promise<void>;
  /** Resolves when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Holds the process still, as a machine or a network does that hangs. */
  readonly freeze: () => void;
  readonly thaw: () => void;
}

/** Not started yet. */
export async function createDatabase(folder: string): Promise<Database> {
  const dbPath = join(folder, 'mongodb');
  mkdirSync(dbPath, { recursive: true });
  const binary = await findMongod({
    configured: process.env['MONGOD_BINARY'] ?? null,
    cacheDir: cacheFolder(homedir(), folder, () => true),
    onProgress: console.log,
  });
  const port = await freePort();
  const launch = {
    binary: binary.path,
    dbPath,
    logPath: join(folder, 'mongod.log'),
    port,
    cacheGb: 0.25,
    testCommands: false,
  };
  let running: RunningMongod | undefined;
  const signal = (name: NodeJS.Signals): void => {
    if (running !== undefined) process.kill(running.pid, name);
  };
  return {
    uri: `mongodb://127.0.0.1:${port}/outage?replicaSet=${REPLICA_SET}`,
    async start() {
      running = await launchMongod(launch, new AbortController().signal);
    },
    async end(name) {
      const ended = running?.ended;
      signal(name);
      running = undefined;
      await ended;
    },
    freeze: () => {
      signal('SIGSTOP');
    },
    thaw: () => {
      signal('SIGCONT');
    },
  };
}
