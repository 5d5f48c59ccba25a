// An import as steps that can be run in any order, in pieces, and again; what each is about is known to its own kind. Writes nothing itself.

import type { Customer } from '../../directory/customer';
import type { Actor } from '../../directory/event';
import type { DirectoryHistory } from '../../directory/history';
import type { Services } from '../../scim/resources/services';
import type { PublishedSchemas } from '../../scim/schema/definitions';
import type { Columns } from './columns';
import type { CsvFile } from './csv-file';
import { inParallel } from './parallel';
import type { RowOutcome } from './outcome';

/** What it takes of the context of an operation, or of a command. */
export interface ImportContext {
  readonly customer: Customer;
  readonly history: DirectoryHistory;
  readonly services: Services;
  readonly published: PublishedSchemas;
  readonly scimBase: string;
  /** Who imports; its events are told apart by the connection `import`. */
  readonly actor: Actor;
}

export interface ImportRun {
  readonly file: CsvFile;
  readonly columns: Columns;
  readonly isPreview: boolean;
  /** Whether an earlier part of the same import created it. */
  readonly isOwn: (id: string) => boolean;
}

interface ImportStep {
  /** How many rows of the file it stands for. */
  readonly rowCount: number;
  /** @throws what concerns more than these rows: the database is away, or a bug */
  readonly run: () => Promise<readonly RowOutcome[]>;
}

export interface ImportPlan {
  /** Rows that cannot be meant as they stand. */
  readonly refused: readonly RowOutcome[];
  readonly steps: readonly ImportStep[];
}

interface Running {
  readonly stopping: AbortSignal;
  /** Told of rows that are done. */
  readonly onRows: (count: number) => void;
}

/** What became of the rows, in the file's order; rows that were not come to when it was stopped are absent. */
export async function runPlan(
  { refused, steps }: ImportPlan,
  { stopping, onRows }: Running,
): Promise<readonly RowOutcome[]> {
  onRows(refused.length);
  const { outcomes } = await runSteps(steps, stopping, onRows);
  return [...refused, ...outcomes].toSorted((one, other) => one.line - other.line);
}

/** @returns what became of the first `done` of the steps; the others were not begun when it was stopped */
export async function runSteps(
  steps: readonly ImportStep[],
  stopping: AbortSignal,
  onRows: (count: number) => void = () => undefined,
): Promise<{ readonly outcomes: readonly RowOutcome[]; readonly done: number }> {
  const outcomes: RowOutcome[] = [];
  const done = await inParallel(steps, stopping, async ({ rowCount, run }) => {
    outcomes.push(...(await run()));
    onRows(rowCount);
  });
  return { outcomes, done };
}
