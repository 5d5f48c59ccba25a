// Brings the gateway up in order — database, store, application, server — and takes it down in the reverse order.

import { v7 as uuidv7 } from 'uuid';
import { createApp, SCIM_PATH } from './app';
import type { Config } from './config/config';
import { publicUrlOf } from './config/public-url';
import { scimLimits } from './config/scim-limits';
import { PACE, type Pace } from './delivery/pace';
import { settingsDifferences } from './directory/settings';
import { listen } from './http/server';
import type { Logger } from './log/logger';
import { createDisableBrake } from './scim/resources/disable-brake';
import type { PublishedSchemas } from './scim/schema/definitions';
import { publishedTo } from './scim/schema/own-published';
import { adminOptions } from './start/admin';
import { connectionRegistry } from './start/connection-registry';
import { tellConnections } from './start/connection-notices';
import { oauthClients } from './start/connections';
import { startCounting } from './start/counting';
import { beginStreams, eventOptions, startDelivery } from './start/delivery';
import { startImports } from './start/imports';
import { renewForms } from './start/own-forms';
import { gatewayFacts, newIdentity, startWatch, type GatewayIdentity } from './start/watch';
import { startEmbeddedMongod } from './store/embedded/mongod';
import { openStore, type Store } from './store/open-store';

/** Takes down what was brought up, last first; each step at most once, and every step even where another fails. */
export interface Closers {
  add(close: () => Promise<void>): void;
  /** @throws the first failure of a step, once all are done */
  closeAll(): Promise<void>;
}

export function createClosers(): Closers {
  const closers: (() => Promise<void>)[] = [];
  return {
    add: (close) => {
      closers.push(close);
    },
    async closeAll() {
      const failures: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        await close().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

interface Lifetime {
  readonly closers: Closers;
  /** Gives the start up; what is up already stays until `closeAll`. */
  readonly stopping: AbortSignal;
  /** Of the workers; as ever where nothing is said. */
  readonly pace?: Pace;
}

/**
 * Resolves when the gateway takes requests; the database may still be on its way, `/readyz` tells. Whatever comes of it,
 * the caller calls `closers.closeAll` in the end.
 */
export async function startGateway(
  config: Config,
  published: PublishedSchemas,
  logger: Logger,
  { closers, stopping, pace = PACE }: Lifetime,
): Promise<{ readonly publicUrl: string; readonly prepared: Promise<void> }> {
  const uri = config.mongodbUri ?? (await embeddedDatabase(config, logger, { closers, stopping }));
  stopping.throwIfAborted();
  const store = openStore({
    uri,
    requestLogDays: config.requestLogDays,
    onNotice: (message) => {
      logger.warn(message);
    },
  });
  closers.add(() => store.close());
  const ending = new AbortController();
  const identity = newIdentity();
  let publicUrl = '';
  // Until then a value could be given twice that is to be unique, and filters could miss what is there.
  let areFormsRenewed = false;
  const server = await listen(config.listen.host, config.listen.port, (port) => {
    publicUrl = config.publicUrl ?? publicUrlOf(config.listen.host, port);
    const isReady = (): boolean => areFormsRenewed && store.isAvailable();
    const made = { store, publicUrl, newId: uuidv7, identity, isReady };
    const options = appOptions(config, published, logger, made);
    const whole = {
      ...options,
      events: eventOptions(config, store, { pace, ending: ending.signal }),
      isAvailable: () => areFormsRenewed && options.isAvailable(),
      ping: () => (areFormsRenewed ? options.ping() : Promise.resolve(false)),
    };
    const delivery = startDelivery(config, store, whole, pace);
    closers.add(() => delivery.stop());
    const watch = startWatch(config, store, whole, { identity, pace });
    closers.add(() => watch.stop());
    const scimBase = `${publicUrl}${SCIM_PATH}`;
    const imports = startImports(config, { ...whole, store, scimBase }, pace);
    closers.add(() => imports.stop());
    const counting = startCounting(config, { ...whole, store }, pace);
    closers.add(() => counting.stop());
    return createApp(whole);
  });
  closers.add(() => server.drain());
  closers.add(() => {
    ending.abort();
    return Promise.resolve();
  });
  const prepared = store.prepared
    .then(() => renewOwnForms(config, published, logger, { store, publicUrl, stopping }))
    .then(() => beginStreams(config, store, stopping))
    .then(() => {
      areFormsRenewed = true;
      return tellDifferences(config, store, logger);
    });
  return { publicUrl, prepared };
}

async function renewOwnForms(
  { customers }: Config,
  published: PublishedSchemas,
  logger: Logger,
  {
    store,
    publicUrl,
    stopping,
  }: { readonly store: Store; readonly publicUrl: string; readonly stopping: AbortSignal },
): Promise<void> {
  await renewForms(store.forms, {
    customers,
    published: publishedTo(published, customers),
    baseUrl: `${publicUrl}${SCIM_PATH}`,
    stopping,
    onRenewed: (customer, count) => {
      logger.info('what is kept was brought to the own schemas of the customer', { customer, count });
    },
  });
}

/** What was changed later wins over the configuration file; who reads the file must know where it no longer holds. */
async function tellDifferences(config: Config, store: Store, logger: Logger): Promise<void> {
  if (!store.isAvailable()) return;
  await tellConnections(config, store.connections, logger);
  for (const customer of config.customers) {
    const settings = await store.directory.settings(customer.id);
    for (const difference of settingsDifferences(customer, settings))
      logger.warn('a change made later wins over the configuration', { customer: customer.id, difference });
  }
}

async function embeddedDatabase(
  config: Config,
  logger: Logger,
  { closers, stopping }: Lifetime,
): Promise<string> {
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

/** The application's services and settings, from the configuration and an open store. */
export function appOptions(
  config: Config,
  published: PublishedSchemas,
  logger: Logger,
  {
    store,
    publicUrl,
    newId,
    identity = newIdentity(),
    isReady = () => store.isAvailable(),
  }: {
    readonly store: Store;
    readonly publicUrl: string;
    readonly newId: () => string;
    readonly identity?: GatewayIdentity;
    readonly isReady?: () => boolean;
  },
): Parameters<typeof createApp>[0] {
  const { limits } = config;
  const directory = { store: store.directory, now: () => new Date(), newId };
  const onNotice = (message: string): void => {
    logger.warn(message);
  };
  const services = {
    ...directory,
    brake: createDisableBrake({ ...directory, onNotice }),
    keys: store.keys,
    limits: scimLimits(limits),
  };
  const publishedToThem = publishedTo(published, config.customers);
  const scimBase = `${publicUrl}${SCIM_PATH}`;
  const { now } = directory;
  const gateway = gatewayFacts(config, { store, publicUrl, now, isReady, identity });
  return {
    services,
    published: publishedToThem,
    admin: adminOptions(config, { services, published: publishedToThem, scimBase, store, gateway }),
    connections: connectionRegistry(config, store),
    oauthClients: oauthClients(config),
    usedAssertions: store.usedAssertions,
    asyncRequests: store.asyncRequests,
    events: eventOptions(config, store),
    requestLog: store.requestLog,
    logger,
    limits,
    publicUrl,
    isAvailable: () => store.isAvailable(),
    ping: () => store.ping(),
  };
}
