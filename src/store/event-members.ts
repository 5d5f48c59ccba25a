// Owns whom mass changes moved, kept in parts beside their events: written before the event, read in order. Must not know groups.
//
// A part is written before the transaction whose event names it, so it belongs to nobody until that is committed. What a
// write left behind is cleared away like the sets that were made aside with it (abandoned-sets.ts).

import { mongo } from 'mongoose';
import type { DirectoryEvent } from '../directory/event';
import type { EventDocument, EventMembersDocument } from './documents';
import { named } from './driver-failure';

/** Ids in one part: a document of about 400 kB. */
const PART_MAX = 10_000;

type Parts = mongo.Collection<EventMembersDocument>;
type List = EventMembersDocument['list'];

interface Moved {
  readonly customer: string;
  readonly moved: string;
}

export interface MemberPartsWriter {
  /** In ascending order over all calls. */
  add(ids: readonly string[]): Promise<void>;
  end(): Promise<void>;
  readonly count: number;
  /** The first of them. */
  readonly first: readonly string[];
}

export function memberPartsWriter(
  parts: Parts,
  of: Moved & { readonly list: List },
  firstMax: number,
): MemberPartsWriter {
  let waiting: string[] = [];
  let count = 0;
  const first: string[] = [];
  async function write(members: readonly string[]): Promise<void> {
    const [start, end] = [members[0], members.at(-1)];
    if (start !== undefined && end !== undefined)
      await parts.insertOne({ ...of, first: start, last: end, members });
  }
  return {
    async add(ids) {
      count += ids.length;
      first.push(...ids.slice(0, firstMax - first.length));
      waiting.push(...ids);
      while (waiting.length >= PART_MAX) {
        await write(waiting.slice(0, PART_MAX));
        waiting = waiting.slice(PART_MAX);
      }
    },
    async end() {
      await write(waiting);
      waiting = [];
    },
    get count() {
      return count;
    },
    first,
  };
}

/** Beside the events, so that whoever reads those can read these. */
export function partsBeside(events: mongo.Collection<EventDocument>): Parts {
  return events.db.collection<EventMembersDocument>('eventMembers');
}

export async function* movedIds(
  parts: Parts,
  { customer, moved }: Moved,
  list: List,
): AsyncGenerator<readonly string[]> {
  const found = parts.find({ customer, moved, list }, { hint: 'moved' }).sort({ first: 1 }).batchSize(4);
  try {
    while (await named(found.hasNext())) yield* found.readBufferedDocuments().map(({ members }) => members);
  } finally {
    await found.close();
  }
}

/** Each event with everybody whom it moved. One of a mass change comes alone: two might be more than memory takes. */
export async function* withAllMembers(
  parts: Parts,
  batches: AsyncIterable<readonly DirectoryEvent[]>,
): AsyncGenerator<readonly DirectoryEvent[]> {
  for await (const batch of batches) {
    let plain: DirectoryEvent[] = [];
    for (const event of batch) {
      if (event.moved === undefined) {
        plain.push(event);
        continue;
      }
      if (plain.length > 0) yield plain;
      plain = [];
      yield [await wholeEvent(parts, event)];
    }
    if (plain.length > 0) yield plain;
  }
}

async function wholeEvent(parts: Parts, event: DirectoryEvent): Promise<DirectoryEvent> {
  if (event.moved === undefined) return event;
  const of = { customer: event.customer, moved: event.moved.id };
  const all = async (list: List): Promise<readonly string[]> => {
    const ids: string[] = [];
    for await (const members of movedIds(parts, of, list)) for (const id of members) ids.push(id);
    return ids;
  };
  return { ...event, membersAdded: await all('added'), membersRemoved: await all('removed') };
}

/** Which mass changes moved the person, and how. */
export async function movesOf(
  parts: Parts,
  customer: string,
  person: string,
): Promise<readonly Pick<EventMembersDocument, 'moved' | 'list'>[]> {
  const about = { customer, first: { $lte: person }, last: { $gte: person }, members: person };
  const found = parts.find(about, { hint: 'member', projection: { _id: 0, moved: 1, list: 1 } });
  return named(found.toArray());
}

/** Of some people: whom of them each mass change moved. */
export async function movesAmong(
  parts: Parts,
  customer: string,
  ids: readonly string[],
): Promise<readonly Pick<EventMembersDocument, 'moved' | 'list' | 'members'>[]> {
  const sorted = ids.toSorted();
  const [least, greatest] = [sorted[0], sorted.at(-1)];
  if (least === undefined || greatest === undefined) return [];
  const stages = [
    { $match: { customer, first: { $lte: greatest }, last: { $gte: least } } },
    { $project: { _id: 0, moved: 1, list: 1, members: { $setIntersection: ['$members', sorted] } } },
    { $match: { 'members.0': { $exists: true } } },
  ];
  const found = parts.aggregate<Pick<EventMembersDocument, 'moved' | 'list' | 'members'>>(stages, {
    hint: 'member',
  });
  return named(found.toArray());
}

/** The event as it is told to somebody who asked about this person: they are named before the others. */
export async function toldOf(parts: Parts, event: DirectoryEvent, person: string): Promise<DirectoryEvent> {
  const { moved, customer, membersAdded, membersRemoved } = event;
  if (moved === undefined) return event;
  const moves = (await movesOf(parts, customer, person)).filter((move) => move.moved === moved.id);
  const ahead = (list: List, ids: readonly string[]): readonly string[] =>
    moves.some((move) => move.list === list) ? [person, ...ids.filter((id) => id !== person)] : ids;
  return {
    ...event,
    membersAdded: ahead('added', membersAdded),
    membersRemoved: ahead('removed', membersRemoved),
  };
}

export async function dropParts(parts: Parts, { customer, moved }: Moved): Promise<void> {
  await parts.deleteMany({ customer, moved });
}

/** Of those that no event names, the ones whose id says that they were made before. */
export async function abandonedParts(
  {
    events,
    eventMembers,
  }: { readonly events: mongo.Collection<EventDocument>; readonly eventMembers: Parts },
  customer: string,
  before: Date,
): Promise<readonly string[]> {
  const kept = await eventMembers.distinct('moved', { customer });
  const old = kept.filter((id) => mongo.ObjectId.createFromHexString(id).getTimestamp() < before);
  const query = { customer, 'moved.id': { $in: old } } as mongo.Filter<EventDocument>;
  const owned = new Set<unknown>(await events.distinct('moved.id', query));
  return old.filter((id) => !owned.has(id));
}
