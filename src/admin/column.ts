// One column of rows, wherever they are shown. Knows neither.

import type { Cell } from './rows';

/** One column of a table, a CSV file or a JSON object. */
export interface Column<T> {
  /** Heading in tables and CSV, e.g. `User ID`. */
  readonly heading: string;
  /** Name in JSON, e.g. `userId`. */
  readonly name: string;
  readonly value: (row: T) => Exclude<Cell, undefined>;
}
