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
  /** Arguments of the command line; `{{today}}` and `{{folder}}` are filled in. */
  readonly args: readonly string[];
  /** The exit code that is expected, 0 if none is given. */
  readonly code?: number;
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
  for (const { asks, args, code = 0 } of commands) {
    signal.throwIfAborted();
    const filled = args.map((arg) => fill(arg, env['DATA_DIR'] ?? '.'));
    const ended = await runCli(filled, env);
    console.log(`\n  ${asks}  [imanage-scim ${filled.map(shellWord).join(' ')}]`);
    console.log(indented(ended.results + ended.remarks));
    if (ended.code === code) continue;
    unexpected += 1;
    console.log(`    Not as expected: exit code ${String(ended.code)} instead of ${code}`);
  }
  return unexpected;
}

function fill(arg: string, folder: string): string {
  return arg.replaceAll('{{today}}', new Date().toISOString().slice(0, 10)).replaceAll('{{folder}}', folder);
}

function shellWord(word: string): string {
  return /\s/.test(word) ? JSON.stringify(word) : word;
}

function indented(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => `    ${line}`).join('\n');
}
