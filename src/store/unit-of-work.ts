// One write, one transaction: runs it, runs it again when it met another write, and answers only once it is durable.

import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { DirectoryFailure } from '../directory/failure';
import { isAway, isTransient, namedFailure } from './driver-failure';

/** Durable on a majority and in the journal before the answer (reliability.md K6). */
const TRANSACTION = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', j: true },
  readPreference: 'primary',
} as const;

/** How long a write may try again; an identity provider waits 30 s and more. */
const RETRY_FOR_MS = 10_000;
const BACKOFF_FIRST_MS = 2;
const BACKOFF_MAX_MS = 250;
const COMMIT_AGAIN_AFTER_MS = 50;
/** No living write holds a resource that long. */
const STUCK_AFTER_MS = 500;

interface RetryOptions {
  readonly retryForMs?: number;
}

/**
 * Runs the work once, and commits unless it says that nothing is to be kept.
 *
 * @throws what the work throws, or the driver's error: only `isAway` and what is committed again leave open what is stored
 */
export async function tryTransaction<T>(
  client: mongo.MongoClient,
  work: (session: mongo.ClientSession) => Promise<{ readonly result: T; readonly isKept: boolean }>,
): Promise<T> {
  const start = Date.now();
  return inSession(client, async (session) => {
    session.startTransaction(TRANSACTION);
    const { result, isKept } = await work(session);
    if (isKept) await commit(session, start + RETRY_FOR_MS);
    return result;
  });
}

/**
 * @param onStuck called while a write keeps meeting another one that does not end; must not reject
 * @throws DirectoryFailure `busy` when other writes kept winning, `unavailable` when the database is away, or what the
 *   work throws; nothing is stored then, except where `unavailable` says that it is not known
 */
export async function runTransaction<T>(
  client: mongo.MongoClient,
  work: (session: mongo.ClientSession) => Promise<T>,
  onStuck: () => Promise<void>,
  { retryForMs = RETRY_FOR_MS }: RetryOptions = {},
): Promise<T> {
  try {
    return await inSession(client, (session) => runUntilDone(session, work, { onStuck, retryForMs }));
  } catch (error) {
    throw namedFailure(error);
  }
}

/** What is not committed is given up when the session ends. */
async function inSession<T>(
  client: mongo.MongoClient,
  work: (session: mongo.ClientSession) => Promise<T>,
): Promise<T> {
  const session = client.startSession();
  const end = (): Promise<void> => session.endSession().catch(() => undefined);
  try {
    const result = await work(session);
    await end();
    return result;
  } catch (error) {
    const ended = end();
    // Where the database is away, ending can take seconds and changes nothing for the answer.
    if (!isAway(error)) await ended;
    throw error;
  }
}

/** All tries in one session: a new transaction in it ends what a failed commit may have left of the one before. */
async function runUntilDone<T>(
  session: mongo.ClientSession,
  work: (session: mongo.ClientSession) => Promise<T>,
  { onStuck, retryForMs }: { readonly onStuck: () => Promise<void>; readonly retryForMs: number },
): Promise<T> {
  const start = Date.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      session.startTransaction(TRANSACTION);
      const result = await work(session);
      await commit(session, start + retryForMs);
      return result;
    } catch (error) {
      if (isAway(error) || !isTransient(error)) throw error;
      if (Date.now() >= start + retryForMs)
        throw new DirectoryFailure('busy', 'too many writes met here; try again');
    }
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    if (Date.now() >= start + STUCK_AFTER_MS) await onStuck();
    await sleep(Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt));
  }
}

/** Committing again is safe: the server answers with the outcome of the first commit. */
async function commit(session: mongo.ClientSession, deadline: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      if (Date.now() >= deadline) throw outcomeUnknown();
    }
    await sleep(COMMIT_AGAIN_AFTER_MS);
  }
}

/**
 * Only the server can say that nothing was committed; any other failure may have come after it. The driver's own label is
 * absent from many of them.
 */
function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof mongo.MongoServerError) || isAway(error)) return true;
  return error.hasErrorLabel('UnknownTransactionCommitResult');
}

function outcomeUnknown(): DirectoryFailure {
  return new DirectoryFailure(
    'unavailable',
    'the directory database went away while the change was being stored; whether it was is not known yet, ask again later',
  );
}
