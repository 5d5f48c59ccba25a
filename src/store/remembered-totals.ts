// Totals of long lists, counted once and true as long as the customer's events tell of nothing since. Must not know what is counted.
//
// Counting looks at everybody, so its time grows with the firm, while a client that reads page by page asks for the same total
// with every page. A write keeps its event in its own transaction: where there are no more events than before the total was
// counted, nothing has changed, whichever gateway writes. What the events say is read from the database each time and as one
// moment, as the total itself is; nothing is believed because of its age alone.

import type { mongo } from 'mongoose';
import { askedInTurn } from './asked-together';
import type { EventDocument } from './documents';

/** A transaction ends after 60 s, and clocks of gateways differ by seconds; an event may be so much older than its commit. */
const MARGIN_MS = 10 * 60_000;
/** What no event tells of: search forms that are made anew when a gateway starts with other schemas. */
const AGE_MS_MAX = 60_000;
/** Fewer are counted as fast as events are looked at; how long a list is shows when it is first counted. */
const WORTHWHILE = 2_000;
/** In a firm where more happens than this, each list counts by itself. */
const EVENTS_MAX = 1_000;
const REMEMBERED_MAX = 500;
const ONE_MOMENT = { readConcern: { level: 'snapshot' } } as const;

interface Total {
  readonly total: number;
  readonly countedAt: number;
  /** Events of the customer from `since` on, looked at before the total was counted. */
  readonly events: number;
  readonly since: Date;
}

export interface RememberedTotals {
  /**
   * @param list what is counted, and of which customer; nothing but events may tell of its changes
   * @returns what counting would return now
   */
  totalOf(
    customer: string,
    list: readonly [collection: string, condition: unknown],
    count: () => Promise<number>,
  ): Promise<number>;
}

export function createRememberedTotals(
  events: mongo.Collection<EventDocument>,
  now: () => number = Date.now,
): RememberedTotals {
  const known = new Map<string, Total>();
  const eventsFrom = (customer: string, since: Date): Promise<number> => {
    const options = { ...ONE_MOMENT, limit: EVENTS_MAX, hint: { customer: 1, at: 1, _id: 1 } };
    return events.countDocuments({ customer, at: { $gte: since } }, options);
  };
  const remember = (key: string, total: Total): void => {
    known.delete(key);
    known.set(key, total);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
  };
  const inTurn = askedInTurn<number>();
  const totalNow = async (customer: string, key: string, count: () => Promise<number>): Promise<number> => {
    const before = known.get(key);
    const startedAt = now();
    if (before !== undefined && before.total < WORTHWHILE) {
      const total = await count();
      remember(key, { ...before, total });
      return total;
    }
    const isFresh = before !== undefined && startedAt - before.countedAt < AGE_MS_MAX;
    const since = isFresh ? before.since : new Date(startedAt - MARGIN_MS);
    const happened = await eventsFrom(customer, since);
    const isMany = happened >= EVENTS_MAX;
    if (isFresh && happened === before.events && !isMany) return before.total;
    const total = await count();
    remember(key, { total, countedAt: isMany ? -Infinity : startedAt, events: happened, since });
    return total;
  };
  return {
    // Counting takes seconds in a firm of a million: sixteen who ask at once are not told by sixteen counts.
    totalOf(customer, list, count) {
      const key = JSON.stringify([customer, list]);
      return inTurn(key, () => totalNow(customer, key, count));
    },
  };
}
