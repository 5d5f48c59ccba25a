// Reads a customer's events in the order in which they were committed, from where a stream stands. Must not know who is told.
//
// An event's id is made before its transaction commits, and several gateways make ids by clocks of their own: a position
// over ids would pass over what commits late with an older id. The change stream is the order of commits itself, costs
// writes nothing, and its resume token is a position that holds in every process. Where the token is older than the
// database's oplog, the events of the time in question are read again from the collection, with a margin for late
// commits and for clocks that differ; the tokens made of them are known by their `jti`, so that nobody is told twice.

import type { mongo } from 'mongoose';
import type { DirectoryEvent } from '../directory/event';
import {
  MEMBERS_TOLD_MAX,
  type EventBatch,
  type EventFeed,
  type StreamName,
} from '../directory/event-stream';
import { DirectoryFailure } from '../directory/failure';
import type { EventDocument } from './documents';
import { named } from './driver-failure';
import { recordedEvent } from './latest-events';
import { streamKey, type StreamDocument } from './delivery-documents';

type Events = mongo.Collection<EventDocument>;
type Streams = mongo.Collection<StreamDocument>;

const BATCH = 100;
/** The server answers what there is: an awaiting cursor for each stream would hold the connections that requests need. */
const AWAIT_MS = 1;
/** A transaction ends after 60 s, and clocks of gateways differ by seconds; this is more than both. */
const SCAN_MARGIN_MS = 10 * 60_000;
/** An idle stream moves on with the oplog. */
const KEEP_IDLE_EVERY_MS = 30_000;
/** InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost, CappedPositionLost. */
const LOST_CODES: ReadonlySet<unknown> = new Set([260, 280, 286, 136]);
/** Of an event with hundreds of thousands of members a stream needs to know that there are more than it tells. */
const MEMBERS_READ = {
  membersAdded: { $slice: MEMBERS_TOLD_MAX + 1 },
  membersRemoved: { $slice: MEMBERS_TOLD_MAX + 1 },
};

/** The id alone: a change with a whole event in it could be larger than a document may be. */
function pipeline(customer: string): mongo.Document[] {
  return [
    { $match: { operationType: 'insert', 'fullDocument.customer': customer } },
    { $project: { documentKey: 1 } },
  ];
}

interface FeedCollections {
  readonly events: Events;
  readonly eventStreams: Streams;
}

interface Reading extends EventFeed {
  readonly isOver: () => boolean;
}

export async function openEventFeed(collections: FeedCollections, stream: StreamName): Promise<EventFeed> {
  const open = async (): Promise<Reading> => {
    const known = await named(standing(collections.eventStreams, stream));
    return known.scanFrom === undefined ? followChanges(collections, known) : scan(collections, known);
  };
  let reading = await open();
  return {
    async next() {
      if (reading.isOver()) {
        await reading.close();
        reading = await open();
      }
      return reading.next();
    },
    close: () => reading.close(),
  };
}

function followChanges({ events, eventStreams }: FeedCollections, known: StreamDocument): Reading {
  const changes = events.watch(pipeline(known.customer), {
    maxAwaitTimeMS: AWAIT_MS,
    batchSize: BATCH,
    ...(known.token === undefined ? { startAtOperationTime: known.since } : { resumeAfter: known.token }),
  });
  let keptAt = known.token === undefined ? 0 : Date.now();
  let stands: Pick<StreamDocument, 'token' | 'seenAt'> = known;
  return {
    isOver: () => false,
    async next() {
      const askedAt = new Date();
      const ids = await readIds(changes).catch((error: unknown) =>
        lost(eventStreams, { ...known, ...stands }, error),
      );
      const token = changes.resumeToken;
      const read = await named(inOrder(events, known.customer, ids));
      return {
        events: read,
        async keep() {
          const isIdle = ids.length === 0 && Date.now() < keptAt + KEEP_IDLE_EVERY_MS;
          if (token == null || isIdle) return;
          // Behind a long backlog the position is an old one: read again from now on, what lies between would be left out.
          const next = { token, seenAt: ids.length === 0 ? askedAt : (read.at(-1)?.at ?? stands.seenAt) };
          await named(moveOn(eventStreams, known._id, stands, next));
          stands = next;
          keptAt = Date.now();
        },
      };
    },
    close: () => changes.close().catch(() => undefined),
  };
}

/** A gateway that was frozen while another went on must not put the position back: it reads anew instead. */
async function moveOn(
  streams: Streams,
  _id: string,
  { token }: Pick<StreamDocument, 'token'>,
  next: Required<Pick<StreamDocument, 'token' | 'seenAt'>>,
): Promise<void> {
  const here = { _id, token: token ?? { $exists: false }, scanFrom: { $exists: false } };
  const { matchedCount } = await streams.updateOne(here, { $set: next });
  if (matchedCount === 0) throw new DirectoryFailure('busy', 'another gateway has moved the stream on');
}

/** A stream that is new begins at the database's time of now, whichever process comes first. */
export async function standing(streams: Streams, stream: StreamName): Promise<StreamDocument> {
  const _id = streamKey(stream);
  const known = await streams.findOne({ _id });
  if (known !== null) return known;
  const since = await operationTime(streams);
  const first = { customer: stream.customer, since, seenAt: new Date() };
  await streams.updateOne({ _id }, { $setOnInsert: first }, { upsert: true });
  return (await streams.findOne({ _id })) ?? { _id, ...first };
}

async function operationTime(streams: Streams): Promise<mongo.Timestamp> {
  // A read answers with the time of the database, which every member of the set agrees on.
  const { operationTime: time } = await streams.db.command({ ping: 1 });
  return time as mongo.Timestamp;
}

async function readIds(
  changes: mongo.ChangeStream<EventDocument, mongo.ChangeStreamDocument<EventDocument>>,
): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < BATCH) {
    const change = await changes.tryNext();
    if (change === null) break;
    if ('documentKey' in change) ids.push(change.documentKey._id);
  }
  return ids;
}

async function inOrder(
  events: Events,
  customer: string,
  ids: readonly string[],
): Promise<readonly DirectoryEvent[]> {
  if (ids.length === 0) return [];
  const found = await events
    .find({ _id: { $in: [...ids] }, customer }, { projection: MEMBERS_READ })
    .toArray();
  const byId = new Map(found.map((document) => [document._id, recordedEvent(document)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Notes that the position is lost, so that the next opening scans, in whichever process; a passing failure stays one. */
async function lost(streams: Streams, known: StreamDocument, error: unknown): Promise<never> {
  if (LOST_CODES.has((error as { readonly code?: unknown }).code)) {
    const scanFrom = new Date(known.seenAt.getTime() - SCAN_MARGIN_MS);
    const since = await named(operationTime(streams));
    await named(streams.updateOne({ _id: known._id }, { $set: { scanFrom, since }, $unset: { token: 1 } }));
  }
  return named(Promise.reject(error as Error));
}

/** Reads from the collection to its end; a scan that is broken off begins again. */
function scan(
  { events, eventStreams }: FeedCollections,
  { _id, customer, scanFrom, since }: StreamDocument,
): Reading {
  // Not before the majority has what was committed until `since`: the changes are followed from there only.
  const session = eventStreams.db.client.startSession({ causalConsistency: true });
  session.advanceOperationTime(since);
  const cursor = events
    // As a change stream does: what a failover could take back is not told.
    .find(
      { customer, at: { $gte: scanFrom ?? new Date(0) } },
      { readConcern: { level: 'majority' }, projection: MEMBERS_READ, session },
    )
    .sort({ at: 1, _id: 1 })
    .batchSize(BATCH);
  let isOver = false;
  return {
    isOver: () => isOver,
    async next(): Promise<EventBatch> {
      const read = await named(cursor.hasNext().then(() => cursor.readBufferedDocuments(BATCH)));
      const isLast = read.length === 0;
      return {
        events: read.map(recordedEvent),
        async keep() {
          if (isLast) await named(eventStreams.updateOne({ _id, since }, { $unset: { scanFrom: 1 } }));
          isOver = isLast;
        },
      };
    },
    close: async () => {
      await cursor.close().catch(() => undefined);
      await session.endSession().catch(() => undefined);
    },
  };
}
