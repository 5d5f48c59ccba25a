// Proves that an outage of the database never looks like an answer and ends when the database is back. Entry point only.
import { join } from 'node:path';
import { createFirm } from './crash/firm';
import { table } from './figures';
import type { GatewayProcess } from './gateway-process';
import { startWhileAway } from './outage/away-at-start';
import { createDatabase, type Database } from './outage/database';
import { runOutage, type Scenario } from './outage/scenario';
import type { Figures } from './outage/verdict';
import { positive, runProof } from './proof';

const HELP = `Proves that while the database is away every SCIM answer is 503 with Retry-After, and that service is full when it is back.

  npm run prove:outage [-- --down-s N] [--frozen-s N] [--clients N] [--seed N]

A real gateway is started without its database, which then comes, is killed, is stopped in order, and is frozen, each
time under load and with every kind of request asked all the time: with wrong tokens, for what does not exist, by wrong
methods. Afterwards everything stored is held against every answer. At the end the gateway is stopped while its database
is frozen.

  --down-s N     seconds for which the database is killed or stopped (default 5)
  --frozen-s N   seconds for which it is frozen (default 20)
  --clients N    that write without pause (default 8)
  --seed N       repeats the choices of an earlier run (default: any)
  --help         this text`;

/** Load before the database goes, and after it is back. */
const LOAD_MS = 6_000;
/** Broken connections tell at once; a hanging server only by its silence. */
const NOTICED_MS_MAX = { broken: 1_000, silent: 5_000 };
const STOP_MS_MAX = 30_000;

void runProof({
  help: HELP,
  deadlineMs: 10 * 60_000,
  options: {
    'down-s': { type: 'string', default: '5' },
    'frozen-s': { type: 'string', default: '20' },
    clients: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
  run: async (values, folder) => {
    const seed = positive(values, 'seed');
    console.log(`seed ${seed}`);
    const database = await createDatabase(join(folder, 'database'));
    const awayMs = positive(values, 'down-s') * 1000;
    const { gateway, ...start } = await startWhileAway(database, { dataDir: join(folder, 'data'), awayMs });
    const rows = [rowOf('away at the start', start.figures)];
    const faults = [...start.faults];
    const firm = createFirm(positive(values, 'clients'), seed);
    for (const scenario of scenarios(database, awayMs, positive(values, 'frozen-s') * 1000)) {
      console.log(`${scenario.name} …`);
      const result = await runOutage({ gateway, firm, loadMs: LOAD_MS }, scenario);
      rows.push(rowOf(scenario.name, result.figures));
      faults.push(...result.faults);
    }
    faults.push(...(await stopWhileFrozen(gateway, database)));
    console.log(
      `\n${table(['database', '/readyz 503 ms', 'full service ms', 'slowest ms', 'answers while away'], rows)}`,
    );
    return faults;
  },
});

function scenarios(database: Database, awayMs: number, frozenMs: number): readonly Scenario[] {
  return [
    {
      name: 'killed',
      takeAway: () => database.end('SIGKILL'),
      giveBack: () => database.start(),
      awayMs,
      noticedMsMax: NOTICED_MS_MAX.broken,
    },
    {
      name: 'stopped in order',
      takeAway: () => database.end('SIGTERM'),
      giveBack: () => database.start(),
      awayMs,
      noticedMsMax: NOTICED_MS_MAX.silent,
    },
    {
      name: 'frozen',
      takeAway: database.freeze,
      giveBack: database.thaw,
      awayMs: frozenMs,
      noticedMsMax: NOTICED_MS_MAX.silent,
    },
  ];
}

function rowOf(
  name: string,
  { unreadyMs, recoveredMs, slowestMs, during }: Figures,
): readonly (string | number)[] {
  return [name, unreadyMs, recoveredMs, slowestMs, during];
}

async function stopWhileFrozen(gateway: GatewayProcess, database: Database): Promise<readonly string[]> {
  database.freeze();
  const since = performance.now();
  const end = await gateway.stop();
  const ms = Math.round(performance.now() - since);
  database.thaw();
  await database.end('SIGTERM');
  console.log(`SIGTERM while the database is frozen: ended with ${end} after ${ms} ms`);
  return end === 0 && ms <= STOP_MS_MAX ? [] : [`SIGTERM while frozen: ended with ${end} after ${ms} ms`];
}
