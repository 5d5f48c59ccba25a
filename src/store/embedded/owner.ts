// Owns the rule that a data folder has one owner and one mongod at a time. Must not know how mongod is started.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, endProcess, isRunning, startOf } from './process-table';

const TRIES_MAX = 10;
const PAUSE_MS_MAX = 60;

/** A gateway stays; a command of the command line has the folder only until it has done its work. */
export type OwnerKind = 'gateway' | 'command';

export interface Owner {
  readonly pid: number;
  readonly kind: OwnerKind;
}

/**
 * Enters this process as the owner, or refuses because another one lives. Resolves with the way to give the folder up again.
 * An entry is an empty file whose name says whose it is, so that a dead one can be removed with no fear of hitting another.
 */
export async function claimFolder(
  entries: string,
  dataDir: string,
  kind: OwnerKind = 'gateway',
): Promise<() => Promise<void>> {
  await mkdir(entries, { recursive: true, mode: 0o700 });
  const entry = `${process.pid}-${startOf(process.pid)}-${kind}-${randomUUID()}`;
  const withdraw = (): Promise<void> => rm(join(entries, entry), { force: true });
  let other: Owner | undefined;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    // Entered before looking round: of two that come at once, at least one sees the other. Where both do, chance decides.
    await writeFile(join(entries, entry), '');
    other = await livingOwner(entries, entry);
    if (other === undefined) return withdraw;
    await withdraw();
    await delay(Math.random() * PAUSE_MS_MAX);
  }
  throw new Error(inUse(other, dataDir));
}

function inUse(owner: Owner | undefined, dataDir: string): string {
  const { pid = 0, kind = 'gateway' } = owner ?? {};
  return kind === 'command'
    ? `DATA_DIR is in use by a command of the command line, process ${pid}: ${dataDir}. Try again when that has ended.`
    : `DATA_DIR is in use by process ${pid}: ${dataDir}. Stop that gateway, or give this one a DATA_DIR of its own.`;
}

/** Known by its start time too, because an id is used again after a restart of the machine or container. */
export async function livingOwner(entries: string, besides?: string): Promise<Owner | undefined> {
  for (const entry of await readdir(entries)) {
    const [id, start, kind] = entry.split('-');
    const pid = Number(id);
    if (entry === besides) continue;
    if (isRunning(pid) && startOf(pid) === start) return { pid, kind: kind === 'command' ? kind : 'gateway' };
    await rm(join(entries, entry), { force: true });
  }
  return undefined;
}

/**
 * A gateway that was killed may have left its mongod behind, holding the data. Only call as the owner of the folder:
 * the mongod of a living gateway must not be touched.
 */
export async function endOrphan(
  dbPath: string,
  msMax: number,
  onFound: (pid: number) => void,
): Promise<void> {
  const pid = Number(await textOf(join(dbPath, 'mongod.lock')));
  if (!(pid > 0 && (await isMongodOn(pid, dbPath)))) return;
  onFound(pid);
  await endProcess(pid, msMax);
}

async function isMongodOn(pid: number, dbPath: string): Promise<boolean> {
  const [command = '', ...args] = commandLineOf(pid);
  const itsPath = args[args.indexOf('--dbpath') + 1];
  if (!basename(command).startsWith('mongod') || itsPath === undefined) return false;
  return (await realpath(itsPath).catch(ignoreAbsent)) === (await realpath(dbPath));
}

function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(ignoreAbsent);
}

function ignoreAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
