// What comes from one connection, hour by hour, and when it was last heard of, in words. Pure.

import type { Static } from '@sinclair/typebox';
import { isSilent } from '../../directory/alert-kinds';
import type { AwaitedConnection } from '../../directory/silence';
import { duration, roughly } from '../../directory/spans';
import type { TrafficHour } from '../../directory/traffic';
import type { OVERVIEW } from '../contract/overview';

type Row = Static<(typeof OVERVIEW)['overview.connections']['answer']>['connections'][number];

export const RANGE_HOURS = { '24h': 24, '7d': 168 } as const;
const HOUR_MS = 3_600_000;

/** The beginnings of the last so many hours, oldest first, this one among them. */
export function hoursOf(now: Date, count: number): readonly Date[] {
  const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: count }, (_, index) => new Date(last - (count - 1 - index) * HOUR_MS));
}

export function connectionRow(
  { connection, seenAt, syncMinutes }: AwaitedConnection,
  traffic: readonly TrafficHour[],
  { hours, now }: { readonly hours: readonly Date[]; readonly now: Date },
): Row {
  const byHour = new Map(traffic.map((hour) => [hour.at.getTime(), hour]));
  const rows = hours.map((at) => {
    const { requests = 0, refused = 0, failed = 0 } = byHour.get(at.getTime()) ?? {};
    return { at: at.toISOString(), requests, refused, failed };
  });
  const sum = (value: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + value(row), 0);
  const silent = seenAt !== null && isSilent(seenAt, syncMinutes, now);
  return {
    connection,
    lastSeenAt: seenAt?.toISOString() ?? null,
    silent,
    syncMinutes,
    says: inWords(seenAt, silent, syncMinutes, now),
    requests: sum(({ requests }) => requests),
    refused: sum(({ refused }) => refused),
    failed: sum(({ failed }) => failed),
    hours: rows,
  };
}

function inWords(seenAt: Date | null, silent: boolean, syncMinutes: number, now: Date): string {
  if (seenAt === null) return 'Not heard of yet.';
  const heard = `Last heard of ${roughly(now.getTime() - seenAt.getTime())} ago`;
  if (!silent) return `${heard}.`;
  return `${heard}, though it ordinarily comes every ${duration(syncMinutes)}: look whether its job still runs.`;
}
