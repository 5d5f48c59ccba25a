// The numbers of each day: seats at its end, and how many people came, moved, left and returned. Pure; what a store must give for it is a port.

import type { DayMark, Seat } from './day-marks';

/** What happened to one person in one day, or in a part of it. */
export interface PersonDay {
  readonly person: string;
  readonly marks: readonly DayMark[];
}

export interface SeatChange {
  readonly internal: number;
  readonly external: number;
}

export interface DayTally {
  /** Seats that came, less those that went. */
  readonly change: SeatChange;
  readonly joiners: number;
  readonly movers: number;
  readonly leavers: number;
  readonly returns: number;
}

export interface DayCounts extends DayTally {
  /** Midnight at which it begins, UTC. */
  readonly day: Date;
  /** Seats at its end; of the present day, now. */
  readonly internal: number;
  readonly external: number;
}

/** Counted days of a customer. */
export interface Days {
  /**
   * From the first day to the last one, each day once, also those in which nothing happened.
   *
   * @throws DirectoryFailure `unavailable`
   */
  days(customer: string, range: DayRange): Promise<CountedDays>;
  /** Counts and keeps the days that are over; @returns how many were kept, by whichever process */
  close(customer: string, options: ClosingOptions): Promise<number>;
}

export interface DayRange {
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
}

export interface CountedDays {
  readonly days: readonly DayCounts[];
  /** Where more of the past is still to be counted than somebody waits for: the day from which on nothing is told. */
  readonly missingFrom: Date | undefined;
}

export interface ClosingOptions {
  readonly now: Date;
  readonly stopping?: AbortSignal;
  readonly onDay?: (day: Date) => void;
  /** No more than so many; absent: all. */
  readonly most?: number;
}

export const DAY_MS = 86_400_000;

export function dayOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / DAY_MS) * DAY_MS);
}

export function dayAfter(day: Date): Date {
  return new Date(day.getTime() + DAY_MS);
}

/** What each number counts, for whoever reads it. */
export const DAY_MEANING = {
  seats: 'People whose sign-in is enabled at the end of the day (UTC); each takes one licence seat.',
  joiners: 'People who were created that day, also those who may not sign in yet.',
  movers:
    'People of whom a library, role, preferred library, location, department, name or group changed, or whether they are external; without those who joined, left or returned that day, and without what a clean-up took from leavers.',
  leavers: 'People whose sign-in was taken away that day, by a disable or a deletion.',
  returns: 'People whose sign-in was given back that day, after a disable or a deletion.',
} as const;

/**
 * @param people each of their events with its marks
 * @param inGroups everybody who came into a group or left one
 */
export function tallyOf(people: Iterable<PersonDay>, inGroups: Iterable<string>): DayTally {
  const sets = { joined: new Set<string>(), left: new Set<string>(), returned: new Set<string>() };
  const moved = new Set(inGroups);
  const change = { internal: 0, external: 0 };
  for (const { person, marks } of people) {
    for (const mark of marks) {
      if (mark === 'members') continue;
      if (mark === 'moved') moved.add(person);
      else {
        const [from, to] = mark as unknown as readonly [Seat, Seat];
        change.internal += Number(to === 'i') - Number(from === 'i');
        change.external += Number(to === 'e') - Number(from === 'e');
        setOf(sets, from, to)?.add(person);
      }
    }
  }
  const { joined, left, returned } = sets;
  const isElsewhere = (person: string): boolean =>
    joined.has(person) || left.has(person) || returned.has(person);
  const movers = [...moved].filter((person) => !isElsewhere(person)).length;
  return { change, joiners: joined.size, movers, leavers: left.size, returns: returned.size };
}

type Sets = Readonly<Record<'joined' | 'left' | 'returned', Set<string>>>;

function setOf({ joined, left, returned }: Sets, from: Seat, to: Seat): Set<string> | undefined {
  if (from === '-') return joined;
  if (to === 'o') return left;
  return from === 'o' ? returned : undefined;
}

/** The day after the one before. */
export function nextDay(before: SeatChange, day: Date, tally: DayTally): DayCounts {
  return {
    ...tally,
    day,
    internal: before.internal + tally.change.internal,
    external: before.external + tally.change.external,
  };
}

/** In which nothing happened. */
export const QUIET: DayTally = {
  change: { internal: 0, external: 0 },
  joiners: 0,
  movers: 0,
  leavers: 0,
  returns: 0,
};
