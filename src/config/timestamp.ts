/** Which texts are dates. Knows nothing of what they are for. */

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339 §5.6 date-time, of a day that exists, in a form that `Date` reads too. */
export function isRfc3339(text: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(text) ?? [];
  if (year === undefined || Number.isNaN(Date.parse(text))) return false;
  // The day after the month's last one would silently become the next month's first.
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
