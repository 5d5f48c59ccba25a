// Owns the frame of a proof script: its help, its temporary folder, its deadline, its exit code. Must not know what is proven.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
/** What the command line said, by option. */
export type Values = Readonly<Record<string, unknown>>;

export interface Proof {
  /** What `--help` prints; the first line says what is proven. */
  readonly help: string;
  readonly options: Options;
  readonly deadlineMs: number;
  /** What is said at the end. */
  readonly verdicts?: { readonly holds: string; readonly fails: string };
  /**
   * Resolves with what was found wrong, nothing when all holds; progress goes to standard output.
   *
   * @param folder temporary, removed at the end however it comes
   */
  readonly run: (values: Values, folder: string) => Promise<readonly string[]>;
}

const VERDICTS = { holds: 'The proof holds.', fails: 'The proof FAILS.' };

/** Ends the process: 0 when the proof holds, 1 when not or when it took too long, 2 for a wrong command line. */
export async function runProof({
  help,
  options,
  deadlineMs,
  verdicts = VERDICTS,
  run,
}: Proof): Promise<void> {
  const values = commandLine(help, options);
  if (values === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'imanage-proof-'));
  // What is started later puts its own end before this one.
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const overdue = setTimeout(() => {
    console.error(`not finished after ${deadlineMs / 1000} s: given up`);
    process.exit(1);
  }, deadlineMs);
  try {
    const faults = await run(values, folder);
    for (const fault of faults.slice(0, 20)) console.error(`WRONG: ${fault}`);
    if (faults.length > 20) console.error(`… and ${faults.length - 20} more`);
    console.log(`\n${faults.length === 0 ? verdicts.holds : verdicts.fails}`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    process.exitCode = 1;
  } finally {
    clearTimeout(overdue);
  }
  process.exit();
}

function commandLine(text: string, options: Options): Values | undefined {
  try {
    const help = { type: 'boolean', short: 'h' } as const;
    const values: Values = parseArgs({ options: { ...options, help } }).values;
    if (values['help'] !== true) return values;
    console.log(text);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${text}`);
    process.exitCode = 2;
  }
  return undefined;
}

/** @throws Error naming the option where the text is no positive integer */
export function positive(values: Values, option: string): number {
  const count = Number(values[option]);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`--${option} must be a positive integer, not ${JSON.stringify(values[option])}`);
}
