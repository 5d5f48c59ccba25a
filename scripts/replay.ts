// `npm run replay`: replays the clients' transcripts against a running gateway and says what was not met. Owns the command line only.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure, replayToEnd, type StepResult, type Target } from './replay/engine';
import { readTranscripts, type Sequence } from './replay/transcript';
import { GIVEN_VARIABLES, type Variables } from './replay/variables';

const FOLDER = join(__dirname, '..', 'test', 'clients');

const HELP = `Replays recorded traffic of identity providers against a running SCIM gateway.

  npm run replay -- BASE TOKEN [--only NAME] [--dir DIR] [--set NAME=VALUE]…

  BASE         the SCIM base, for example http://127.0.0.1:8080/scim/v2
  TOKEN        the bearer token of the customer to write to
  --only NAME  only the sequences whose name contains NAME
  --dir DIR    transcripts from DIR instead of test/clients; a plain list of steps is accepted too
  --set NAME=VALUE
               what the transcripts of OAuth need: ${GIVEN_VARIABLES.join(', ')};
               steps that need one that is not given are skipped

The transcripts create, change and delete their own people and groups: use a customer made for it.
Exit code 0 when every step was met, 1 when not, 2 when the command line is wrong.`;

interface Options {
  readonly target: Target;
  readonly sequences: readonly Sequence[];
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 0;
  const failed: StepResult[] = [];
  for (const sequence of options.sequences) {
    const results = await replayToEnd(sequence, options.target);
    console.log(`${sequence.name.padEnd(32)} ${countOutcomes(results)}`);
    failed.push(...results.filter((result) => result.outcome === 'failed'));
  }
  for (const result of failed) console.log(`\n${describeFailure(result)}`);
  if (failed.length === 0) return 0;
  console.log(`\n${failed.length} steps failed.`);
  return 1;
}

/** Undefined after --help. */
function readOptions(): Options | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      dir: { type: 'string', default: FOLDER },
      set: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const [baseUrl, token, ...others] = positionals;
  if (baseUrl === undefined || token === undefined || others.length > 0) {
    throw new Error(`BASE and TOKEN are needed, ${positionals.length} arguments came`);
  }
  if (!URL.canParse(baseUrl)) throw new Error(`BASE must be a URL such as http://127.0.0.1:8080/scim/v2`);
  const sequences = readTranscripts(values.dir).filter(({ name }) => name.includes(values.only));
  if (sequences.length === 0)
    throw new Error(`no transcript in ${values.dir} is called like "${values.only}"`);
  return { target: { baseUrl, token, variables: givenVariables(values.set) }, sequences };
}

function givenVariables(settings: readonly string[]): Variables {
  const names: readonly string[] = GIVEN_VARIABLES;
  const pairs = settings.map((setting) => setting.split(/=(.*)/s));
  const unknown = pairs.find(([name = '', value]) => value === undefined || !names.includes(name));
  if (unknown !== undefined) throw new Error(`--set takes NAME=VALUE, where NAME is ${names.join(', ')}`);
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
}

function countOutcomes(results: readonly StepResult[]): string {
  const outcomes = ['passed', 'failed', 'waived', 'skipped'] as const;
  return outcomes
    .map((outcome) => [results.filter((result) => result.outcome === outcome).length, outcome] as const)
    .filter(([count, outcome]) => count > 0 || outcome === 'passed')
    .map(([count, outcome]) => `${count} ${outcome}`)
    .join(', ');
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exitCode = 2;
  },
);
