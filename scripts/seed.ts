// `npm run seed`: a firm of any size with years of changes, to look at the console with. Owns the command line and the progress.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mongo } from 'mongoose';
import type { Config } from '../src/config/config';
import { faultsInWords } from '../src/config/faults';
import { parseConfig } from '../src/config/parse';
import { readPublishedSchemas } from '../src/scim/schema/published';
import { compileSchemaMap } from '../src/scim/schema/schema-map';
import { collectionsOf } from '../src/store/documents';
import { startEmbeddedMongod } from '../src/store/embedded/mongod';
import { runningDatabase } from '../src/store/embedded/running';
import { CLIENT_OPTIONS, openStore } from '../src/store/open-store';
import { chance } from './prove/random';
import { storeFirm } from './seed/firm';

const HELP = `Puts a firm into the gateway's database: people who join, move, leave and come back, groups whose members change,
with an event for each change. Where MONGODB_URI or DATA_DIR say; what is there already stays.

  npm run seed -- [--people N] [--events N] [--groups N] [--years N] [--seed N] [--customer ID] [--yes]

  --people N     people (default 100000)
  --events N     changes of all of them together, about (default 1000000)
  --groups N     groups (default 500)
  --years N      over how many years, until now (default 2)
  --seed N       the same number makes the same firm (default: another one each time, printed)
  --customer ID  whose firm, where there are several
  --yes          even where the customer has people already

Ctrl-C ends it; what is stored by then stays. 1,000,000 events take about three minutes.`;

const YEAR_MS = 365 * 86_400_000;
const SCHEMAS = join(__dirname, '..', 'schemas');
const TELL_EVERY_MS = 1_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '100000' },
      events: { type: 'string', default: '1000000' },
      groups: { type: 'string', default: '500' },
      years: { type: 'string', default: '2' },
      seed: { type: 'string' },
      customer: { type: 'string' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => {
    stopping.abort(new Error('stopped; what was stored stays'));
  });
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : positive('seed', values.seed);
  const config = configured();
  const customer = customerOf(config, values.customer);
  const since = performance.now();
  await withDatabase(config, async (database) => {
    const held = await collectionsOf(database).users.countDocuments({ customer: customer.id }, { limit: 1 });
    if (held > 0 && !values.yes)
      throw new Error(`the customer "${customer.id}" has people already; --yes puts more beside them`);
    console.log(`Customer "${customer.id}", seed ${seed}`);
    const to = new Date();
    const events = await storeFirm(database, {
      customer,
      schemaMap: compileSchemaMap(readPublishedSchemas(SCHEMAS)),
      chance: chance(seed),
      people: positive('people', values.people),
      events: positive('events', values.events),
      groups: positive('groups', values.groups),
      from: new Date(to.getTime() - positive('years', values.years) * YEAR_MS),
      to,
      onProgress: progress(),
      stopping: stopping.signal,
    });
    console.log(`${events} events stored in ${Math.round((performance.now() - since) / 1000)} s.`);
  });
}

function configured(): Config {
  const parsed = parseConfig(process.env, (path) => readFileSync(path, 'utf8'), 'administer');
  if (!parsed.ok) throw new Error(faultsInWords(parsed.faults));
  return parsed.config;
}

function customerOf({ customers }: Config, wanted: string | undefined): Config['customers'][number] {
  const [first] = customers;
  const found =
    wanted === undefined && customers.length === 1 ? first : customers.find(({ id }) => id === wanted);
  if (found !== undefined) return found;
  throw new Error(`--customer: say which of ${customers.map(({ id }) => id).join(', ')}`);
}

/** The one of a running gateway, else one that is started for as long as this takes. */
async function withDatabase(config: Config, work: (database: mongo.Db) => Promise<void>): Promise<void> {
  const running = config.mongodbUri ?? (await runningDatabase(config.dataDir, new AbortController().signal));
  const started =
    running === undefined
      ? await startEmbeddedMongod({
          dataDir: config.dataDir,
          mongodBinary: config.mongodBinary,
          onProgress: console.log,
        })
      : undefined;
  const uri = running ?? started?.uri ?? '';
  const store = openStore({ uri, requestLogDays: null, onNotice: console.log });
  const client = new mongo.MongoClient(uri, { ...CLIENT_OPTIONS, writeConcern: { w: 1 } });
  try {
    await store.prepared;
    await work(
      /\/[^/?]+(?:\?|$)/.test(uri.replace(/^mongodb(?:\+srv)?:\/\//, ''))
        ? client.db()
        : client.db('imanage_scim'),
    );
  } finally {
    await client.close();
    await store.close();
    await started?.stop();
  }
}

/** A line a second, and the last one. */
function progress(): (what: string, done: number, of: number) => void {
  let toldAt = 0;
  return (what, done, of) => {
    if (performance.now() - toldAt < TELL_EVERY_MS && done < of) return;
    toldAt = performance.now();
    console.log(`${what}: ${done} of ${of}`);
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${name} must be a whole number from 1, not "${text}"`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
