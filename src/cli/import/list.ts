// A list that is to be imported, as the command read it, and what became of it. Knows neither where nor how it is imported.

import type { Columns } from '../../admin/import/columns';
import type { CsvFile } from '../../admin/import/csv-file';
import type { RowOutcome } from '../../admin/import/outcome';
import type { UserNameFrom } from '../../admin/import/user-rows';
import type { Reasoned } from '../reason';

export interface ImportList {
  readonly what: 'users' | 'groups';
  readonly path: string;
  readonly text: string;
  readonly file: CsvFile;
  readonly columns: Columns;
  /** Texts `Column=field`. */
  readonly maps: readonly string[];
  readonly userNameFrom?: UserNameFrom;
}

export interface ImportWork extends Reasoned {
  readonly isPreview: boolean;
  /** Told of rows that are done. */
  readonly onRows: (count: number) => void;
}

export interface Imported {
  readonly outcomes: readonly RowOutcome[];
  /** What to say where it was stopped before all rows were done. */
  readonly goOn: string;
}
