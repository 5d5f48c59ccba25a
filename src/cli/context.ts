// What every command of the command line works with; made once for a run by cli.ts, given down as an argument.

import type { Column } from '../admin/column';
import type { Customer } from '../directory/customer';
import type { Actor } from '../directory/event';
import type { Services } from '../scim/resources/services';
import type { PublishedSchemas } from '../scim/schema/definitions';
import type { Store } from '../store/open-store';

export type { Column };

/** Results go to standard output in the form the user chose; everything else goes to standard error. */
export interface Output {
  readonly form: 'table' | 'json' | 'csv';
  /** Rows as a table, with --json as one JSON array, with --csv as CSV whose cells cannot start a formula. */
  rows<T>(columns: readonly Column<T>[], rows: Iterable<T> | AsyncIterable<T>): Promise<void>;
  /** A sentence for the person at the terminal, on standard error. */
  say(sentence: string): void;
}

/** A bar on a terminal; lines now and then elsewhere. On standard error. */
export interface Progress {
  advance(by?: number): void;
  done(): void;
}

export interface CommandContext {
  readonly store: Store;
  /** As configured by file; `currentCustomer` gives it with what was changed later. */
  readonly configured: Customer;
  /** As it is now. */
  readonly customer: Customer;
  readonly actor: Actor;
  readonly output: Output;
  readonly progress: (label: string, total: number) => Progress;
  readonly services: Services;
  readonly published: PublishedSchemas;
  /** Ids of the customer's event streams. */
  readonly eventStreams: readonly string[];
  /** Base of locations, with `/scim/v2`. */
  readonly baseUrl: string;
  /** Fires at Ctrl-C: end in order after the step under way. */
  readonly stopping: AbortSignal;
}

/** Opens the directory, runs the command, closes it; a failure becomes one plain sentence and exit code 1. */
export type InDirectory = (run: (context: CommandContext) => Promise<void>) => Promise<void>;
