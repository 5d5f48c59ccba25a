// How a command ends other than well, and how that is told: one plain sentence and an exit code. Knows no command.

import { CommanderError } from 'commander';
import { ListFault } from '../admin/import/list-fault';
import { faultsInWords } from '../config/faults';

const EXIT_FAILED = 1;
/** Wrong arguments, or a configuration with faults, as in main.ts. */
const EXIT_MISUSED = 2;
/** What shells give a process that Ctrl-C ended. */
export const EXIT_INTERRUPTED = 130;

/** The command cannot do what it was asked; the message is the sentence for the person at the terminal. */
export class CommandFailure extends Error {
  override readonly name: string = 'CommandFailure';
}

/** The arguments cannot be meant so; nothing was begun. */
export class Misuse extends CommandFailure {
  override readonly name = 'Misuse';
}

/** The configuration has faults, each told in a sentence of its own. */
export class Misconfigured extends CommandFailure {
  override readonly name = 'Misconfigured';

  constructor(faults: readonly string[]) {
    super(faultsInWords(faults).trimEnd());
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_MISUSED;
  if (isReaderGone(error)) return 0;
  const isMisuse = [Misuse, Misconfigured, ListFault].some((kind) => error instanceof kind);
  return isMisuse ? EXIT_MISUSED : EXIT_FAILED;
}

/** Undefined where it was told already, or where nobody is left to be told. */
export function sentenceOf(error: unknown): string | undefined {
  // Commander writes its own messages, with the usage.
  if (error instanceof CommanderError || isReaderGone(error)) return undefined;
  return error instanceof Error ? error.message : String(error);
}

/** Whoever read the results has seen enough, as `head` has. */
function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE' && 'syscall' in error;
}
