// Brings the gateway up in order — database, store, application, server — and takes it down in the reverse order.

import { once } from 'node:events';
import { v7 as uuidv7 } from 'uuid';
import { createApp, SCIM_PATH, type AppOptions } from './app';
import type { Config } from './config/config';
import { haveOwnSchemas } from './config/own-config';
import { publicUrlOf } from './config/public-url';
import { scimLimits } from './config/scim-limits';
import { PACE, type Pace } from './delivery/pace';
import { settingsDifferences } from './directory/settings';
import type { LimitCounts } from './http/limit-counts';
import { listen } from './http/server';
import type { Logger } from './log/logger';
import { createDisableBrake } from './scim/resources/disable-brake';
import type { PublishedSchemas } from './scim/schema/definitions';
import { publishedTo } from './scim/schema/own-published';
import { adminOptions } from './start/admin';
import type { Closers } from './start/closers';
import { connectionRegistry } from './start/connection-registry';
import { tellConnections } from './start/connection-notices';
import { oauthClients } from './start/connections';
import { startCounting } from './start/counting';
import { databaseOf } from './start/database';
import { beginStreams, eventOptions, startDelivery } from './start/delivery';
import { startImports } from './start/imports';
import { renewForms } from './start/own-forms';
import { heapControl, smallHeapDuringMassWork } from './start/small-heap';
import { gatewayFacts, newIdentity, startWatch, type GatewayIdentity } from './start/watch';
import { openStore, type Store } from './store/open-store';

interface Lifetime {
  readonly closers: Closers;
  /** Gives the start up; what is up already stays until `closeAll`. */
  readonly stopping: AbortSignal;
  /** Of what goes on beside requests; as ever where nothing is said. */
  readonly pace?: Pace;
  /** Where this is one of several processes of a gateway. */
  readonly part?: GatewayPart;
}

/** What one process of a gateway shares with the others. */
interface GatewayPart {
  readonly databaseUri: string;
  readonly identity: GatewayIdentity;
  readonly limitCounts: LimitCounts;
  /** Another process of the gateway has prepared the database, and serves already. */
  readonly isPrepared: boolean;
  /** Requests alone: another process of the gateway does what goes on beside them. */
  readonly answersOnly: boolean;
}

/**
 * Resolves when the gateway takes requests; the database may still be on its way, `/readyz` tells. Whatever comes of it,
 * the caller calls `closers.closeAll` in the end.
 */
export async function startGateway(
  config: Config,
  published: PublishedSchemas,
  logger: Logger,
  { closers, stopping, pace = PACE, part }: Lifetime,
): Promise<{ readonly publicUrl: string; readonly prepared: Promise<void> }> {
  const uri = part?.databaseUri ?? (await databaseOf(config, logger, { closers, stopping }));
  stopping.throwIfAborted();
  const beginMassWork = smallHeapDuringMassWork(heapControl());
  const store = openStore({
    uri,
    beginMassWork,
    requestLogDays: config.requestLogDays,
    ownSchemas: haveOwnSchemas(config.customers),
    onNotice: (message) => {
      logger.warn(message);
    },
  });
  closers.add(() => store.close());
  const ending = new AbortController();
  const identity = part?.identity ?? newIdentity();
  const { answersOnly = false, isPrepared = false } = part ?? {};
  let publicUrl = '';
  // Until then a value could be given twice that is to be unique, and filters could miss what is there.
  let areFormsRenewed = isPrepared;
  // Nobody is to meet a process that cannot serve yet where others can.
  if (isPrepared) await unlessStopped(store.prepared, stopping);
  const server = await listen(config.listen.host, config.listen.port, (port) => {
    publicUrl = config.publicUrl ?? publicUrlOf(config.listen.host, port);
    const isReady = (): boolean => areFormsRenewed && store.isAvailable();
    const made = { store, publicUrl, newId: uuidv7, identity, isReady };
    const options = appOptions(config, published, logger, made);
    const whole = {
      ...options,
      beginMassWork,
      ...(part === undefined ? {} : { limitCounts: part.limitCounts }),
      events: eventOptions(config, store, { pace, ending: ending.signal }),
      isAvailable: () => areFormsRenewed && options.isAvailable(),
      ping: () => (areFormsRenewed ? options.ping() : Promise.resolve(false)),
    };
    if (!answersOnly) startBeside(config, store, whole, { closers, identity, pace });
    return createApp(whole);
  });
  closers.add(() => server.drain());
  closers.add(() => {
    ending.abort();
    return Promise.resolve();
  });
  const prepared = store.prepared.then(async () => {
    if (isPrepared) return;
    await renewOwnForms(config, published, logger, { store, publicUrl, stopping });
    await beginStreams(config, store, stopping);
    areFormsRenewed = true;
    await tellDifferences(config, store, logger);
  });
  return { publicUrl, prepared };
}

async function unlessStopped(work: Promise<void>, stopping: AbortSignal): Promise<void> {
  if (!stopping.aborted) await Promise.race([work, once(stopping, 'abort')]);
  stopping.throwIfAborted();
}

/** What goes on beside requests; any number of gateways do it together, by leases in the database. */
function startBeside(
  config: Config,
  store: Store,
  whole: AppOptions,
  {
    closers,
    identity,
    pace,
  }: { readonly closers: Closers; readonly identity: GatewayIdentity; readonly pace: Pace },
): void {
  const scimBase = `${whole.publicUrl}${SCIM_PATH}`;
  const started = [
    startDelivery(config, store, whole, pace),
    startWatch(config, store, whole, { identity, pace }),
    startImports(config, { ...whole, store, scimBase }, pace),
    startCounting(config, { ...whole, store }, pace),
  ];
  for (const worker of started) closers.add(() => worker.stop());
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
