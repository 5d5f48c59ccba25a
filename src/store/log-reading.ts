// Reads documents newest first from several places of one collection and merges them: what both halves of the sync log are read by. Knows no filters.

import type { mongo } from 'mongoose';
import { named } from './driver-failure';

/** What is ordered: a document with its moment. */
interface Timed {
  readonly _id: unknown;
  readonly at: Date;
}

/** One place to look: a filter, and the index that finds it in order. */
export interface Place {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly hint: string;
}

export interface Before {
  readonly at: Date;
  /** Undefined: whatever is of that moment is asked for, too; null: nothing of it. */
  readonly id: unknown;
}

interface TimeBounds {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

interface Reading extends TimeBounds {
  readonly before: Before | undefined;
  readonly wanted: number;
  readonly projection?: Readonly<Record<string, 1>>;
}

/** More ranges the planner does not merge in order (internalQueryMaxScansToExplode is 200). */
const RANGES_MAX = 150;

export async function readPlaces<D extends Timed>(
  collection: mongo.Collection<D>,
  places: readonly Place[],
  { before, wanted, projection, ...bounds }: Reading,
): Promise<readonly D[]> {
  const time = timeFilter(bounds, before);
  const found = await named(
    Promise.all(
      places.map(({ filter, hint }) =>
        collection
          .find({ $and: [filter, time] } as mongo.Filter<D>, projection === undefined ? {} : { projection })
          .sort({ at: -1, _id: -1 })
          .hint(hint)
          .limit(wanted)
          .toArray(),
      ),
    ),
  );
  if (found.length === 1) return (found[0] ?? []) as readonly D[];
  const distinct = new Map((found.flat() as D[]).map((document) => [String(document._id), document]));
  return [...distinct.values()].sort(newestFirst).slice(0, wanted);
}

/** So few kinds at once that each place stays in order. */
export function inRanges(kinds: readonly string[]): readonly (readonly string[])[] {
  const ranges: string[][] = [];
  for (let start = 0; start < kinds.length; start += RANGES_MAX)
    ranges.push(kinds.slice(start, start + RANGES_MAX));
  return ranges;
}

export function newestFirst(left: Timed, right: Timed): number {
  return right.at.getTime() - left.at.getTime() || (String(left._id) < String(right._id) ? 1 : -1);
}

function timeFilter({ from, to }: TimeBounds, before: Before | undefined): Record<string, unknown> {
  const last = before === undefined ? to : to !== undefined && to < before.at ? to : before.at;
  const at = { ...(from === undefined ? {} : { $gte: from }), ...(last === undefined ? {} : { $lte: last }) };
  const whole = Object.keys(at).length === 0 ? {} : { at };
  if (before === undefined || before.id === undefined) return whole;
  if (before.id === null) return { ...whole, $and: [{ at: { $lt: before.at } }] };
  return { ...whole, $or: [{ at: { $lt: before.at } }, { _id: { $lt: before.id } }] };
}
