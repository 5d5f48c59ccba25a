// A worker of a gateway of several processes: one gateway as ever, with what it shares with the others, and word of it to the primary.

import type { Logger } from '../../log/logger';
import type { PublishedSchemas } from '../../scim/schema/definitions';
import { startGateway } from '../../start';
import type { Closers } from '../closers';
import type { WorkerOrders } from './messages';
import type { PrimaryLink } from './primary-link';

interface Lifetime {
  readonly closers: Closers;
  readonly stopping: AbortSignal;
}

/** As `startGateway`. */
export async function startWorker(
  { number, isPrepared, config, databaseUri, identity }: WorkerOrders,
  published: PublishedSchemas,
  logger: Logger,
  { closers, stopping, link }: Lifetime & { readonly link: PrimaryLink },
): Promise<{ readonly publicUrl: string; readonly prepared: Promise<void> }> {
  const { publicUrl, prepared } = await startGateway(config, published, logger, {
    closers,
    stopping,
    part: {
      databaseUri,
      identity: { process: identity.process, startedAt: new Date(identity.startedAt) },
      limitCounts: link.limitCounts,
      isPrepared,
      answersOnly: number !== 1,
    },
  });
  await link.tell({ kind: 'listening', publicUrl });
  return { publicUrl, prepared: prepared.then(() => link.tell({ kind: 'ready' })) };
}
