// Gives events from before the sync log the kind by which it finds them; at a start, beside what the gateway serves.

import type { mongo } from 'mongoose';
import type { EventDocument } from './documents';
import { eventKind } from './log-kinds';

const BATCH = 1_000;

/** Resolves with how many were given one; begins again where another start left off. */
export async function giveKinds(
  events: mongo.Collection<EventDocument>,
  isClosed: () => boolean,
): Promise<number> {
  const customers = await events.distinct('customer');
  let given = 0;
  for (const customer of customers) {
    // Those without are found by the index that holds the kind: their entry in it is null.
    const without = { customer, kind: null } as unknown as mongo.Filter<EventDocument>;
    for (;;) {
      if (isClosed()) return given;
      const batch = await events.find(without, { limit: BATCH, hint: 'log' }).toArray();
      if (batch.length === 0) break;
      await events.bulkWrite(batch.map(withKind), { ordered: false });
      given += batch.length;
    }
  }
  return given;
}

function withKind(event: EventDocument): mongo.AnyBulkWriteOperation<EventDocument> {
  const { _id, customer } = event;
  return { updateOne: { filter: { _id, customer }, update: { $set: { kind: eventKind(event) } } } };
}
