// Where the database of a gateway is: its own, or an embedded one that is brought up for as long as the gateway lives. Knows no store.

import type { Config } from '../config/config';
import type { Logger } from '../log/logger';
import { startEmbeddedMongod } from '../store/embedded/mongod';
import type { Closers } from './closers';

interface Lifetime {
  readonly closers: Closers;
  /** Gives the start up. */
  readonly stopping: AbortSignal;
}

/** The URI; an embedded database is ended by the closers. */
export async function databaseOf(
  config: Config,
  logger: Logger,
  { closers, stopping }: Lifetime,
): Promise<string> {
  if (config.mongodbUri !== null) return config.mongodbUri;
  const mongod = await startEmbeddedMongod({
    giveUpStart: stopping,
    dataDir: config.dataDir,
    mongodBinary: config.mongodBinary,
    onProgress: (message) => {
      logger.info(message);
    },
    onUnexpectedExit: ({ how, nextStartMs }) => {
      logger.error('the embedded database ended by itself and is started again', { how, nextStartMs });
    },
    onRecovered: (downMs) => {
      logger.info('the embedded database is back', { downMs });
    },
  });
  closers.add(() => mongod.stop());
  return mongod.uri;
}
