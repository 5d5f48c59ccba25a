// What the operations for admins work with in a running gateway: its services, its stores, and who asks.

import type { AdminContext, AdminStores } from '../admin/context';
import type { GatewayFacts } from '../admin/gateway-facts';
import { join } from 'node:path';
import type { AppOptions } from '../app';
import type { Config } from '../config/config';
import type { AdminApiOptions } from '../http/admin/router';
import { currentCustomer } from '../directory/settings';
import type { Services } from '../scim/resources/services';
import type { PublishedTo } from '../scim/schema/definitions';
import type { Store } from '../store/open-store';
import { customerConnections } from './connections';

interface AdminServices {
  readonly services: Services;
  readonly published: PublishedTo;
  readonly scimBase: string;
  readonly store: Store;
  readonly gateway: GatewayFacts;
}

/** Seen from `src/start` and from `dist/start` alike. */
const CONSOLE_FOLDER = join(__dirname, '..', '..', 'dist', 'console');

export function adminOptions(config: Config, services: AdminServices): AppOptions['admin'] {
  return {
    customers: config.customers,
    access: { tokenDigest: config.adminTokenDigest, oidc: config.adminOidc },
    sessions: services.store.adminSessions,
    contextOf: adminContexts(config, services),
    consoleFolder: CONSOLE_FOLDER,
  };
}

function adminContexts(
  config: Config,
  { services, published, scimBase, store, gateway }: AdminServices,
): AdminApiOptions['contextOf'] {
  const stores = adminStores(config, store, gateway);
  return async ({ configured, who, requestId, stopping }): Promise<AdminContext> => ({
    configured,
    customer: await currentCustomer(services.store, configured),
    actor: { connection: who.via, client: who.name, requestId },
    services: { ...services, brake: null },
    stores,
    published: published.own.get(configured.id) ?? published.everybody,
    scimBase,
    stopping,
  });
}

export function adminStores(config: Config, store: Store, gateway: GatewayFacts): AdminStores {
  return {
    connections: customerConnections(config, store.connections),
    syncLog: store.syncLog,
    traffic: store.traffic,
    alerts: store.alerts,
    health: store.health,
    processes: store.processes,
    gateway,
    history: store.history,
    people: store.people,
    groups: store.groups,
    days: store.days,
    past: store.past,
    importJobs: store.importJobs,
    untilEarlierWritesEnded: () => store.untilEarlierWritesEnded(),
  };
}
