// Which moments an admin asks about: dates as people write them, and the steps between two of them. All in UTC. Pure.

import { DirectoryFailure } from '../failure';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;
/** More than ten years of days; a chart has no more points. */
const STEPS_MAX = 4_000;

export type Every = 'day' | 'week' | 'month';
export const EVERY: readonly Every[] = ['day', 'week', 'month'];

/** What of the history can be asked about: from its first event until now. */
export interface KnownTime {
  /** Undefined before anything happened. */
  readonly first: Date | undefined;
  readonly now: Date;
}

/** What the options that take a date say of it. */
export const DATE_HELP =
  'RFC 3339: a date such as 2026-03-31 (the end of that day, UTC) or a date-time with its zone';

/**
 * The moment that a text names; a date names the end of its day in UTC, today's the present moment.
 *
 * @throws DirectoryFailure `invalidValue` where it is no date, lies in the future, or before anything is known
 */
export function momentOf(option: string, text: string, { first, now }: KnownTime): Date {
  const asked = dateOf(option, text);
  const isToday = DATE.test(text) && text === now.toISOString().slice(0, 10);
  const moment = isToday ? now : asked;
  if (moment > now) throw refusal(`${option}: ${text} lies in the future; nothing is known of it yet`);
  if (first === undefined)
    throw refusal(`${option}: nothing is known of ${text}, for nothing has happened in this directory yet`);
  if (moment < first)
    throw refusal(
      `${option}: nothing is known of ${text}; the first event of this directory is of ${first.toISOString()}`,
    );
  return moment;
}

/**
 * A date names the first or the last moment of its day in UTC; past, future and unknown times are all right.
 *
 * @throws DirectoryFailure `invalidValue` where the text is no date
 */
export function boundOf(option: string, text: string, side: 'from' | 'to'): Date {
  return side === 'from' && DATE.test(text)
    ? new Date(dateOf(option, text).getTime() - DAY_MS + 1)
    : dateOf(option, text);
}

/** From the first moment in equal steps, and the last one. @throws DirectoryFailure `invalidValue` for too many */
export function momentsBetween(from: Date, to: Date, every: Every): readonly Date[] {
  if (from > to) throw refusal('from: it lies after to');
  const moments: Date[] = [];
  for (let step = 0; ; step += 1) {
    const moment = stepped(from, step, every);
    if (moment >= to) return [...moments, to];
    if (moments.length === STEPS_MAX)
      throw refusal(
        `every: ${every} makes more than ${STEPS_MAX} moments; take longer steps or a shorter time`,
      );
    moments.push(moment);
  }
}

/** The last moment of the day of this one, in UTC. */
export function endOfDay(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / DAY_MS) * DAY_MS + DAY_MS - 1);
}

function stepped(from: Date, steps: number, every: Every): Date {
  switch (every) {
    case 'day':
      return new Date(from.getTime() + steps * DAY_MS);
    case 'week':
      return new Date(from.getTime() + steps * 7 * DAY_MS);
    case 'month':
      return monthsLater(from, steps);
  }
}

/** The 31st becomes the last day of a shorter month. */
function monthsLater(from: Date, months: number): Date {
  const moment = new Date(from);
  moment.setUTCDate(1);
  moment.setUTCMonth(from.getUTCMonth() + months);
  const days = new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 0)).getUTCDate();
  moment.setUTCDate(Math.min(from.getUTCDate(), days));
  return moment;
}

function dateOf(option: string, text: string): Date {
  const isDate = DATE.test(text);
  const full = isDate ? `${text}T23:59:59.999Z` : text.toUpperCase();
  const date = new Date(full);
  if ((!isDate && !DATE_TIME.test(text)) || Number.isNaN(date.getTime()) || !isDayThatExists(text)) {
    throw refusal(
      `${option}: ${JSON.stringify(text.slice(0, 60))} is no date; write 2026-03-31 or 2026-03-31T18:00:00Z`,
    );
  }
  return date;
}

/** `Date` takes the day after a month's last one for the next month's first. */
function isDayThatExists(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

function refusal(message: string): DirectoryFailure {
  return new DirectoryFailure('invalidValue', message);
}
