// The quarters that an access review is usually made of, as pairs of dates. Pure.

export interface Quarter {
  readonly label: string;
  /** The day before it began, and its last one: as `2026-06-30`. */
  readonly before: string;
  readonly end: string;
}

/** The last quarters that are over on this day, the latest first. */
export function quartersBefore(today: Date, count: number): readonly Quarter[] {
  const current = today.getUTCFullYear() * 4 + Math.floor(today.getUTCMonth() / 3);
  return Array.from({ length: count }, (_quarter, at) => quarterOf(current - 1 - at));
}

/** @param number quarters since the year 0 */
function quarterOf(number: number): Quarter {
  const year = Math.floor(number / 4);
  const place = number % 4;
  return {
    label: `Quarter ${place + 1} of ${year}`,
    before: lastDayBefore(year, place * 3),
    end: lastDayBefore(year, place * 3 + 3),
  };
}

function lastDayBefore(year: number, month: number): string {
  return dayOf(new Date(Date.UTC(year, month, 0)));
}

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
