// What every operation for admins works with; made once for each request or command, and given down.

import type { Customer } from '../directory/customer';
import type { Actor } from '../directory/event';
import type { DirectoryHistory } from '../directory/history';
import type { Services } from '../scim/resources/services';
import type { PublishedSchemas } from '../scim/schema/definitions';

/** What operations read and write besides the directory itself; implemented in store/. */
export interface AdminStores {
  readonly history: DirectoryHistory;
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
