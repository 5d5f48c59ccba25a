// The operations that count: seats as they are, and day by day. Change nothing.

import { endOfDay, momentOf, momentsBetween } from '../../directory/answers/moment';
import { seatsOverTime } from '../../directory/answers/seats';
import { DAY_MEANING, DAY_MS, dayOf } from '../../directory/days';
import type { PlaceCount } from '../../directory/people-list';
import type { AnswerOf } from '../contract';
import type { SEATS } from '../contract/seats';
import { AdminFailure } from '../failure';
import type { Operations } from '../operation';

const DAYS_SHOWN = 30;
/** Ten years. */
const DAYS_MAX = 3_660;

export const seatOperations: Operations<typeof SEATS> = {
  async 'overview.days'({ stores, customer, services }, input) {
    const now = services.now();
    const to = input.to === undefined ? dayOf(now) : midnight('to', input.to);
    const from =
      input.from === undefined
        ? new Date(to.getTime() - (DAYS_SHOWN - 1) * DAY_MS)
        : midnight('from', input.from);
    assertRange(from, to);
    const { days, missingFrom } = await stores.days.days(customer.id, { from, to, now });
    return {
      days: days.map(({ day, internal, external, joiners, movers, leavers, returns }) => ({
        day: dateOf(day),
        seats: internal + external,
        internal,
        external,
        joiners,
        movers,
        leavers,
        returns,
        isOpen: day.getTime() + DAY_MS > now.getTime(),
      })),
      meaning: { ...DAY_MEANING },
      countedTo: missingFrom === undefined ? null : dateOf(new Date(missingFrom.getTime() - DAY_MS)),
    };
  },

  async 'overview.seats'({ stores, customer }) {
    const { counts, places } = await stores.people.census(customer.id);
    const nameOf = (id: string): string =>
      customer.libraries.find((library) => library.id === id)?.displayName ?? id;
    return {
      seats: counts.internal + counts.external,
      ...counts,
      byLibrary: seatsBy(places, ({ preferredLibrary }) => preferredLibrary).map((row) => ({
        ...row,
        name: nameOf(row.value),
      })),
      byLocation: seatsBy(places, ({ location }) => location ?? '').map((row) => ({
        ...row,
        name: row.value,
      })),
    };
  },

  async 'seats.overTime'({ stores, customer, services }, { every = 'day', ...asked }) {
    const known = { first: await stores.history.firstEventAt(customer.id), now: services.now() };
    const to = asked.to === undefined ? known.now : momentOf('to', asked.to, known);
    const firstDay = endOfDay(known.first ?? known.now);
    const earliest = firstDay < to ? firstDay : to;
    const from = asked.from === undefined ? earliest : momentOf('from', asked.from, known);
    const counts = await seatsOverTime(stores.history, customer.id, momentsBetween(from, to, every));
    return { rows: counts.map(({ at, ...count }) => ({ at: at.toISOString(), ...count })) };
  },
};

type ByValue = Omit<AnswerOf<(typeof SEATS)['overview.seats']>['byLibrary'][number], 'name'>;

/** The most seats first. */
function seatsBy(counts: readonly PlaceCount[], valueOf: (count: PlaceCount) => string): ByValue[] {
  const rows = new Map<string, ByValue>();
  for (const count of counts.filter(({ state }) => state === 'enabled')) {
    const value = valueOf(count);
    const held = rows.get(value) ?? { value, seats: 0, internal: 0, external: 0 };
    const kind = count.external ? 'external' : 'internal';
    rows.set(value, { ...held, seats: held.seats + count.people, [kind]: held[kind] + count.people });
  }
  return [...rows.values()].sort(
    (left, right) => right.seats - left.seats || (left.value < right.value ? -1 : 1),
  );
}

function midnight(name: string, text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (!Number.isNaN(day.getTime()) && dateOf(day) === text) return day;
  throw new AdminFailure('invalid', `${name}: ${JSON.stringify(text)} is no date; write 2026-03-31`);
}

function assertRange(from: Date, to: Date): void {
  if (from > to) throw new AdminFailure('invalid', 'from lies after to; turn them round');
  if (to.getTime() - from.getTime() >= DAYS_MAX * DAY_MS)
    throw new AdminFailure('tooLarge', `at most ${DAYS_MAX} days are told at once; take a shorter time`);
}

function dateOf(day: Date): string {
  return day.toISOString().slice(0, 10);
}
