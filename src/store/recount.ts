// Counts a customer's live people and groups, and puts the kept counts right where they are not. Must not know who asks, nor when.
//
// The documents and the rows are seen as they were at one moment. What they differ by goes into the base, which no other write
// touches: whoever writes meanwhile adds to a row of their own what both did not see. So it may be done at any time.

import type { mongo } from 'mongoose';
import type { Collections } from './documents';
import { liveCountOf, rowId, sumOf, type CountedList, type LiveCountDocument } from './live-counts';
import { runTransaction } from './unit-of-work';

/** A shorter list is counted as fast as the rows are read, and then cannot be wrong. */
export const LONG = 2_000;
/** Server sessions end after 30 minutes without use, and gateways' clocks differ by seconds: nobody writes such a row any more. */
const IDLE_MS = 3_600_000;

export interface Recounted {
  readonly list: CountedList;
  readonly counted: number;
  /** What was told until now; undefined where nothing was kept. */
  readonly kept: number | undefined;
}

export async function recount(
  collections: Collections,
  customer: string,
  list: CountedList,
): Promise<Recounted> {
  const { client } = collections.liveCounts.db;
  const nobodyWaits = (): Promise<void> => Promise.resolve();
  return runTransaction(
    client,
    (session) => recountIn(collections, session, { customer, list }),
    nobodyWaits,
  );
}

async function recountIn(
  collections: Collections,
  session: mongo.ClientSession,
  { customer, list }: { readonly customer: string; readonly list: CountedList },
): Promise<Recounted> {
  const { liveCounts } = collections;
  const counted = await countLive(collections, list, { customer, session });
  const rows = await liveCounts.find({ customer, list }, { session }).toArray();
  const kept = liveCountOf(rows);
  const idle = rows.filter(isIdle);
  if (kept === undefined ? counted >= LONG : kept !== counted || idle.length > 0) {
    const update = {
      $inc: { count: counted - sumOf(rows) + sumOf(idle) },
      $set: { at: new Date() },
      $setOnInsert: { list, base: true },
    } as const;
    const base = { _id: rowId(customer, list, 'base'), customer };
    await liveCounts.updateOne(base, update, { session, upsert: true });
  }
  if (idle.length > 0)
    await liveCounts.deleteMany({ _id: { $in: idle.map(({ _id }) => _id) }, customer }, { session });
  return { list, counted, kept };
}

function countLive(
  { users, groups }: Collections,
  list: CountedList,
  { customer, session }: { readonly customer: string; readonly session: mongo.ClientSession },
): Promise<number> {
  const query = { customer, live: true };
  const options = { session, hint: { customer: 1, live: 1, _id: 1 } };
  return list === 'users' ? users.countDocuments(query, options) : groups.countDocuments(query, options);
}

function isIdle({ base, at }: LiveCountDocument): boolean {
  return base !== true && at.getTime() < Date.now() - IDLE_MS;
}
