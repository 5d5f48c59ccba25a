// How many live people and groups each customer has, as the writes themselves keep it (count-changes.ts). Must not know pages, nor why somebody asks.
//
// A count that is one document would be changed by every creation of a customer, and writes that meet run again. So it is
// the sum of rows: each MongoDB session has one of its own, and as a session has one transaction at a time, no two meet. What
// was there before somebody counted stands in one more row, the base (recount.ts); without it the sum says nothing.

import type { mongo } from 'mongoose';
import { collectionSchema } from './collection-schema';
import { findAtOnce } from './find-at-once';

export type CountedList = 'users' | 'groups';

export interface LiveCountDocument {
  readonly _id: string;
  readonly customer: string;
  readonly list: CountedList;
  /** By how much the transactions of this session changed it, less than nothing where they deleted. */
  readonly count: number;
  /** When the row was last written. */
  readonly at: Date;
  /** Only on the row that stands for all that the others do not tell. */
  readonly base?: true;
}
type Rows = mongo.Collection<LiveCountDocument>;
type Row = Pick<LiveCountDocument, 'count' | 'base'>;

export const LIVE_COUNT_COLLECTIONS = { liveCounts: collectionSchema([[{ customer: 1, list: 1 }]]) };

/** @param place the session's name, or `base` */
export function rowId(customer: string, list: CountedList, place: string): string {
  return `${customer}/${list}/${place}`;
}

/** All rows as they were at one moment. @returns undefined where nobody counted what was there before */
export async function readLiveCount(
  rows: Rows,
  customer: string,
  list: CountedList,
): Promise<number | undefined> {
  const options = { readConcern: { level: 'snapshot' }, projection: { _id: 0, count: 1, base: 1 } } as const;
  return liveCountOf(await findAtOnce(rows, { customer, list }, options));
}

export function liveCountOf(rows: readonly Row[]): number | undefined {
  return rows.some(({ base }) => base) ? sumOf(rows) : undefined;
}

export function sumOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

/** For tools that store people or groups past the gateway: what is there is counted before it is told again. */
export async function forgetLiveCounts(rows: Rows, customer: string): Promise<void> {
  await rows.deleteMany({ customer, base: true });
}
