// `npm run demo`: a law firm's day, replayed against a real gateway, and what it did in iManage. Owns the command line and the order.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askAtCommandLine, readQuestions, type Questions } from './demo/questions';
import { describeChanges, remember } from './demo/narrate';
import { readView, type View } from './demo/view';
import { startGatewayProcess } from './prove/gateway-process';
import { describeFailure, replaySequence, type StepResult, type Target } from './replay/engine';
import { valueAt } from './replay/expectation';
import { readTranscript, type Sequence } from './replay/transcript';
import type { Variables } from './replay/variables';

const FOLDER = join(__dirname, 'demo');
const DEADLINE_MS = 300_000;
/** Expects the brake that the admin sets at the command line. */
const BRAKE = 'demo-mass-disable';
/** Takes everybody away again, so that the story can be told again on the same gateway. */
const TIDY_UP = '16-tidy-up.json';

/** The environment of the command line: where the gateway's data lies, and its configuration. */
type Admin = Readonly<Record<'DATA_DIR' | 'GATEWAY_CONFIG', string>>;

const HELP = `Replays a law firm's day - joiners, groups, a mover, a rename, leavers, returners, a User ID that is
taken for good, libraries and roles, incomplete people, too many leavers at once - and says after each request what it
changed in iManage, read back from the gateway. In between an admin asks and acts at the command line.

  npm run demo [-- --base URL --token TOKEN] [--keep] [--leave]

  --base URL     SCIM base of a running gateway, for example http://127.0.0.1:8080/scim/v2; it needs the
                 libraries and roles of scripts/demo/firm.json, and the admin's part is left out. Without it one is
                 started and stopped again.
  --token TOKEN  its bearer token
  --keep         keep the temporary data and the log of the gateway that was started
  --leave        leave the people and groups there, to look at them in the console

Exit code 0 when the gateway did what was expected, 1 when not. Ends by itself after five minutes at most.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      token: { type: 'string' },
      keep: { type: 'boolean', default: false },
      leave: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), interruption()]);
  const { base: baseUrl, token, leave } = values;
  const chapters = readChapters(leave);
  if (baseUrl !== undefined && token !== undefined)
    return tellDay({ baseUrl, token }, { chapters, admin: null, signal });
  if (baseUrl !== undefined || token !== undefined) throw new Error('--base and --token go together');
  return withOwnGateway(values.keep, { chapters, signal });
}

type Chapters = readonly (Sequence | Questions)[];

interface Day {
  readonly chapters: Chapters;
  /** The environment of the command line; null where it cannot reach the gateway's database. */
  readonly admin: Admin | null;
  readonly signal: AbortSignal;
}

async function withOwnGateway(keep: boolean, day: Omit<Day, 'admin'>): Promise<number> {
  console.log('Starting a gateway with a database of its own; the very first start fetches one…');
  const dataDir = mkdtempSync(join(tmpdir(), 'imanage-demo-'));
  try {
    const config = { GATEWAY_CONFIG: join(FOLDER, 'firm.json') };
    const gateway = await startGatewayProcess({ dataDir, env: config });
    const code = await tellDay(gateway, { ...day, admin: { DATA_DIR: dataDir, ...config } }).catch(
      async (error: unknown) => {
        await gateway.stop();
        throw error;
      },
    );
    const end = await gateway.stop();
    if (end !== 0) throw new Error(`the gateway ended with ${end} instead of exit code 0`);
    return code;
  } finally {
    if (!keep) rmSync(dataDir, { recursive: true, force: true });
    console.log(keep ? `Gateway stopped; its data is in ${dataDir}` : 'Gateway stopped, its data removed.');
  }
}

interface Told {
  readonly variables: Variables;
  readonly view: View;
  /** Everybody and everything seen so far. */
  readonly known: View;
  readonly failed: readonly StepResult[];
}

async function tellDay({ baseUrl, token }: Target, { chapters, admin, signal }: Day): Promise<number> {
  const view = await readView({ baseUrl, token });
  // The newcomer's ids differ from day to day: a User ID that a demonstration used is taken for good as well.
  let told: Told = { variables: { run: Date.now().toString(36) }, view, known: view, failed: [] };
  let unanswered = 0;
  for (const chapter of chapters) {
    const isLeftOut = 'commands' in chapter ? admin === null : admin === null && chapter.name === BRAKE;
    if (isLeftOut) continue;
    console.log(`\n${chapter.about}`);
    if ('commands' in chapter) {
      if (admin !== null) unanswered += await askAtCommandLine(chapter, admin, signal);
      continue;
    }
    for await (const result of replaySequence(chapter, { baseUrl, token, variables: told.variables })) {
      signal.throwIfAborted();
      told = tell(told, chapter, result, await readView({ baseUrl, token }));
    }
  }
  for (const result of told.failed) console.log(`\nNot as expected: ${describeFailure(result)}`);
  const failures = told.failed.length + unanswered;
  console.log(failures === 0 ? '\nAll as expected.' : `\n${failures} steps failed.`);
  return failures === 0 ? 0 : 1;
}

function tell(told: Told, chapter: Sequence, result: StepResult, view: View): Told {
  if (chapter.steps[result.step - 1]?.kind === 'client') {
    const { title, request, answer } = result;
    const changes = describeChanges(told.view, view, told.known);
    const sentences = [
      ...describeAnswer(result),
      ...(changes.length > 0 ? changes : ['Nothing changed in iManage.']),
    ];
    console.log(`\n  ${title}  [${request?.method ?? 'not sent'} ${answer?.status ?? ''}]`);
    for (const sentence of sentences) console.log(`    ${sentence}`);
  }
  return {
    variables: { ...told.variables, ...result.captured },
    view,
    known: remember(told.known, view),
    failed: result.outcome === 'failed' ? [...told.failed, result] : told.failed,
  };
}

function describeAnswer({ request, answer, outcome }: StepResult): readonly string[] {
  if (answer === undefined || answer.text === '' || outcome === 'failed') return [];
  const document: unknown = JSON.parse(answer.text);
  const wordsAt = (pointer: string): string => {
    const found = valueAt(document, pointer);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
  };
  if (answer.status >= 400) {
    return [`Refused with ${[answer.status, wordsAt('/scimType')].join(' ').trim()}: ${wordsAt('/detail')}`];
  }
  return request?.method === 'GET' ? [`Found: ${wordsAt('/totalResults')}.`] : [];
}

function readChapters(leave: boolean): Chapters {
  const names = readdirSync(FOLDER).filter(
    (name) => /^\d.*\.json$/.test(name) && !(leave && name === TIDY_UP),
  );
  return names.sort().map((name) => {
    const file = join(FOLDER, name);
    return name.endsWith('.commands.json') ? readQuestions(file) : readTranscript(file);
  });
}

/** Ctrl+C ends the story, not the clean-up after it. It may arrive twice: from the terminal and from a runner. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      controller.abort(new Error(`stopped by ${name}`));
    });
  }
  return controller.signal;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
