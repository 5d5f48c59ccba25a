// The worker of this process that does imports; any number of processes may have one. Knows no import.

import { randomUUID } from 'node:crypto';
import { importStep } from '../admin/import/job-work';
import type { Config } from '../config/config';
import { PACE, type Pace } from '../delivery/pace';
import { startWorker, type Worker } from '../delivery/worker';
import { currentCustomer } from '../directory/settings';
import type { Logger } from '../log/logger';
import type { Services } from '../scim/resources/services';
import type { PublishedTo } from '../scim/schema/definitions';
import type { Store } from '../store/open-store';

interface ImportServices {
  readonly services: Services;
  readonly published: PublishedTo;
  readonly scimBase: string;
  readonly store: Store;
  readonly logger: Logger;
  readonly isAvailable: () => boolean;
}

export function startImports(
  { customers }: Config,
  { services, published, scimBase, store, logger, isAvailable }: ImportServices,
  pace: Pace = PACE,
): Worker {
  const step = importStep({
    jobs: store.importJobs,
    customers,
    contextOf: async (configured, job) => ({
      customer: await currentCustomer(services.store, configured),
      history: store.history,
      services: { ...services, brake: null },
      published: published.own.get(configured.id) ?? published.everybody,
      scimBase,
      actor: { ...job.by, requestId: job.id },
    }),
    holder: randomUUID(),
    leaseMs: pace.leaseMs,
    isAvailable,
    onFailure: ({ id, customer }, error) => {
      const reason = error instanceof Error ? error.message : String(error);
      logger.error('an import could not go on', { customer, import: id, reason });
    },
  });
  return startWorker({ name: 'imports', pace, logger }, { step, end: () => Promise.resolve() });
}
