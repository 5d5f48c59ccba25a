// Owns finding the mongod of a gateway that runs on a data folder, so that another process can use it too. Must not start or end one.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DB_PATH, OWNERS, PORT_FILE } from './mongod';
import { livingOwner } from './owner';
import { isPrimaryOn, uriOf } from './replica-set';

/** A gateway that has just been started needs a moment; mongod after a crash some more. */
const READY_MS_MAX = 10_000;
const POLL_MS = 50;

/** Whether a database was ever made in the folder. */
export function hasDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, DB_PATH, 'WiredTiger'));
}

/**
 * The URI of the database of the gateway that has the folder; undefined where none has. A command's database is not for
 * others: it goes away with the command.
 *
 * @throws Error where a gateway has the folder but its database does not answer, or the signal's reason
 */
export async function runningDatabase(dataDir: string, giveUp: AbortSignal): Promise<string | undefined> {
  const entries = join(dataDir, OWNERS);
  const deadline = Date.now() + READY_MS_MAX;
  while (existsSync(entries)) {
    giveUp.throwIfAborted();
    const owner = await livingOwner(entries);
    if (owner?.kind !== 'gateway') return undefined;
    const uri = await answeringDatabase(dataDir);
    if (uri !== undefined) return uri;
    if (Date.now() > deadline)
      throw new Error(
        `the gateway of DATA_DIR ${dataDir}, process ${owner.pid}, runs, but its database does not answer; see mongod.log there`,
      );
    await delay(POLL_MS);
  }
  return undefined;
}

/** By process id, because on a port from before the mongod of another folder may listen now. */
async function answeringDatabase(dataDir: string): Promise<string | undefined> {
  const port = await numberIn(join(dataDir, PORT_FILE));
  const pid = await numberIn(join(dataDir, DB_PATH, 'mongod.lock'));
  return port > 0 && pid > 0 && (await isPrimaryOn({ pid, port })) ? uriOf(port) : undefined;
}

/** 0 where there is none. */
async function numberIn(file: string): Promise<number> {
  return Number(await readFile(file, 'utf8').catch(() => '0'));
}
