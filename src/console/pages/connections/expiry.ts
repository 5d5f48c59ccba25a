// How long a token may live, as choices and as the moment that the gateway is told. Pure.

const DAY_MS = 86_400_000;

/** By days; `never` is a choice of its own, and not the first. */
export const EXPIRY_CHOICES = [
  { value: '90', label: 'in 90 days' },
  { value: '180', label: 'in 180 days' },
  { value: '365', label: 'in a year' },
  { value: '730', label: 'in two years' },
  { value: 'never', label: 'never by itself' },
] as const;
export const EXPIRY_DEFAULT = '365';

export function expiryMoment(choice: string): string | null {
  const days = Number(choice);
  return choice === 'never' || Number.isNaN(days) ? null : new Date(Date.now() + days * DAY_MS).toISOString();
}

/** So long the old token goes on beside the new one. */
export const OVERLAP_CHOICES = [
  { value: '', label: 'goes on until I revoke it' },
  { value: '1', label: 'ends in one hour' },
  { value: '24', label: 'ends in one day' },
  { value: '168', label: 'ends in seven days' },
] as const;

export function overlapMoment(hours: string): string | undefined {
  return hours === '' ? undefined : new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
}
