// Counts the days of a customer from its events, and keeps those that are over, so that years stay cheap. Any number of gateways may do it at once.

import {
  DAY_MS,
  dayAfter,
  dayOf,
  nextDay,
  QUIET,
  type ClosingOptions,
  type CountedDays,
  type DayCounts,
  type DayRange,
  type Days,
  type SeatChange,
} from '../directory/days';
import { tallyBetween } from './day-tally';
import type { Collections } from './documents';
import { named } from './driver-failure';

/** A write may be committed a minute after the moment that it tells of, and the clocks of gateways differ. */
const GRACE_MS = 5 * 60_000;
/** Days that somebody waits for; where more are uncounted, they are counted beside the answers. */
const LIVE_MAX = 8;
const NO_SEATS: SeatChange = { internal: 0, external: 0 };

type DayCollections = Pick<Collections, 'days' | 'events'>;

export function createDays(collections: DayCollections): Days {
  return {
    days: (customer, range) => named(readDays(collections, customer, range)),
    close: (customer, options) => closeDays(collections, customer, options),
  };
}

async function readDays(
  collections: DayCollections,
  customer: string,
  { from, to, now }: DayRange,
): Promise<CountedDays> {
  const [kept, uncounted] = await Promise.all([
    collections.days.find({ customer, day: { $gte: from, $lte: to } }).toArray(),
    uncountedFrom(collections, customer),
  ]);
  const today = dayOf(now);
  const known = new Map(kept.map((counts) => [counts.day.getTime(), counts as DayCounts]));
  const isBehind = uncounted !== undefined && today.getTime() - uncounted.day.getTime() >= LIVE_MAX * DAY_MS;
  if (uncounted !== undefined && !isBehind)
    for (const counts of await countUp(collections, customer, { ...uncounted, to: today }))
      known.set(counts.day.getTime(), counts);
  const end = Math.min(to.getTime(), today.getTime(), isBehind ? uncounted.day.getTime() - DAY_MS : Infinity);
  const days: DayCounts[] = [];
  for (let day = from; day.getTime() <= end; day = dayAfter(day))
    days.push(known.get(day.getTime()) ?? { ...QUIET, ...NO_SEATS, day });
  return { days, missingFrom: isBehind ? uncounted.day : undefined };
}

async function closeDays(
  collections: DayCollections,
  customer: string,
  { now, stopping, onDay, most = Number.POSITIVE_INFINITY }: ClosingOptions,
): Promise<number> {
  const first = await named(uncountedFrom(collections, customer));
  if (first === undefined) return 0;
  let { day, seats } = first;
  let kept = 0;
  for (; kept < most && isOver(day, now) && stopping?.aborted !== true; kept += 1) {
    const counts = nextDay(seats, day, await named(tallyBetween(collections.events, customer, day)));
    await named(keep(collections, customer, counts));
    onDay?.(day);
    seats = counts;
    day = dayAfter(day);
  }
  return kept;
}

interface Uncounted {
  readonly day: Date;
  /** At the end of the day before. */
  readonly seats: SeatChange;
}

/** The first day that is not kept; undefined before anything happened. */
async function uncountedFrom(
  { days, events }: DayCollections,
  customer: string,
): Promise<Uncounted | undefined> {
  const last = await days.findOne({ customer }, { sort: { day: -1 } });
  if (last !== null) return { day: dayAfter(last.day), seats: last };
  const first = await events.findOne({ customer }, { sort: { at: 1 }, projection: { at: 1 } });
  return first === null ? undefined : { day: dayOf(first.at), seats: NO_SEATS };
}

async function countUp(
  { events }: DayCollections,
  customer: string,
  { day: first, seats: before, to }: Uncounted & { readonly to: Date },
): Promise<readonly DayCounts[]> {
  const days: Date[] = [];
  for (let day = first; day <= to; day = dayAfter(day)) days.push(day);
  const tallies = await Promise.all(days.map((day) => tallyBetween(events, customer, day)));
  let seats = before;
  return tallies.map((tally, index) => {
    const counts = nextDay(seats, days[index] ?? to, tally);
    seats = counts;
    return counts;
  });
}

/** Whoever counts the day gets the same, so that the first one to keep it is as good as any. */
async function keep({ days }: DayCollections, customer: string, counts: DayCounts): Promise<void> {
  const { day, internal, external, change, joiners, movers, leavers, returns } = counts;
  const document = { customer, day, internal, external, change, joiners, movers, leavers, returns };
  await days.updateOne(
    { _id: `${customer}/${day.toISOString().slice(0, 10)}` },
    { $setOnInsert: document },
    { upsert: true },
  );
}

function isOver(day: Date, now: Date): boolean {
  return dayAfter(day).getTime() + GRACE_MS <= now.getTime();
}
