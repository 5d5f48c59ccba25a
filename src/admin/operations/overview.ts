// The operations of the first page: health, alerts, and what comes from each connection. Must not know how any of it is found out.

import { ALERT_TITLES } from '../../directory/alert-kinds';
import { ALERT_KINDS } from '../../directory/alert-words';
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
    const [counts, newest] = await Promise.all([
      stores.alerts.counts(customer.id),
      stores.alerts.list(customer.id, { state: undefined, kind: undefined, limit: NEWEST, after: undefined }),
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
      newest: newest.filter(({ endedAt }) => endedAt === null).map(shownAlert),
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
