// `npm run prove:sequences`: after random sequences of provisioning calls no rule of the iManage model is broken. Owns the command line and the order.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { positive, runProof, type Values } from './proof';
import { configurationOf, createFirms } from './sequences/firms';
import { unnoticedDamages } from './sequences/plants';
import { runSequences, type Result } from './sequences/run';

const HELP = `Random sequences of provisioning calls, as Okta and Entra word them, after which no rule of the iManage model is broken
and no disabled user is enabled without an explicit "active": true.

  npm run prove:sequences [-- --sequences N] [--seed N] [--from N] [--only N]

One real gateway with eight customers, which together take every value of every rule. Each sequence sends 6 to 15 requests
about people and groups of its own; every answer, what is stored and what the events tell is held against a model of its
own. Before it is believed, the check must notice damages planted in what it is given. A breach is told with its requests.

  --sequences N   in all (default 10000)
  --seed N        repeats the choices of an earlier run (default: any)
  --from N        goes on from the sequence of this number, where a run with the same seed was given up
  --only N        only the sequence of this number, as it runs with the same seed
  --help          this text

Exit code 0 when every rule holds, 1 when not.`;

/** Half an hour on two free cores; on busy ones it may take thrice that. */
const DEADLINE_MS = 90 * 60_000;
const PROGRESS_EVERY = 250;
const STORIES_SHOWN = 8;

void runProof({
  help: HELP,
  options: {
    sequences: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String((Date.now() % 1_000_000) + 1) },
    from: { type: 'string' },
    only: { type: 'string' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const [seed, sequences] = [positive(values, 'seed'), positive(values, 'sequences')];
    const firms = createFirms();
    const { file, env } = configurationOf(firms);
    const config = join(folder, 'gateway.json');
    writeFileSync(config, JSON.stringify(file));
    console.log(`seed ${seed}: starting a gateway with ${firms.length} customers`);
    const gateway = await startGatewayProcess({
      dataDir: join(folder, 'gateway'),
      env: { ...env, GATEWAY_CONFIG: config, LOG_LEVEL: 'error' },
    });
    const connection = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
    const since = performance.now();
    try {
      const { baseUrl } = gateway;
      const database = connection.db();
      const blind = await unnoticedDamages(baseUrl, database, firms);
      const only = values['only'] === undefined ? {} : { only: numberOf(values, 'only') };
      const from = values['from'] === undefined ? {} : { from: numberOf(values, 'from') };
      const run = {
        baseUrl,
        database,
        firms,
        seed,
        sequences,
        ...from,
        ...only,
        onStory: (story: string) => {
          console.log(story);
        },
        onProgress: progress(sequences, since),
      };
      const result = await runSequences(run);
      show(result, since);
      return [...blind, ...result.stories.slice(0, STORIES_SHOWN), ...more(result)];
    } finally {
      await connection.close();
      await gateway.stop();
    }
  },
});

function numberOf(values: Values, name: 'from' | 'only'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--${name} must be the number of a sequence, not ${JSON.stringify(values[name])}`);
}

function progress(sequences: number, since: number): (done: number, breaches: number) => void {
  return (done, breaches) => {
    if (done % PROGRESS_EVERY !== 0) return;
    const seconds = rounded((performance.now() - since) / 1000, 0);
    console.log(`${done} of ${sequences} sequences in ${seconds} s, ${breaches} of them with a breach`);
  };
}

function show({ calls, refused, byFirm }: Result, since: number): void {
  console.log(`\n${table(['customer', 'sequences'], [...byFirm])}`);
  const seconds = rounded((performance.now() - since) / 1000);
  console.log(`\n${calls} requests, ${refused} of them refused, in ${seconds} s`);
}

function more({ stories }: Result): readonly string[] {
  const rest = stories.length - STORIES_SHOWN;
  return rest > 0 ? [`${rest} more sequences with a breach`] : [];
}
