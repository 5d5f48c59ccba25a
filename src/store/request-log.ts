// Keeps the request log in MongoDB, in batches off the hot path; a log that cannot be written never delays a request.

import { mongo } from 'mongoose';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LaterDetails, RequestEntry, RequestLog } from '../directory/request-log';
import type { RequestDocument } from './documents';
import { isPassing } from './driver-failure';
import { requestKind } from './log-kinds';
import { addTraffic } from './traffic';
import type { TrafficCollections } from './log-models';

const FLUSH_EVERY_MS = 500;
/** With its bodies an entry has up to 40 KB. */
const BATCH = 500;
/** Details made before requests that wait get their turn. */
const MADE_AT_ONCE = 10;
/** Entries that wait while the database is away; beyond it the newest are dropped and counted. */
const WAITING_MAX = 20_000;
/** Of bodies that wait; beyond it entries are kept without them. */
const WAITING_BYTES_MAX = 64 * 1024 * 1024;
const DUPLICATE_KEY = 11000;

interface Waiting {
  readonly entry: RequestEntry;
  readonly details: LaterDetails | undefined;
  /** Kept with its id: where the answer to a try was lost, the next one finds it stored. */
  made?: RequestDocument;
}

export interface RequestLogOptions {
  readonly requests: mongo.Collection<RequestDocument>;
  readonly traffic: TrafficCollections;
  readonly isAvailable: () => boolean;
  /** Told how many entries were lost since it was last told. */
  readonly onDropped: (count: number) => void;
}

export function createRequestLog(options: RequestLogOptions): RequestLog {
  const { requests, isAvailable, onDropped } = options;
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let flushing: Promise<void> | undefined;

  /** What comes meanwhile is left for the next round: few large commands cost the database a fraction of many small ones. */
  async function flush(): Promise<void> {
    let least = 1;
    while (waiting.length >= least && isAvailable()) {
      least = BATCH;
      const batch = await madeOf(waiting, BATCH);
      try {
        await requests.insertMany(batch, { ordered: false });
      } catch (error) {
        // Kept for the next round: the gate in front of requests says when the database is away.
        if (isPassing(error)) return;
        dropped += unstorable(error, batch);
      }
      const written = waiting.splice(0, batch.length);
      for (const { details } of written) waitingBytes -= details?.bytes ?? 0;
      await count(written);
    }
    if (dropped > 0) onDropped(dropped);
    dropped = 0;
  }

  /** What could not be counted is not counted: the log itself is written. */
  async function count(written: readonly Waiting[]): Promise<void> {
    const entries = written.map(({ entry }) => entry);
    await addTraffic(options.traffic, entries).catch(() => undefined);
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
    append(entry, details) {
      if (waiting.length >= WAITING_MAX) {
        dropped += 1;
        return;
      }
      // Without its body a line is better than none.
      const isTooMuch = waitingBytes + (details?.bytes ?? 0) > WAITING_BYTES_MAX;
      waiting.push({ entry, details: isTooMuch ? undefined : details });
      if (!isTooMuch) waitingBytes += details?.bytes ?? 0;
    },
    async close() {
      clearInterval(timer);
      await flushOnce();
      await flushOnce();
    },
  };
}

/** The first of those that wait as documents, made in small parts so that no request waits for them. */
async function madeOf(waiting: readonly Waiting[], most: number): Promise<RequestDocument[]> {
  const documents: RequestDocument[] = [];
  for (const one of waiting.slice(0, most)) {
    one.made ??= documentOf(one.entry, one.details);
    documents.push(one.made);
    if (documents.length % MADE_AT_ONCE === 0) await nextTurn();
  }
  return documents;
}

/** Fields that an index holds are there only where they say something. */
function documentOf(entry: RequestEntry, later: LaterDetails | undefined): RequestDocument {
  const kind = requestKind(entry);
  const { about = [], words = [], disables = [], ...details } = later?.make() ?? {};
  const isRefusedDisable = disables.length > 0 && (entry.status < 200 || entry.status >= 300);
  return {
    _id: new mongo.ObjectId(),
    ...entry,
    ...details,
    ...(kind === undefined ? {} : { kind }),
    ...(about.length === 0 ? {} : { about }),
    ...(words.length === 0 ? {} : { words }),
    ...(disables.length === 0 ? {} : { disables }),
    ...(isRefusedDisable ? { refusedDisable: true } : {}),
  };
}

/** Entries that another try would not store either. One that is there already was stored by a try whose answer was lost. */
function unstorable(error: unknown, batch: readonly RequestEntry[]): number {
  const refused = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
  // None by itself: it was the command that was refused, with all of them.
  return refused.length === 0 ? batch.length : refused.filter(({ code }) => code !== DUPLICATE_KEY).length;
}
