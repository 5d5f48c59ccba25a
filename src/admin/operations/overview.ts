// The operations of the first page: health, alerts, and what comes from each connection. Must not know how any of it is found out.

import { alertState, type Alert } from '../../directory/alert';
import { ALERT_TITLES } from '../../directory/alert-kinds';
import { ALERT_KINDS, type AlertKind } from '../../directory/alert-words';
import { connectionRow, hoursOf, RANGE_HOURS } from '../overview/connections';
import { shownHealth } from '../overview/health';
import { shownAlert } from '../alerts/shown';
import type { OVERVIEW } from '../contract/overview';
import type { Operations } from '../operation';

const NEWEST = 5;

export const overviewOperations: Operations<typeof OVERVIEW> = {
  async 'overview.health'({ stores, services }) {
    const database = await stores.health.database();
    // What is away is not asked for more.
    const processes = database.isReachable ? await stores.processes.list().catch(() => []) : [];
    return shownHealth({ gateway: stores.gateway, database, processes, now: services.now() });
  },

  async 'overview.alerts'({ customer, stores }) {
    const newestOf = (kind: AlertKind | undefined): Promise<readonly Alert[]> =>
      stores.alerts.list(customer.id, { state: undefined, kind, limit: NEWEST, after: undefined });
    const [counts, newest, ...kinds] = await Promise.all([
      stores.alerts.counts(customer.id),
      newestOf(undefined),
      ...ALERT_KINDS.map(newestOf),
    ]);
    const sum = (of: typeof counts): number => of.reduce((total, { count }) => total + count, 0);
    const open = counts.filter(({ state }) => state === 'open');
    return {
      open: sum(open),
      acknowledged: sum(counts) - sum(open),
      kinds: ALERT_KINDS.map((kind) => ({
        kind,
        title: ALERT_TITLES[kind],
        open: sum(open.filter((count) => count.kind === kind)),
      })),
      newest: mostUrgent(newest, kinds).map(shownAlert),
    };
  },

  async 'overview.connections'({ customer, stores, services }, { range = '24h' }) {
    const now = services.now();
    const hours = hoursOf(now, RANGE_HOURS[range]);
    const [from = now] = hours;
    const [traffic, awaited] = await Promise.all([
      stores.traffic.hours(customer.id, from),
      stores.gateway.awaited(customer.id),
    ]);
    return {
      range,
      from: from.toISOString(),
      to: now.toISOString(),
      connections: awaited.map((one) =>
        connectionRow(
          one,
          traffic.filter(({ connection }) => connection === one.connection),
          { hours, now },
        ),
      ),
    };
  },
};

/** The newest of each kind before others: hundreds who are held back must not hide the brake that holds them. */
function mostUrgent(newest: readonly Alert[], kinds: readonly (readonly Alert[])[]): readonly Alert[] {
  const first = kinds.flatMap((alerts) => alerts.slice(0, 1)).filter((alert) => alertState(alert) === 'open');
  const others = newest.filter(({ id }) => !first.some((alert) => alert.id === id));
  return [...first, ...others].filter(({ endedAt }) => endedAt === null).slice(0, NEWEST);
}
