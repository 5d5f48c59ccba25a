// Reads events newest first, narrowed down as an admin asks; the filters and the order in one place. Changes nothing.

import type { mongo } from 'mongoose';
import type { DirectoryEvent } from '../directory/event';
import type { EventQuery } from '../directory/history';
import { named } from './driver-failure';
import type { EventDocument } from './documents';

const BATCH = 500;
/** A person's own events, and the events of groups that the person came into or left, lie in two places. */
type Place = mongo.Filter<EventDocument>;

export function recordedEvent({ _id, ...event }: EventDocument): DirectoryEvent {
  return { id: _id, ...event };
}

/** Batch by batch, each begun after the last event of the one before, so that no cursor waits for a slow reader. */
export async function* latestEvents(
  events: mongo.Collection<EventDocument>,
  customer: string,
  query: EventQuery,
): AsyncGenerator<readonly DirectoryEvent[]> {
  const { limit = Number.POSITIVE_INFINITY } = query;
  let last: DirectoryEvent | undefined;
  for (let shown = 0; shown < limit;) {
    const wanted = Math.min(BATCH, limit - shown);
    const batch = await readBatch(events, placesOf(customer, query), { query, last, wanted });
    if (batch.length > 0) yield batch;
    if (batch.length < wanted) return;
    shown += batch.length;
    last = batch.at(-1);
  }
}

function placesOf(customer: string, { person, group, requestId }: EventQuery): readonly Place[] {
  const request = requestId === undefined ? {} : { 'actor.requestId': requestId };
  const narrow = group === undefined ? {} : { resourceId: group };
  if (person === undefined) return [{ customer, ...narrow, ...request }];
  const moved = { $or: [{ membersAdded: person }, { membersRemoved: person }] };
  const ofGroups: Place = { customer, resourceType: 'Group', ...narrow, ...moved, ...request };
  return group === undefined ? [{ customer, resourceId: person, ...request }, ofGroups] : [ofGroups];
}

async function readBatch(
  events: mongo.Collection<EventDocument>,
  places: readonly Place[],
  {
    query,
    last,
    wanted,
  }: { readonly query: EventQuery; readonly last: DirectoryEvent | undefined; readonly wanted: number },
): Promise<readonly DirectoryEvent[]> {
  const filters = [...narrowing(query), ...(last === undefined ? [] : [olderThan(last)])];
  const read = (place: Place): Promise<EventDocument[]> =>
    events
      .find({ $and: [place, ...filters] })
      .sort({ at: -1, _id: -1 })
      .limit(wanted)
      .toArray();
  const found = await named(Promise.all(places.map(read)));
  return found.flat().map(recordedEvent).sort(newestFirst).slice(0, wanted);
}

function narrowing({ operation, connection, rule, from, to }: EventQuery): readonly Place[] {
  return [
    ...(operation === undefined ? [] : [{ operation }]),
    ...(connection === undefined ? [] : [{ 'actor.connection': connection }]),
    ...(rule === undefined ? [] : [{ rules: rule } as Place]),
    ...(from === undefined ? [] : [{ at: { $gte: from } }]),
    ...(to === undefined ? [] : [{ at: { $lte: to } }]),
  ];
}

function olderThan({ at, id }: DirectoryEvent): Place {
  return { at: { $lte: at }, $or: [{ at: { $lt: at } }, { _id: { $lt: id } }] };
}

function newestFirst(left: DirectoryEvent, right: DirectoryEvent): number {
  return right.at.getTime() - left.at.getTime() || (left.id < right.id ? 1 : -1);
}
