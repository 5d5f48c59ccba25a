// Owns what the demonstration's admin asks and does at the command line, beside the running gateway. Knows no SCIM.
import { readFileSync } from 'node:fs';
import { runCli } from '../prove/cli-process';

/** A chapter of commands, from a file `NN-name.commands.json`. */
export interface Questions {
  readonly about: string;
  readonly commands: readonly Question[];
}

interface Question {
  /** What the admin wants, in words. */
  readonly asks: string;
  /** Arguments of the command line; `{{today}}`, `{{folder}}` and what earlier answers said are filled in. */
  readonly args: readonly string[];
  /** The exit code that is expected, 0 if none is given. */
  readonly code?: number;
  /** What the answer says that a later command needs: by name, a pattern with one group. */
  readonly captures?: Readonly<Record<string, string>>;
}

export function readQuestions(file: string): Questions {
  return JSON.parse(readFileSync(file, 'utf8')) as Questions;
}

/** @returns how many commands ended with another exit code than was expected */
export async function askAtCommandLine(
  { commands }: Questions,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  let unexpected = 0;
  const known = new Map([
    ['today', new Date().toISOString().slice(0, 10)],
    ['folder', env['DATA_DIR'] ?? '.'],
  ]);
  for (const { asks, args, code = 0, captures = {} } of commands) {
    signal.throwIfAborted();
    const filled = args.map((arg) => fill(arg, known));
    const ended = await runCli(filled, env);
    console.log(`\n  ${asks}  [imanage-scim ${filled.map(shellWord).join(' ')}]`);
    console.log(indented(ended.results + ended.remarks));
    for (const [name, pattern] of Object.entries(captures))
      known.set(name, new RegExp(pattern).exec(ended.remarks)?.[1] ?? '');
    if (ended.code === code) continue;
    unexpected += 1;
    console.log(`    Not as expected: exit code ${String(ended.code)} instead of ${code}`);
  }
  return unexpected;
}

function fill(arg: string, known: ReadonlyMap<string, string>): string {
  return arg.replaceAll(/\{\{(\w+)\}\}/g, (left, name: string) => known.get(name) ?? left);
}

function shellWord(word: string): string {
  return /\s/.test(word) ? JSON.stringify(word) : word;
}

function indented(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => `    ${line}`).join('\n');
}
