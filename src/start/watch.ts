// From the configuration to those who watch and tell: the watcher and the sender of notices, and what operations know of the gateway.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { GatewayFacts } from '../admin/gateway-facts';
import type { AppOptions } from '../app';
import type { Config } from '../config/config';
import { endFailure, noticeWork } from '../delivery/notice-work';
import { noticeSenders, noticeTests, type NoticeSenders } from '../delivery/notice-senders';
import { PACE, type Pace } from '../delivery/pace';
import { watchWork } from '../delivery/watch-work';
import { startWorker, type Worker } from '../delivery/worker';
import { connectionViews } from '../directory/connection-view';
import { awaitedConnections, type AwaitedConnection } from '../directory/silence';
import type { Store } from '../store/open-store';
import { configuredConnections } from './connections';
import { gatewaySettings } from './gateway-settings';

/** One gateway process, as it signs its life. */
export interface GatewayIdentity {
  readonly process: string;
  readonly startedAt: Date;
}

export function newIdentity(): GatewayIdentity {
  return { process: randomUUID(), startedAt: new Date() };
}

interface FactsOptions {
  readonly store: Store;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly isReady: () => boolean;
  readonly identity: GatewayIdentity;
  readonly pace?: Pace;
}

export function gatewayFacts(
  config: Config,
  { store, publicUrl, now, isReady, identity, pace = PACE }: FactsOptions,
): GatewayFacts {
  return {
    ...identity,
    version: gatewayVersion(),
    isReady,
    isShared: config.customers.length > 1,
    settings: (customer) => gatewaySettings(config, { customer, publicUrl }),
    notices: noticeTests(sendersOf(config, pace, now), {
      publicUrl,
      now,
      onArrived: (customer, target) => endFailure(store.alerts, { customer, target, at: now() }),
    }),
    awaited: (customer) => awaited(config, store, customer),
  };
}

/** The workers of this process; any number of processes may have them. */
export function startWatch(
  config: Config,
  store: Store,
  { services: { now, newId }, publicUrl, logger, isAvailable }: AppOptions,
  { identity, pace }: { readonly identity: GatewayIdentity; readonly pace: Pace },
): Worker {
  const { alerts, leases } = store;
  const common = { alerts, leases, holder: identity.process, pace, logger, now, newId, isAvailable };
  const watch = watchWork({
    ...common,
    refusedDisables: store.refusedDisables,
    people: store.people,
    connections: (customer) => awaited(config, store, customer),
    processes: store.processes,
    customers: config.customers.map(({ id, alerts: { incompleteMinutes } }) => ({ id, incompleteMinutes })),
    self: { host: hostname(), version: gatewayVersion(), startedAt: identity.startedAt },
  });
  const senders = sendersOf(config, pace, now);
  const notices = noticeWork({ ...common, senders, customers: config.customers, publicUrl });
  const workers = [
    startWorker({ name: 'watch', pace: { ...pace, lookEveryMs: pace.watchEveryMs }, logger }, watch),
    startWorker({ name: 'notices', pace, logger }, notices),
  ];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

function sendersOf({ notices }: Config, pace: Pace, now: () => Date): NoticeSenders {
  return noticeSenders(notices, { pace, now });
}

async function awaited(
  config: Config,
  { connections, traffic }: Store,
  customer: string,
): Promise<readonly AwaitedConnection[]> {
  const [records, sights] = await Promise.all([
    connections.ofCustomer(customer),
    traffic.lastSights(customer),
  ]);
  const configured = configuredConnections(config).filter((connection) => connection.customer === customer);
  return awaitedConnections(connectionViews(configured, records), sights);
}

/** Seen from `src/start` and from `dist/start` alike. */
function gatewayVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
