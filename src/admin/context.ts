// What every operation for admins works with; made once for each request or command, and given down.

import type { AlertStore } from '../directory/alerts';
import type { CustomerConnections } from '../directory/connection-view';
import type { Customer } from '../directory/customer';
import type { Actor } from '../directory/event';
import type { Days } from '../directory/days';
import type { GroupList } from '../directory/group-list';
import type { HealthReader, Processes } from '../directory/health';
import type { DirectoryHistory } from '../directory/history';
import type { PastMemberships } from '../directory/past-memberships';
import type { PeopleList } from '../directory/people-list';
import type { ImportJobStore } from '../directory/import-job';
import type { SyncLog } from '../directory/sync-log';
import type { Traffic } from '../directory/traffic';
import type { Services } from '../scim/resources/services';
import type { PublishedSchemas } from '../scim/schema/definitions';
import type { GatewayFacts } from './gateway-facts';

/** What operations read and write besides the directory itself; implemented in store/. */
export interface AdminStores {
  readonly connections: CustomerConnections;
  readonly syncLog: SyncLog;
  readonly traffic: Traffic;
  readonly alerts: AlertStore;
  readonly health: HealthReader;
  readonly processes: Processes;
  /** The gateway that carries the operations out. */
  readonly gateway: GatewayFacts;
  readonly history: DirectoryHistory;
  readonly people: PeopleList;
  readonly groups: GroupList;
  readonly days: Days;
  readonly past: PastMemberships;
  readonly importJobs: ImportJobStore;
  /** Resolves when the writes that are under way now, in whichever gateway, are over. */
  readonly untilEarlierWritesEnded: () => Promise<void>;
}

export interface AdminContext {
  /** As the configuration has the customer; `customer` is it with what was changed later. */
  readonly configured: Customer;
  readonly customer: Customer;
  /** Who asks: by the console or at the command line, under the admin's name. */
  readonly actor: Actor;
  /** What an admin does by hand is meant: no brake. */
  readonly services: Services;
  readonly stores: AdminStores;
  readonly published: PublishedSchemas;
  /** Base of locations, with `/scim/v2`. */
  readonly scimBase: string;
  /** Fires when nobody waits for the answer any more, or the gateway stops. */
  readonly stopping: AbortSignal;
}
