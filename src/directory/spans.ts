// Spans of time in words for admins. Pure.

const UNITS = [
  ['day', 1_440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** In its largest whole unit: `40 minutes`, `2 hours`, `1 day`; 90 minutes stay minutes. */
export function duration(minutes: number): string {
  const [name, length] = UNITS.find(([, size]) => minutes >= size && minutes % size === 0) ?? UNITS[2];
  const count = minutes / length;
  return `${count} ${count === 1 ? name : `${name}s`}`;
}

/** How long ago, roughly: `12 minutes`, `3 hours`, `2 days`. */
export function roughly(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return duration(minutes);
  return minutes < 2_880
    ? duration(Math.floor(minutes / 60) * 60)
    : duration(Math.floor(minutes / 1_440) * 1_440);
}
