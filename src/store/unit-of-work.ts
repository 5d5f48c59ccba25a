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

/**
 * @throws DirectoryFailure `busy` when other writes kept winning, `unavailable` when the database is away, or what the
 *   work throws; nothing is stored then, except that a commit whose answer was lost may have happened
 */
export async function runTransaction<T>(
  client: mongo.MongoClient,
  work: (session: mongo.ClientSession) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + RETRY_FOR_MS;
  for (let attempt = 0; ; attempt += 1) {
    const session = client.startSession();
    try {
      return await attemptOnce(session, work, deadline);
    } catch (error) {
      if (isAway(error) || !isTransient(error)) throw namedFailure(error);
      if (Date.now() >= deadline) throw new DirectoryFailure('busy', 'too many writes met here; try again');
    } finally {
      await session.endSession();
    }
    await sleep(Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt));
  }
}

async function attemptOnce<T>(
  session: mongo.ClientSession,
  work: (session: mongo.ClientSession) => Promise<T>,
  deadline: number,
): Promise<T> {
  session.startTransaction(TRANSACTION);
  try {
    const result = await work(session);
    await commit(session, deadline);
    return result;
  } catch (error) {
    // The abort may fail as well, where the connection is gone: the server then aborts by itself.
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw error;
  }
}

/** Committing again is safe: the server answers with the outcome of the first commit. */
async function commit(session: mongo.ClientSession, deadline: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      const isUnknown =
        error instanceof mongo.MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
      if (!isUnknown || Date.now() >= deadline) throw error;
    }
  }
}
