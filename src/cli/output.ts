// Results as a table, as JSON or as CSV on standard output, sentences on standard error. Knows no command.

import Table from 'cli-table3';
import type { Writable } from 'node:stream';
import { csvLines, plain } from '../admin/rows';
import type { Column, Output } from './context';
import { visible, write } from './text';

export type Form = Output['form'];

export interface Streams {
  readonly results: Writable;
  readonly remarks: Writable;
}

/** The time that a table takes grows with the square of its lines. */
const LINES_AT_ONCE = 200;

type Cell = ReturnType<Column<unknown>['value']>;
type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** Written in one piece, so that a large answer neither fills the memory nor costs a system call for each row. */
const ROWS_AT_ONCE = 1_000;

/** @param stopping ends a long answer after the rows under way */
export function createOutput(streams: Streams, form: Form, stopping: AbortSignal): Output {
  const writers = { table: writeTable, json: writeJson, csv: writeCsv };
  return {
    form,
    rows: (columns, rows) => writers[form](streams.results, columns, inBatches(rows, stopping)),
    async follow(columns, rows) {
      const headings = columns.map(({ heading }) => heading);
      if (form === 'csv') await write(streams.results, csvLines([headings]));
      for await (const row of rows) await write(streams.results, line(form, columns, row));
    },
    say: (sentence) => {
      streams.remarks.write(`${sentence}\n`);
    },
  };
}

/** @throws the signal's reason: half an answer must not look like a whole one */
async function* inBatches<T>(rows: Rows<T>, stopping: AbortSignal): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    stopping.throwIfAborted();
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type Batches<T> = AsyncIterable<readonly T[]>;

/** No lines but one under the headings, so that it can be copied and read at any width. */
const LAYOUT = {
  chars: Object.fromEntries(
    [
      ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
      ...['left', 'left-mid', 'mid', 'mid-mid', 'middle', 'right', 'right-mid'],
    ].map((name) => [name, name === 'middle' ? '  ' : '']),
  ),
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
};

async function writeTable<T>(
  to: Writable,
  columns: readonly Column<T>[],
  batches: Batches<T>,
): Promise<void> {
  const lines: string[][] = [];
  for await (const batch of batches)
    for (const row of batch) lines.push(columns.map(({ value }) => visible(shown(value(row)))));
  const headings = columns.map(({ heading }) => heading);
  const colWidths = headings.map((heading, at) =>
    lines.reduce((width, line) => Math.max(width, widthOf(line[at] ?? '')), widthOf(heading)),
  );
  const all = [headings, colWidths.map((width) => '-'.repeat(width)), ...lines];
  for (let from = 0; from < all.length; from += LINES_AT_ONCE) {
    const table = new Table({ ...LAYOUT, colWidths });
    table.push(...all.slice(from, from + LINES_AT_ONCE));
    await write(to, `${table.toString().replace(/ +$/gm, '')}\n`);
  }
}

/** In columns of a terminal, never too few: what may be wide (CJK, emoji) counts as two. */
function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (character >= '\u1100' ? 2 : 1), 0);
}

async function writeJson<T>(to: Writable, columns: readonly Column<T>[], batches: Batches<T>): Promise<void> {
  let before = '[\n';
  for await (const batch of batches) {
    await write(to, before + batch.map((row) => JSON.stringify(named(columns, row))).join(',\n'));
    before = ',\n';
  }
  await write(to, before === '[\n' ? '[]\n' : '\n]\n');
}

async function writeCsv<T>(to: Writable, columns: readonly Column<T>[], batches: Batches<T>): Promise<void> {
  await write(to, csvLines([columns.map(({ heading }) => heading)]));
  for await (const batch of batches)
    await write(to, csvLines(batch.map((row) => columns.map(({ value }) => plain(value(row))))));
}

/** One row that is there before the next one is known, so that no column can be made as wide as it needs. */
function line<T>(form: Form, columns: readonly Column<T>[], row: T): string {
  if (form === 'json') return `${JSON.stringify(named(columns, row))}\n`;
  const cells = columns.map(({ value }) => value(row));
  if (form === 'csv') return csvLines([cells.map(plain)]);
  return `${cells
    .map((cell) => visible(shown(cell)))
    .filter(Boolean)
    .join('  ')}\n`;
}

/** One row as a JSON object. */
function named<T>(columns: readonly Column<T>[], row: T): Readonly<Record<string, Cell>> {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]));
}

function shown(cell: Cell): string {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return String(plain(cell));
}
