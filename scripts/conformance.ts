// `npm run conformance`: runs every public SCIM suite against a gateway and prints one table. Owns the command line only.
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onFreshGateway } from './conformance/fresh-gateway';
import { faultsOf, show } from './conformance/report';
import { installSuites } from './conformance/python';
import { schemathesis } from './conformance/schemathesis';
import { SCIM_SUITES } from './conformance/scim-suites';
import type { Suite, Target } from './conformance/suite';
import { TRANSCRIPT_SUITES } from './conformance/transcripts';
import { judge, readExpected, type Verdict } from './conformance/verdict';
import { positive, runProof, type Values } from './prove/proof';

const SUITES: readonly Suite[] = [...TRANSCRIPT_SUITES, ...SCIM_SUITES, schemathesis];

const HELP = `Public SCIM suites against this gateway: 0 failures but those that expected.json gives a reason for.

  npm run conformance [-- --only NAME] [--seed N] [--base URL --token TOKEN]

  --only NAME  only the suites whose name contains NAME: ${SUITES.map(({ name }) => name).join('; ')}
  --seed N     of what schemathesis generates; by default a new one, printed
  --base URL   a running gateway's SCIM base instead of a fresh one for each suite: use a customer made for it
  --token T    its bearer token

The suites come from PyPI, pinned, once, into a virtual environment under ~/.cache/imanage-scim-gateway; needs python3
with venv. Exit code 0 when all holds, 1 when not, 2 when the command line is wrong.`;

interface Call {
  readonly seed: number;
  readonly folder: string;
}

async function run(values: Values, folder: string): Promise<readonly string[]> {
  const seed = values['seed'] === undefined ? randomInt(1, 2 ** 31) : positive(values, 'seed');
  const only = textOf(values, 'only') ?? '';
  const suites = SUITES.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  if (suites.length === 0) throw new Error(`no suite is called like "${only}"`);
  await installSuites();
  console.log(`seed ${seed}`);
  const given = givenTarget(values);
  const verdicts: Verdict[] = [];
  for (const suite of suites) {
    const since = performance.now();
    console.log(`${suite.name} ${suite.version} …`);
    const place = join(folder, String(verdicts.length));
    mkdirSync(place);
    verdicts.push(await verdictOn(suite, given, { seed, folder: place }));
    console.log(`  ${Math.round((performance.now() - since) / 1000)} s`);
  }
  console.log(`\n${show(verdicts)}`);
  return faultsOf(verdicts);
}

/** A suite that could not run has failed; the others still run. */
async function verdictOn(suite: Suite, given: Target | undefined, call: Call): Promise<Verdict> {
  try {
    const assertions =
      given === undefined
        ? await onFreshGateway(call.folder, (target) => runOn(suite, target, call))
        : await runOn(suite, given, call);
    return judge(suite, assertions, readExpected());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return judge(suite, [{ outcome: 'failed', name: 'the suite could not run', detail }], []);
  }
}

function runOn(suite: Suite, target: Target, { seed, folder }: Call): ReturnType<Suite['run']> {
  const place = join(folder, 'suite');
  mkdirSync(place);
  return suite.run(target, place, { seed, signal: AbortSignal.timeout(suite.deadlineMs) });
}

function givenTarget(values: Values): Target | undefined {
  const baseUrl = textOf(values, 'base');
  if (baseUrl === undefined) return undefined;
  return { baseUrl, rootUrl: baseUrl.replace(/\/scim\/v2\/?$/, ''), token: textOf(values, 'token') ?? '' };
}

function textOf(values: Values, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

void runProof({
  help: HELP,
  options: {
    only: { type: 'string' },
    seed: { type: 'string' },
    base: { type: 'string' },
    token: { type: 'string' },
  },
  deadlineMs: 40 * 60_000,
  run,
});
