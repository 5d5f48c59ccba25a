// Keeps the request log in MongoDB, in batches off the hot path; a log that cannot be written never delays a request.

import { mongo } from 'mongoose';
import type { RequestEntry, RequestLog } from '../directory/request-log';
import { isPassing } from './driver-failure';

const FLUSH_EVERY_MS = 500;
const BATCH = 1_000;
/** Entries that wait while the database is away; beyond it the newest are dropped and counted. */
const WAITING_MAX = 20_000;
const DUPLICATE_KEY = 11000;

/** @param onDropped told how many entries were lost since it was last told */
export function createRequestLog(
  requests: mongo.Collection<RequestEntry>,
  isAvailable: () => boolean,
  onDropped: (count: number) => void,
): RequestLog {
  const waiting: RequestEntry[] = [];
  let dropped = 0;
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (waiting.length > 0 && isAvailable()) {
      const batch = waiting.slice(0, BATCH);
      try {
        await requests.insertMany(batch, { ordered: false });
      } catch (error) {
        // Kept for the next round: the gate in front of requests says when the database is away.
        if (isPassing(error)) return;
        dropped += unstorable(error, batch);
      }
      waiting.splice(0, batch.length);
    }
    if (dropped > 0) onDropped(dropped);
    dropped = 0;
  }

  function flushOnce(): Promise<void> {
    flushing ??= flush().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  const timer = setInterval(() => void flushOnce(), FLUSH_EVERY_MS);
  timer.unref();

  return {
    append(entry) {
      if (waiting.length >= WAITING_MAX) dropped += 1;
      else waiting.push(entry);
    },
    async close() {
      clearInterval(timer);
      await flushOnce();
      await flushOnce();
    },
  };
}

/** Entries that another try would not store either. One that is there already was stored by a try whose answer was lost. */
function unstorable(error: unknown, batch: readonly RequestEntry[]): number {
  const refused = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
  // None by itself: it was the command that was refused, with all of them.
  return refused.length === 0 ? batch.length : refused.filter(({ code }) => code !== DUPLICATE_KEY).length;
}
