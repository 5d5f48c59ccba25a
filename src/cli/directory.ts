// From arguments and environment to an open directory of one customer, and closing it again. Knows no command.

import { userInfo } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import type { Config, CustomerConfig } from '../config/config';
import { parseConfig } from '../config/parse';
import { publicUrlOf } from '../config/public-url';
import { scimLimits } from '../config/scim-limits';
import { currentCustomer } from '../directory/settings';
import type { PublishedSchemas } from '../scim/schema/definitions';
import { publishedTo } from '../scim/schema/own-published';
import type { Store } from '../store/open-store';
import type { CommandContext, InDirectory, Output } from './context';
import { withStore } from './database';
import { Misconfigured, Misuse } from './failure';
import { createOutput, type Form, type Streams } from './output';
import { createProgress } from './progress';

/** What a process has around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => string;
  readonly published: PublishedSchemas;
  readonly streams: Streams;
  readonly stopping: AbortSignal;
}

/** What may be said before or after every command. */
export interface GlobalOptions {
  readonly customer?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export function directoryOpener(surroundings: Surroundings, optionsOf: () => GlobalOptions): InDirectory {
  return async (run) => {
    const options = optionsOf();
    const { stopping, streams } = surroundings;
    const config = configured(surroundings);
    const customer = chosenCustomer(config.customers, options.customer);
    const output = createOutput(streams, formOf(options), stopping);
    await withStore(config, { output, stopping }, async (store) => {
      await run(await contextOf(surroundings, config, { customer, output, store }));
    });
  };
}

function configured({ env, readText }: Surroundings): Config {
  const parsed = parseConfig(env, readText, 'administer');
  if (!parsed.ok) throw new Misconfigured(parsed.faults);
  return parsed.config;
}

function chosenCustomer(customers: readonly CustomerConfig[], wanted: string | undefined): CustomerConfig {
  const ids = customers.map(({ id }) => id).join(', ');
  const [only] = customers;
  if (wanted === undefined) {
    if (only !== undefined && customers.length === 1) return only;
    throw new Misuse(`there are ${customers.length} customers; say which with --customer: ${ids}`);
  }
  const found = customers.find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  throw new Misuse(`--customer ${JSON.stringify(wanted)} is unknown; known: ${ids}`);
}

function formOf({ json, csv }: GlobalOptions): Form {
  if (json === true) return 'json';
  return csv === true ? 'csv' : 'table';
}

interface Opened {
  readonly customer: CustomerConfig;
  readonly output: Output;
  readonly store: Store;
}

async function contextOf(
  { published, streams, stopping }: Surroundings,
  config: Config,
  { customer, output, store }: Opened,
): Promise<CommandContext> {
  const { host, port } = config.listen;
  return {
    store,
    configured: customer,
    customer: await currentCustomer(store.directory, customer),
    actor: { connection: 'command-line', client: userName(), requestId: uuidv7() },
    output,
    progress: createProgress(streams.remarks),
    services: {
      store: store.directory,
      now: () => new Date(),
      newId: uuidv7,
      // What is done by hand at the terminal is meant.
      brake: null,
      keys: store.keys,
      limits: scimLimits(config.limits),
    },
    eventStreams: config.eventStreams.flatMap((stream) =>
      stream.customer === customer.id ? [stream.id] : [],
    ),
    published: publishedTo(published, [customer]).own.get(customer.id) ?? published,
    baseUrl: `${config.publicUrl ?? publicUrlOf(host, port)}/scim/v2`,
    stopping,
  };
}

/** Who sat at the terminal, for the sync log; a container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
