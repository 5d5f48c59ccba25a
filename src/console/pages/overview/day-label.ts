// A date without its time as a short label, such as "3 May"; the same day in every zone. Pure.

const FORM = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function dayLabel(day: string): string {
  return FORM.format(new Date(`${day}T00:00:00Z`));
}
