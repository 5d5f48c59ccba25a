// What every command of the command line works with; made once for a run by cli.ts, given down as an argument.

import type { Column } from '../admin/column';
import type { AdminContext } from '../admin/context';
import type { Store } from '../store/open-store';
import type { Asker } from './asking';

export type { Column };

/** Results go to standard output in the form the user chose; everything else goes to standard error. */
export interface Output {
  readonly form: 'table' | 'json' | 'csv';
  /** Rows as a table, with --json as one JSON array, with --csv as CSV whose cells cannot start a formula. */
  rows<T>(columns: readonly Column<T>[], rows: Iterable<T> | AsyncIterable<T>): Promise<void>;
  /** Rows that come one by one and never end: a line each, with --json one JSON object. */
  follow<T>(columns: readonly Column<T>[], rows: AsyncIterable<T>): Promise<void>;
  /** A sentence for the person at the terminal, on standard error. */
  say(sentence: string): void;
}

/** A bar on a terminal; lines now and then elsewhere. On standard error. */
export interface Progress {
  advance(by?: number): void;
  done(): void;
}

/** What only a command has that works on the database itself. */
export interface Here {
  readonly store: Store;
  readonly customer: string;
  /** Ids of the customer's event streams. */
  readonly eventStreams: readonly string[];
  readonly contextOf: () => Promise<AdminContext>;
}

/** Asks for operations, so that a command is the same wherever they are carried out. */
export interface CommandContext extends Asker {
  readonly output: Output;
  readonly progress: (label: string, total: number) => Progress;
  /** Fires at Ctrl-C: end in order after the step under way. */
  readonly stopping: AbortSignal;
  /** Null where a gateway is asked, with --url. */
  readonly here: Here | null;
}

/** Opens the directory, runs the command, closes it; a failure becomes one plain sentence and exit code 1. */
export type InDirectory = (run: (context: CommandContext) => Promise<void>) => Promise<void>;
