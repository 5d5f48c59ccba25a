// Reads events newest first, narrowed down as an admin asks; the filters and the order in one place. Changes nothing.

import type { mongo } from 'mongoose';
import type { DirectoryEvent } from '../directory/event';
import type { EventQuery } from '../directory/history';
import type { EventDocument } from './documents';
import { placesOf } from './log-events';
import { readPlaces, type Place } from './log-reading';

const BATCH = 500;

export function recordedEvent({
  _id,
  kind: _kind,
  marks: _marks,
  tellsGroup: _tellsGroup,
  mass: _mass,
  ...event
}: EventDocument): DirectoryEvent {
  return { id: _id, ...event };
}

/** Batch by batch, each begun after the last event of the one before, so that no cursor waits for a slow reader. */
export async function* latestEvents(
  events: mongo.Collection<EventDocument>,
  customer: string,
  query: EventQuery,
): AsyncGenerator<readonly DirectoryEvent[]> {
  const { limit = Number.POSITIVE_INFINITY, from, to } = query;
  const places = await eventPlaces(events, customer, query);
  let last: DirectoryEvent | undefined;
  for (let shown = 0; shown < limit;) {
    const wanted = Math.min(BATCH, limit - shown);
    const before = last === undefined ? undefined : { at: last.at, id: last.id };
    const found = await readPlaces(events, places, { from, to, before, wanted });
    const batch = found.map(recordedEvent);
    if (batch.length > 0) yield batch;
    if (batch.length < wanted) return;
    shown += batch.length;
    last = batch.at(-1);
  }
}

/** Of one request there are few events: those are found first, and narrowed down one by one. */
async function eventPlaces(
  events: mongo.Collection<EventDocument>,
  customer: string,
  { operation, requestId, limit: _limit, from: _from, to: _to, ...others }: EventQuery,
): Promise<readonly Place[]> {
  const query = { ...others, ...(operation === undefined ? {} : { action: operation }) };
  const places = await placesOf(events, customer, { query, text: undefined });
  if (requestId === undefined) return places;
  const hint = 'customer_1_actor.requestId_1';
  return places.map(({ filter }) => ({ filter: { ...filter, 'actor.requestId': requestId }, hint }));
}
