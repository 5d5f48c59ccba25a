// From arguments and environment to somebody who carries operations out for one customer: here on the database, or a gateway. Knows no command.

import { userInfo } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import type { AdminContext } from '../admin/context';
import type { Config, CustomerConfig } from '../config/config';
import { parseConfig } from '../config/parse';
import { publicUrlOf } from '../config/public-url';
import { scimLimits } from '../config/scim-limits';
import { currentCustomer } from '../directory/settings';
import type { PublishedSchemas } from '../scim/schema/definitions';
import { publishedTo } from '../scim/schema/own-published';
import { adminStores } from '../start/admin';
import { gatewayFacts, newIdentity } from '../start/watch';
import type { Store } from '../store/open-store';
import type { Here, InDirectory } from './context';
import { chosenCustomer } from './customer';
import { withStore } from './database';
import { Misconfigured } from './failure';
import { localAsker } from './local-asker';
import { createOutput, type Form, type Streams } from './output';
import { createProgress } from './progress';
import { remoteAsker } from './remote-asker';
import { gatewayAsked, type RemoteOptions } from './remote-options';

/** What a process has around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => string;
  readonly published: PublishedSchemas;
  readonly streams: Streams;
  readonly stopping: AbortSignal;
}

/** What may be said before or after every command. */
export interface GlobalOptions extends RemoteOptions {
  readonly customer?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export function directoryOpener(surroundings: Surroundings, optionsOf: () => GlobalOptions): InDirectory {
  return async (run) => {
    const options = optionsOf();
    const { stopping, streams } = surroundings;
    const output = createOutput(streams, formOf(options), stopping);
    const common = { output, progress: createProgress(streams.remarks), stopping };
    const gateway = gatewayAsked(options, surroundings);
    if (gateway !== undefined) {
      await run({ ...common, ...remoteAsker({ ...gateway, stopping }, options.customer), here: null });
      return;
    }
    const config = configured(surroundings);
    const customer = chosenCustomer(config.customers, options.customer);
    await withStore(config, { output, stopping }, async (store) => {
      const here = hereFor(surroundings, config, { customer, store });
      await prepared(here, stopping);
      await run({ ...common, ...localAsker(here.contextOf), here });
    });
  };
}

function configured({ env, readText }: Surroundings): Config {
  const parsed = parseConfig(env, readText, 'administer');
  if (!parsed.ok) throw new Misconfigured(parsed.faults);
  return parsed.config;
}

function formOf({ json, csv }: GlobalOptions): Form {
  if (json === true) return 'json';
  return csv === true ? 'csv' : 'table';
}

interface Opened {
  readonly customer: CustomerConfig;
  readonly store: Store;
}

function hereFor(
  { published, stopping }: Pick<Surroundings, 'published' | 'stopping'>,
  config: Config,
  { customer, store }: Opened,
): Here {
  const { host, port } = config.listen;
  const publicUrl = config.publicUrl ?? publicUrlOf(host, port);
  const now = (): Date => new Date();
  const isReady = (): boolean => true;
  const identity = newIdentity();
  const made = {
    configured: customer,
    actor: { connection: 'command-line', client: userName(), requestId: uuidv7() },
    services: {
      store: store.directory,
      now,
      newId: uuidv7,
      // What is done by hand at the terminal is meant.
      brake: null,
      keys: store.keys,
      limits: scimLimits(config.limits),
    },
    stores: adminStores(config, store, gatewayFacts(config, { store, publicUrl, now, isReady, identity })),
    published: publishedTo(published, [customer]).own.get(customer.id) ?? published,
    scimBase: `${publicUrl}/scim/v2`,
    stopping,
  };
  return {
    store,
    customer: customer.id,
    eventStreams: config.eventStreams.flatMap((stream) =>
      stream.customer === customer.id ? [stream.id] : [],
    ),
    contextOf: async (): Promise<AdminContext> => ({
      ...made,
      customer: await currentCustomer(store.directory, customer),
    }),
  };
}

/** After an update no gateway may have run yet: then people are still missing from the list. */
async function prepared({ store, customer }: Here, stopping: AbortSignal): Promise<void> {
  if (await store.people.isPreparing(customer)) await store.people.prepare(customer, { stopping });
}

/** Who sat at the terminal, for the sync log; a container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
