// Moments in words for admins, in UTC, whoever reads them and wherever. Pure.

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** For example `22 November 2026, 09:00 UTC`. */
export function momentWords(moment: Date): string {
  return `${DAY.format(moment)}, ${moment.toISOString().slice(11, 16)} UTC`;
}
