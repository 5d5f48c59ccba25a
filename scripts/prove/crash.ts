// Proves crash safety: kills a gateway under load over and over and holds its data against what clients were told. Entry point only.
import { join } from 'node:path';
import { startEmbeddedMongod } from '../../src/store/embedded/mongod';
import { gatewayOn, runCycles, type Cycle, type Victim } from './crash/cycles';
import { percentile, table } from './figures';
import { range } from './parallel';
import { positive, runProof, type Values } from './proof';

const HELP = `Proves that a kill -9 loses nothing that was acknowledged and leaves nothing half-written.

  npm run prove:crash [-- --cycles N] [--alone N] [--clients N] [--load-ms N] [--seed N]

A real gateway is written to by many clients at once (creations, disables, deletions, changes, members in and out, a group
of everybody set anew), killed at a random moment, and started again on the same data. After each kill every stored
resource is held against its events, every answer that a client got against what is stored, and what SCIM shows against
both. First, damages are planted in the data, each of which this check must notice.

  --cycles N     kills of everything at once: process group and embedded mongod (default 10)
  --alone N      kills of the gateway alone, of mongod alone, and of a gateway whose database is elsewhere, each (default 3)
  --clients N    that write without pause (default 16)
  --load-ms N    load before a kill, at least; up to twice as much (default 1500)
  --seed N       repeats the choices of an earlier run (default: any)
  --help         this text`;

const TOKENS = { SCIM_BEARER_TOKEN: 'scim-token-of-the-crash-proof-0123456789' };
const WRITES_PER_SECOND_MIN = 50;

void runProof({
  help: HELP,
  deadlineMs: 20 * 60_000,
  options: {
    cycles: { type: 'string', default: '10' },
    alone: { type: 'string', default: '3' },
    clients: { type: 'string', default: '16' },
    'load-ms': { type: 'string', default: '1500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
  run: async (values, folder) => {
    const [cycles, alone] = [positive(values, 'cycles'), positive(values, 'alone')];
    const shown: Cycle[] = [];
    const plan = planOf(values, shown);
    console.log(`seed ${plan.seed}`);
    const own = await runCycles({
      ...plan,
      victims: [
        ...range(cycles).map((): Victim => 'all'),
        ...range(alone).flatMap((): Victim[] => ['gateway', 'mongod']),
      ],
      start: gatewayOn(join(folder, 'own'), TOKENS),
    });
    const elsewhere = await killedBesideItsDatabase(plan, alone, folder);
    summarise(shown);
    return [...own, ...elsewhere];
  },
});

type Basics = Omit<Parameters<typeof runCycles>[0], 'victims' | 'start'>;

function planOf(values: Values, shown: Cycle[]): Basics {
  const loadMsMin = positive(values, 'load-ms');
  return {
    clients: positive(values, 'clients'),
    loadMsMin,
    loadMsMax: 2 * loadMsMin,
    writesPerSecondMin: WRITES_PER_SECOND_MIN,
    seed: positive(values, 'seed'),
    onCycle: (cycle) => {
      shown.push(cycle);
      const { victim, writes, writesPerSecond, open, slowestMs, readyMs, heldUpMs } = cycle;
      const name = victim === 'all' ? 'everything' : victim;
      console.log(
        `${shown.length}. ${name} killed after ${writes} writes (${writesPerSecond}/s, slowest ${slowestMs} ms), ${open} open; ` +
          `back in ${readyMs} ms, every group changed after ${heldUpMs} ms more`,
      );
    },
  };
}

/** A database that outlives the gateway keeps the transactions that the kill cut off: they must not hold up the next one. */
async function killedBesideItsDatabase(
  plan: Basics,
  cycles: number,
  folder: string,
): Promise<readonly string[]> {
  console.log('with a database of its own that lives on:');
  const mongod = await startEmbeddedMongod({
    dataDir: join(folder, 'database'),
    mongodBinary: process.env['MONGOD_BINARY'] ?? null,
  });
  try {
    const uri = new URL(mongod.uri);
    uri.pathname = '/crash';
    const env = { ...TOKENS, MONGODB_URI: uri.href };
    const victims = range(cycles).map((): Victim => 'gateway');
    return await runCycles({ ...plan, victims, start: gatewayOn(join(folder, 'elsewhere'), env) });
  } finally {
    await mongod.stop();
  }
}

function summarise(cycles: readonly Cycle[]): void {
  const rows = (['all', 'gateway', 'mongod'] as const).map((victim) => {
    const of = cycles.filter((cycle) => cycle.victim === victim);
    const ready = of.map(({ readyMs }) => readyMs);
    const heldUp = of.map(({ heldUpMs }) => heldUpMs);
    const rates = of.map(({ writesPerSecond }) => writesPerSecond);
    return [
      victim,
      of.length,
      Math.min(...rates),
      percentile(ready, 0.5),
      Math.max(...ready),
      Math.max(...heldUp),
    ];
  });
  console.log(
    `\n${table(['killed', 'times', 'writes/s at least', 'back ms median', 'worst', 'groups held up ms at most'], rows)}`,
  );
}
