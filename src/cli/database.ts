// Which database a command works on, and having it there for as long as the command runs. Knows no command and no customer.

import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config';
import { haveOwnSchemas } from '../config/own-config';
import { startEmbeddedMongod } from '../store/embedded/mongod';
import { hasDatabase, runningDatabase } from '../store/embedded/running';
import { openStore, type Store } from '../store/open-store';
import type { Output } from './context';
import { CommandFailure } from './failure';

interface Terminal {
  readonly output: Output;
  readonly stopping: AbortSignal;
}

const REACHED_MS_MAX = 10_000;

/** Runs the work with the gateway's own store; a database that was started for it is stopped afterwards. */
export async function withStore(
  config: Config,
  terminal: Terminal,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const { uri, stop } = await database(config, terminal);
  try {
    const store = openStore({
      uri,
      requestLogDays: null,
      // Only the gateway itself takes away what it needs no more.
      ownSchemas: haveOwnSchemas(config.customers) ? true : null,
      onNotice: () => undefined,
    });
    try {
      await reached(store, terminal.stopping);
      await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await stop();
  }
}

interface Database {
  readonly uri: string;
  readonly stop: () => Promise<void>;
}

const LEAVE_AS_IT_IS = (): Promise<void> => Promise.resolve();

async function database(config: Config, { output, stopping }: Terminal): Promise<Database> {
  const { mongodbUri, dataDir } = config;
  if (mongodbUri !== null) return { uri: mongodbUri, stop: LEAVE_AS_IT_IS };
  const running = await runningDatabase(dataDir, stopping);
  if (running !== undefined) return { uri: running, stop: LEAVE_AS_IT_IS };
  if (!hasDatabase(dataDir)) throw noDirectory(dataDir);
  output.say(`no gateway runs on ${dataDir}; its database is started for this command`);
  return startEmbeddedMongod({
    dataDir,
    mongodBinary: config.mongodBinary,
    owner: 'command',
    giveUpStart: stopping,
    onProgress: (message) => {
      if (message.startsWith('fetch')) output.say(message);
    },
  });
}

function noDirectory(dataDir: string): CommandFailure {
  return new CommandFailure(
    `there is no directory in ${resolve(dataDir)} yet; start the gateway once, or set DATA_DIR or MONGODB_URI as the gateway has them`,
  );
}

/** @throws CommandFailure where the database does not answer in time */
async function reached({ prepared }: Store, stopping: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const signal = AbortSignal.any([stopping, waiting.signal]);
  const tooLate = delay(REACHED_MS_MAX, undefined, { signal }).then(
    () => {
      throw new CommandFailure(
        `the database cannot be reached; nothing was done. Check MONGODB_URI and that it runs, then try again`,
      );
    },
    () => {
      stopping.throwIfAborted();
    },
  );
  try {
    await Promise.race([prepared, tooLate]);
  } finally {
    waiting.abort();
  }
}
