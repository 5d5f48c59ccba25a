// `npm run seed`: a firm of any size with years of changes, to look at the console with and to measure on. Owns the command line.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../src/config/config';
import { faultsInWords } from '../src/config/faults';
import { parseConfig } from '../src/config/parse';
import { readPublishedSchemas } from '../src/scim/schema/published';
import { compileSchemaMap } from '../src/scim/schema/schema-map';
import { collectionsOf } from '../src/store/documents';
import { withDatabase, type Filling } from './seed/database';
import { storeFirm } from './seed/firm';
import { createNotebook, NOTHING, type FirmPlan } from './seed/plan';
import { counted, duration, progressLines } from './seed/progress';

const HELP = `Puts a firm into the gateway's database: people who join, move, leave and come back, groups whose members change,
with an event for each change. Where MONGODB_URI or DATA_DIR say; what is there already stays.

  npm run seed -- [--people N] [--events N] [--groups N] [--largest-group N] [--years N] [--seed N] [--customer ID] [--yes]
  npm run seed -- --resume [--customer ID]

  --people N         people (default 100000)
  --events N         changes of all of them together, about; each person has one at least (default 1000000)
  --groups N         groups (default 500)
  --largest-group N  and one more of the first N people, who are internal and stay (default: none)
  --years N          over how many years, until now (default 2)
  --seed N           the same number makes the same firm (default: another one each time, printed)
  --customer ID      whose firm, where there are several
  --yes              even where the customer has people already
  --resume           goes on with the firm that was begun and stopped

Ctrl-C stops it; what is stored by then stays, and --resume goes on from there. On a database that no gateway was ever on,
the indexes are built at the end, all at once; until then it is no firm to work with.

A firm of a million, with one group of everybody:
  npm run seed -- --people 1000000 --groups 10000 --largest-group 1000000`;

const YEAR_MS = 365 * 86_400_000;
const SCHEMAS = join(__dirname, '..', 'schemas');

interface Wishes {
  readonly people: string;
  readonly events: string;
  readonly groups: string;
  readonly 'largest-group': string;
  readonly years: string;
  readonly seed?: string;
  readonly customer?: string;
  readonly yes: boolean;
  readonly resume: boolean;
  readonly help: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '100000' },
      events: { type: 'string', default: '1000000' },
      groups: { type: 'string', default: '500' },
      'largest-group': { type: 'string', default: '0' },
      years: { type: 'string', default: '2' },
      seed: { type: 'string' },
      customer: { type: 'string' },
      yes: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => {
    console.log('stopping once what is on its way is stored; a second Ctrl-C does not wait');
    stopping.abort(new Error('stopped; what was stored stays. To go on: npm run seed -- --resume'));
  });
  const config = configured();
  const customer = customerOf(config, values.customer);
  await withDatabase(config, (filling) =>
    fill(filling, { customer, wishes: values, stopping: stopping.signal }),
  );
}

interface Order {
  readonly customer: Config['customers'][number];
  readonly wishes: Wishes;
  readonly stopping: AbortSignal;
}

async function fill(filling: Filling, { customer, wishes, stopping }: Order): Promise<void> {
  const { database, isNew, prepare } = filling;
  const since = performance.now();
  const notebook = createNotebook(database, customer.id);
  const begun = await notebook.begun();
  if (begun === undefined && wishes.resume) throw new Error('no firm was begun; leave --resume away');
  if (begun !== undefined && !wishes.resume)
    throw new Error(`a firm was begun for "${customer.id}" and is not whole: --resume goes on with it`);
  const onProgress = progressLines((line) => {
    console.log(line);
  });
  if (!isNew && begun === undefined) await prepare(onProgress);
  const plan = begun?.plan ?? (await planned(filling, customer.id, wishes));
  if (begun === undefined) await notebook.begin(plan);
  console.log(`Customer "${customer.id}", seed ${plan.seed}`);
  const schemaMap = compileSchemaMap(readPublishedSchemas(SCHEMAS));
  const reached = begun?.reached ?? NOTHING;
  const made = {
    customer,
    schemaMap,
    plan,
    reached,
    isAgain: begun !== undefined,
    notebook,
    onProgress,
    stopping,
  };
  const events = await storeFirm(database, made);
  console.log('Building the indexes that are missing');
  await prepare(onProgress);
  await notebook.end();
  console.log(`${counted(events)} events stored in ${duration((performance.now() - since) / 1000)}.`);
}

async function planned({ database }: Filling, customer: string, wishes: Wishes): Promise<FirmPlan> {
  const { users, groups } = collectionsOf(database);
  const peopleBefore = await users.countDocuments({ customer });
  if (peopleBefore > 0 && !wishes.yes)
    throw new Error(`the customer "${customer}" has people already; --yes puts more beside them`);
  const people = whole('people', wishes.people, 1);
  const largestGroup = whole('largest-group', wishes['largest-group'], 0);
  if (largestGroup > people) throw new Error('--largest-group: there are no more members than people');
  const to = new Date();
  return {
    seed: wishes.seed === undefined ? Date.now() % 2 ** 31 : whole('seed', wishes.seed, 0),
    people,
    events: whole('events', wishes.events, 1),
    groups: whole('groups', wishes.groups, 0),
    largestGroup,
    from: new Date(to.getTime() - whole('years', wishes.years, 1) * YEAR_MS),
    to,
    peopleBefore,
    groupsBefore: await groups.countDocuments({ customer }),
  };
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

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} must be a whole number from ${least}, not "${text}"`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
