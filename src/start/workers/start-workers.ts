// A gateway of several processes, brought up in the place of one: the database here, everything else in the workers.

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Config } from '../../config/config';
import type { Logger } from '../../log/logger';
import type { Closers } from '../closers';
import { databaseOf } from '../database';
import { newIdentity } from '../watch';
import { superviseWorkers } from './supervise';

interface Lifetime {
  readonly closers: Closers;
  readonly stopping: AbortSignal;
}

/**
 * As `startGateway`: resolves when the first worker takes requests.
 *
 * @throws Error why no worker can begin
 */
export async function startWorkers(
  { config, count }: { readonly config: Config; readonly count: number },
  logger: Logger,
  { closers, stopping }: Lifetime,
): Promise<{ readonly publicUrl: string; readonly prepared: Promise<void> }> {
  const databaseUri = await databaseOf(config, logger, { closers, stopping });
  const port = await boundPort(config.listen);
  stopping.throwIfAborted();
  const { process, startedAt } = newIdentity();
  const workers = superviseWorkers({
    count,
    orders: {
      config: { ...config, listen: { ...config.listen, port } },
      databaseUri,
      identity: { process, startedAt: startedAt.toISOString() },
    },
    logger,
  });
  closers.add(() => workers.stop());
  const stopped = once(stopping, 'abort').then(() => {
    throw stopping.reason;
  });
  const publicUrl = await Promise.race([workers.listening, stopped]);
  return { publicUrl, prepared: workers.prepared };
}

/** Port 0 is chosen once: should all workers end at the same time, those that come have the same port. */
async function boundPort({ host, port }: Config['listen']): Promise<number> {
  if (port !== 0) return port;
  const server = createServer();
  try {
    server.listen(0, host);
    await once(server, 'listening');
  } catch {
    // The first worker meets the same and has better words for it.
    return port;
  }
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}
