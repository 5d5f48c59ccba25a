/**
 * Keeps digests of the tokens made at first start in one file, so that two starts at once end up with the same ones.
 * Knows no token's text and not who needs which.
 */
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fieldOf } from './document';
import { errorCode, readFailure } from './faults';

export type SecretName = 'scimToken' | 'adminToken';
/** SHA-256, lower-case hex. */
export type StoredDigests = Readonly<Partial<Record<SecretName, string>>>;

/** A fault of the file or its folder that a person must mend; the message says how. */
export class SecretsFileFault extends Error {
  override readonly name = 'SecretsFileFault';
}

const NAMES: readonly SecretName[] = ['scimToken', 'adminToken'];
const LOCK_WAIT_MS = 4_000;
/** Being inside takes some milliseconds: whoever was for longer was killed there, and the next start must not need a person. */
const LOCK_HELD_MS_MAX = 3_000;
const LOCK_POLL_MS = 50;
const ONLY_OWNER_FILE = 0o600;
const ONLY_OWNER_FOLDER = 0o700;

/** What is kept; empty where there is no file yet. */
export async function readDigests(path: string): Promise<StoredDigests> {
  let text: string;
  try {
    const { mode } = await stat(path);
    // Windows has no such bits: there the folder's access list decides.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new SecretsFileFault(`${path} can be read by other users; run: chmod 600 ${path}`);
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    if (error instanceof SecretsFileFault) throw error;
    throw new SecretsFileFault(`${path} cannot be read: ${readFailure(error)}.`);
  }
  return parseDigests(text, path);
}

/** Adds what `make` answers for what is kept; only one process at a time is inside. */
export async function updateDigests(
  path: string,
  make: (kept: StoredDigests) => StoredDigests,
): Promise<StoredDigests> {
  const lock = `${path}.lock`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: ONLY_OWNER_FOLDER });
    await takeLock(lock);
    try {
      const kept = await readDigests(path);
      const added = make(kept);
      if (Object.keys(added).length > 0)
        await replaceFile(path, JSON.stringify({ sha256: { ...kept, ...added } }));
      return { ...kept, ...added };
    } finally {
      await rm(lock, { force: true });
    }
  } catch (error) {
    if (error instanceof SecretsFileFault) throw error;
    const reason = errorCode(error) ?? 'writing failed';
    throw new SecretsFileFault(
      `${path} cannot be written (${reason}); make DATA_DIR a folder that this process may write to, or set SCIM_BEARER_TOKEN and ADMIN_TOKEN.`,
    );
  }
}

/** Exclusive create: of all who try at once exactly one succeeds; the others wait, then read what it wrote. */
async function takeLock(lock: string): Promise<void> {
  for (let waitedMs = 0; waitedMs <= LOCK_WAIT_MS; waitedMs += LOCK_POLL_MS) {
    try {
      await (await open(lock, 'wx', ONLY_OWNER_FILE)).close();
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    await removeAbandoned(lock);
    await delay(LOCK_POLL_MS);
  }
  throw new SecretsFileFault(`${lock} was left by a start that was interrupted; delete it and start again.`);
}

async function removeAbandoned(lock: string): Promise<void> {
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Infinity }));
  if (mtimeMs < Date.now() - LOCK_HELD_MS_MAX) await rm(lock, { force: true });
}

/** Readers see the old content or the new, never a part; after a power cut too. */
async function replaceFile(path: string, text: string): Promise<void> {
  const next = `${path}.next`;
  // Truncates what an interrupted start left; the lock is ours.
  const file = await open(next, 'w', ONLY_OWNER_FILE);
  try {
    await file.chmod(ONLY_OWNER_FILE);
    await file.writeFile(`${text}\n`, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  await syncFolder(dirname(path));
}

/** Best effort: not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY).catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** `{"sha256": {"scimToken": HEX, "adminToken": HEX}}`, each of the two optional. */
function parseDigests(text: string, path: string): StoredDigests {
  const digests = fieldOf(parseJson(text), 'sha256');
  const found = NAMES.map((name) => [name, fieldOf(digests, name)] as const);
  const whole = typeof digests === 'object' && digests !== null && !Array.isArray(digests);
  if (whole && found.every(([, value]) => value === undefined || isDigest(value))) {
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  }
  throw new SecretsFileFault(
    `${path} is damaged; restore it from a backup, or delete it: the next start then makes new tokens and shows them once.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
