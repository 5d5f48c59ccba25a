// Counts one day from its events: by their marks, and where events are older than marks, by what they tell. Changes nothing.

import type { mongo } from 'mongoose';
import { marksOf, seatSteps, type DayMark, type Seat } from '../directory/day-marks';
import { dayAfter, tallyOf, type DayTally, type PersonDay } from '../directory/days';
import type { DirectoryEvent } from '../directory/event';
import type { EventDocument } from './documents';
import { movedIds, partsBeside } from './event-members';
import { recordedEvent } from './latest-events';

type Events = mongo.Collection<EventDocument>;

/** People whose whole history is read at a time. */
const HISTORIES = 200;
/** In order of time; another index would have all events of a kind looked through. */
const BY_TIME = { customer: 1, at: 1, _id: 1 } as const;

export async function tallyBetween(events: Events, customer: string, day: Date): Promise<DayTally> {
  const within = { customer, at: { $gte: day, $lt: dayAfter(day) } };
  const [people, others] = await Promise.all([markedPeople(events, within), otherEvents(events, within)]);
  const inGroups = await peopleMoved(
    events,
    others.filter(({ event }) => event.resourceType === 'Group'),
  );
  const unmarked = others.filter(({ event }) => event.resourceType === 'User').map(({ event }) => event);
  return tallyOf([...people, ...(await countedAnew(events, customer, unmarked))], inGroups);
}

interface Within {
  readonly customer: string;
  readonly at: { readonly $gte: Date; readonly $lt: Date };
}

/** Put together there: of a day on which all came, one row each is sent, and of events that count nothing, none. */
async function markedPeople(events: Events, within: Within): Promise<readonly PersonDay[]> {
  interface Row {
    readonly _id: string;
    readonly marks: readonly (readonly DayMark[])[];
  }
  const stages = [
    { $match: { ...within, resourceType: 'User', 'marks.0': { $exists: true } } },
    { $group: { _id: '$resourceId', marks: { $push: '$marks' } } },
  ];
  const rows = await events.aggregate<Row>(stages, { hint: BY_TIME, allowDiskUse: true }).toArray();
  return rows.map(({ _id, marks }) => ({ person: _id, marks: marks.flat() }));
}

interface OtherEvent {
  readonly event: DirectoryEvent;
  readonly marks: readonly DayMark[] | undefined;
}

/** Those of groups that moved people, and those from before there were marks. */
async function otherEvents(events: Events, within: Within): Promise<readonly OtherEvent[]> {
  const query = { ...within, marks: { $in: ['members', null] } } as unknown as mongo.Filter<EventDocument>;
  const found = await events.find(query, { hint: BY_TIME }).toArray();
  return found.map((document) => ({ event: recordedEvent(document), marks: document.marks }));
}

async function peopleMoved(events: Events, others: readonly OtherEvent[]): Promise<ReadonlySet<string>> {
  const people = new Set<string>();
  for (const { event, marks } of others) {
    if (!(marks ?? marksOf(event)).includes('members')) continue;
    const { customer, moved } = event;
    for (const id of [...event.membersAdded, ...event.membersRemoved]) people.add(id);
    for (const list of moved === undefined ? [] : (['added', 'removed'] as const))
      for await (const ids of movedIds(partsBeside(events), { customer, moved: moved?.id ?? '' }, list))
        for (const id of ids) people.add(id);
  }
  return people;
}

async function countedAnew(
  events: Events,
  customer: string,
  unmarked: readonly DirectoryEvent[],
): Promise<readonly PersonDay[]> {
  if (unmarked.length === 0) return [];
  const steps = await stepsOf(events, customer, unmarked.filter(needsHistory));
  return unmarked.map((event) => ({
    person: event.resourceId,
    marks: marksOf(event, steps.get(event.id) ?? firstStep(event)),
  }));
}

/** A creation tells everything, and other changes nothing of the seat. */
function needsHistory({ operation, after }: DirectoryEvent): boolean {
  return operation !== 'create' && ('signInEnabled' in after || 'external' in after);
}

function firstStep(event: DirectoryEvent): readonly [Seat, Seat] | undefined {
  return event.operation === 'create' ? seatSteps([event]).get(event.id) : undefined;
}

async function stepsOf(
  events: Events,
  customer: string,
  asked: readonly DirectoryEvent[],
): Promise<ReadonlyMap<string, readonly [Seat, Seat]>> {
  const people = [...new Set(asked.map(({ resourceId }) => resourceId))];
  const steps = new Map<string, readonly [Seat, Seat]>();
  for (let index = 0; index < people.length; index += HISTORIES) {
    const resourceId = { $in: people.slice(index, index + HISTORIES) };
    const found = await events
      .find({ customer, resourceId })
      .sort({ resourceId: 1, version: 1 })
      .map(recordedEvent)
      .toArray();
    for (const history of byResource(found).values())
      for (const [id, step] of seatSteps(history)) steps.set(id, step);
  }
  return steps;
}

function byResource(events: readonly DirectoryEvent[]): ReadonlyMap<string, readonly DirectoryEvent[]> {
  const histories = new Map<string, DirectoryEvent[]>();
  for (const event of events) {
    const history = histories.get(event.resourceId);
    if (history === undefined) histories.set(event.resourceId, [event]);
    else history.push(event);
  }
  return histories;
}
