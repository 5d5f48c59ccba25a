// Keeps the request log in MongoDB, in batches off the hot path; a log that cannot be written never delays a request.

import { mongo } from 'mongoose';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LaterDetails, RequestDetails, RequestEntry, RequestLog } from '../directory/request-log';
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
/** A command of our own takes none from the client. */
const DURABLE = { w: 'majority', j: true } as const;

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
        dropped += await insert(requests, batch);
      } catch (error) {
        // Kept for the next round: the gate in front of requests says when the database is away.
        if (isPassing(error)) return;
        dropped += batch.length;
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

/**
 * Only fields that say something: the others are what `keptRequest` fills in, and indexes hold only what is looked for. By
 * whom a line is of is always there.
 */
function documentOf(entry: RequestEntry, later: LaterDetails | undefined): RequestDocument {
  const { customer, connection } = entry;
  const document: Record<string, unknown> = { _id: new mongo.ObjectId() };
  tell(document, entry);
  document['customer'] = customer;
  document['connection'] = connection;
  const details = later?.make();
  if (details !== undefined) tell(document, details);
  const kind = requestKind(entry);
  if (kind !== undefined) document['kind'] = kind;
  const isDone = entry.status >= 200 && entry.status < 300;
  if (details !== undefined && details.disables.length > 0 && !isDone) document['refusedDisable'] = true;
  return document as unknown as RequestDocument;
}

function tell(document: Record<string, unknown>, fields: RequestEntry | RequestDetails): void {
  for (const [name, value] of Object.entries(fields) as [string, unknown][])
    if (value !== null && !(Array.isArray(value) && value.length === 0)) document[name] = value;
}

/**
 * How many of them no other try would store either; one that is there already was stored by a try whose answer was lost. As a
 * command: the driver's `insertMany` measures each document before it writes it.
 *
 * @throws what the driver throws where it is not known that they are stored
 */
async function insert(
  requests: mongo.Collection<RequestDocument>,
  documents: readonly RequestDocument[],
): Promise<number> {
  const command = { insert: requests.collectionName, documents, ordered: false, writeConcern: DURABLE };
  const { writeErrors = [], writeConcernError } = (await requests.db.command(command)) as InsertAnswer;
  if (writeConcernError !== undefined) throw new mongo.MongoServerError(writeConcernError);
  return writeErrors.filter(({ code }) => code !== DUPLICATE_KEY).length;
}

interface InsertAnswer {
  readonly writeErrors?: readonly { readonly code: number }[];
  /** All are stored, but may be lost with the server. */
  readonly writeConcernError?: mongo.ErrorDescription;
}
