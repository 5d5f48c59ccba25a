// What the operations for admins work with in a running gateway: its services, its stores, and who asks.

import type { AdminContext, AdminStores } from '../admin/context';
import type { AdminApiOptions } from '../http/admin/router';
import { currentCustomer } from '../directory/settings';
import type { Services } from '../scim/resources/services';
import type { PublishedTo } from '../scim/schema/definitions';
import type { Store } from '../store/open-store';

interface AdminServices {
  readonly services: Services;
  readonly published: PublishedTo;
  readonly scimBase: string;
  readonly store: Store;
}

export function adminContexts({
  services,
  published,
  scimBase,
  store,
}: AdminServices): AdminApiOptions['contextOf'] {
  const stores = adminStores(store);
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

export function adminStores(store: Store): AdminStores {
  return {
    history: store.history,
    untilEarlierWritesEnded: () => store.untilEarlierWritesEnded(),
  };
}
