// `npm run prove:workers`: what a second worker brings, and what it costs. Owns the command line, the rounds and the table.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { positive, runProof } from './proof';
import { seedUsers } from './seed';
import { measure, type Figures } from './workers/measure';
import { scenarios } from './workers/scenarios';
import { compare, faultsOf, isBlind, type Found } from './workers/verdict';

const HELP = `Measures the same work against a gateway of one process and one of two workers on the same database, in alternating
rounds, with a client that costs next to nothing, and shows where the CPU went.

  npm run prove:workers [-- --users N] [--connections N] [--seconds N] [--rounds N] [--warm-up N] [--only TEXT]

  --users N         people in the directory (default 2000)
  --connections N   connections that ask (default 32)
  --seconds N       each measurement (default 3)
  --rounds N        of each number of workers (default 3)
  --warm-up N       seconds before, for each worker (default 5)
  --only TEXT       the work whose name has it
  --help            this text

Fails when an answer is wrong, when one of two workers does less than a third of the work, when a request costs the gateway
more than 1.4 times the CPU that it costs with one process, or when two workers answer less than 1.7 times as much where
database and client together use less than a tenth of the cores. Nothing else may run meanwhile: where other programs use more
than a tenth of the cores, the last is not judged, and that is a failure too.`;

const DEADLINE_MS = 1_200_000;

void runProof({
  help: HELP,
  options: {
    users: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const env = { LOG_LEVEL: 'warn' };
    const one = await startGatewayProcess({ dataDir: join(folder, 'one'), env: { ...env, WORKERS: '1' } });
    const two = await startGatewayProcess({
      dataDir: join(folder, 'two'),
      env: { ...env, WORKERS: '2', MONGODB_URI: one.databaseUri },
    });
    const database = new mongo.MongoClient(one.databaseUri, CLIENT_OPTIONS);
    const [rounds, connections] = [positive(values, 'rounds'), positive(values, 'connections')];
    const [ms, warmUpMs] = [positive(values, 'seconds') * 1_000, positive(values, 'warm-up') * 1_000];
    const cores = availableParallelism();
    try {
      const users = await seedUsers(database.db(), positive(values, 'users'));
      const rows: (readonly (string | number)[])[] = [];
      const faults: string[] = [];
      for (const scenario of scenarios(users).filter(({ name }) => name.includes(String(values['only'])))) {
        const ask = (gateway: typeof one, load: number): Promise<Figures> =>
          measure(gateway, one, scenario, { connections, ms: load });
        await ask(one, warmUpMs);
        await ask(two, 2 * warmUpMs);
        const found: readonly [Figures[], Figures[]] = [[], []];
        for (let round = 0; round < rounds; round += 1) {
          found[0].push(await ask(one, ms));
          found[1].push(await ask(two, ms));
        }
        const row = rowOf(scenario.name, found, cores);
        rows.push(row);
        console.log(row.map((cell, index) => `${HEADINGS[index] ?? ''} ${cell}`).join(', '));
        faults.push(...faultsOf(scenario.name, found, cores));
        if (isBlind(found, cores))
          faults.push('the verdict does not notice a second worker that brings nothing');
      }
      console.log(`\n${table(HEADINGS, rows)}\n`);
      console.log(
        `CPU in ms for each answer, cores busy of the ${cores} there are, medians. At most: the ratio if every core were as busy\n` +
          'as one process of the gateway with its database and its client made them. Nothing here is extrapolated.',
      );
      return faults;
    } finally {
      await database.close();
      await two.stop();
      await one.stop();
    }
  },
});

const HEADINGS = [
  'work',
  '1: per s',
  '2: per s',
  'ratio',
  'at most',
  '1: CPU',
  '2: workers CPU',
  '2: primary CPU',
  'dearer',
  '1: gateway cores',
  '2: gateway cores',
  '2: mongod cores',
  '2: client cores',
  '1: others',
  '2: others',
];

function rowOf(name: string, found: Found, cores: number): readonly (string | number)[] {
  const { perSecond, oneCores, twoCores, ...compared } = compare(found, cores);
  return [
    name,
    ...perSecond.map(Math.round),
    rounded(compared.ratio, 2),
    rounded(compared.ratioMax, 2),
    rounded(compared.oneCpu, 3),
    rounded(compared.workersCpu, 3),
    rounded(compared.primaryCpu, 3),
    rounded(compared.dearer, 2),
    rounded(oneCores.gateway, 2),
    rounded(twoCores.gateway, 2),
    rounded(twoCores.mongod, 2),
    rounded(twoCores.client, 2),
    rounded(oneCores.others, 2),
    rounded(twoCores.others, 2),
  ];
}
