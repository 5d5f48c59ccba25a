// What the sync log can be narrowed down by, in the address of the page and as the gateway is asked. Knows no component.

import { useMemo } from 'react';
import { useFilters, type Filters } from '../../parts/filters';
import type { Input } from '../../shell/api';

export const LOG_FILTER_NAMES = [
  'text',
  'status',
  'action',
  'connection',
  'rule',
  'tolerance',
  'person',
  'group',
  'since',
  'from',
  'to',
] as const;
export type LogFilterName = (typeof LOG_FILTER_NAMES)[number];
export type LogFilters = Filters<LogFilterName>;
export type AskedFilters = Input<'log.export'>;
type LogValues = LogFilters['values'];

/** A time that goes on: a link to the last hour is the last hour tomorrow too. */
export const SINCE = [
  { value: '1h', label: 'Last hour', ms: 3_600_000 },
  { value: '24h', label: 'Last 24 hours', ms: 86_400_000 },
  { value: '7d', label: 'Last 7 days', ms: 7 * 86_400_000 },
  { value: '30d', label: 'Last 30 days', ms: 30 * 86_400_000 },
  { value: '365d', label: 'Last 365 days', ms: 365 * 86_400_000 },
] as const;

export function useLogFilters(): LogFilters {
  return useFilters(LOG_FILTER_NAMES);
}

/** Stays the same while the address does, so that what was fetched is not fetched again at every stroke. */
export function useAskedFilters({ values }: LogFilters): AskedFilters {
  const key = JSON.stringify(values);
  return useMemo(() => askedFilters(JSON.parse(key) as LogValues, Date.now()), [key]);
}

function askedFilters({ since, ...values }: LogValues, now: number): AskedFilters {
  const span = SINCE.find(({ value }) => value === since);
  const from = span === undefined ? values.from : new Date(now - span.ms).toISOString();
  // Others than the gateway knows came by hand into the address: it says so.
  return { ...values, ...(from === undefined ? {} : { from }) } as AskedFilters;
}
