// What carries an operation out: one function for each contract, with everything it works with as an argument. Knows no HTTP and no terminal.

import type {
  AnswerContract,
  AnswerOf,
  Contract,
  Contracts,
  DownloadContract,
  EventOf,
  InputOf,
  LiveContract,
  RowOf,
} from './contract';
import type { AdminContext } from './context';

type ResultOf<C extends Contract> = C extends AnswerContract
  ? Promise<AnswerOf<C>>
  : C extends DownloadContract
    ? AsyncIterable<RowOf<C>>
    : C extends LiveContract
      ? AsyncIterable<EventOf<C>>
      : never;

/** @throws AdminFailure or DirectoryFailure, in words that say what to do */
type Operation<C extends Contract> = (context: AdminContext, input: InputOf<C>) => ResultOf<C>;

/** One for each contract of the table: without it, it does not compile. */
export type Operations<T extends Contracts> = { readonly [K in keyof T]: Operation<T[K]> };
