// Rows as CSV, JSON or lines of JSON, piece by piece, so that an answer of any length is never held whole. Knows neither HTTP nor files.

import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | null | undefined | readonly string[];
export type Row = Readonly<Record<string, Cell>>;

export const FORMATS = ['csv', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

/** One column: its heading in CSV, its name in JSON. */
export interface RowColumn {
  readonly heading: string;
  readonly name: string;
}

/** Written in one piece, so that a large answer costs no system call for each row. */
const ROWS_AT_ONCE = 500;

/** @returns pieces of text; the first comes when the first rows are there */
export function written(
  columns: readonly RowColumn[],
  rows: AsyncIterable<Row>,
  format: Format,
): AsyncGenerator<string> {
  const batches = inBatches(rows);
  if (format === 'csv') return asCsv(columns, batches);
  return format === 'json' ? asJson(batches) : asLines(batches);
}

/** What a spreadsheet would run: a text that begins with = + - @, narrow or wide, a tab or a carriage return. */
const FORMULA = String.raw`[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]`;
const LATER_FORMULA = new RegExp(`;(?=${FORMULA})`, 'g');
const APOSTROPHE = new RegExp(`(^|;)'(?=${FORMULA})`, 'g');

/**
 * A text that a spreadsheet would run gets an apostrophe in front, behind a semicolon too: where lists are separated by
 * semicolons, as in most of Europe, a cell begins there. Numbers stay numbers, negative ones too.
 */
export function csvLines(records: readonly (readonly (string | number)[])[]): string {
  const cells = records.map((record) => record.map(withoutLaterFormulas));
  return stringify(cells, { escape_formulas: true, record_delimiter: 'windows' });
}

function withoutLaterFormulas(cell: string | number): string | number {
  return typeof cell === 'number' ? cell : cell.replace(LATER_FORMULA, ";'");
}

/** The text as it was before `csvLines`, or another careful program, put apostrophes into it. */
export function withoutApostrophes(cell: string): string {
  return cell.replace(APOSTROPHE, '$1');
}

/** As one CSV field; a list is joined with semicolons, which `import` takes apart again. */
export function plain(cell: Cell): string | number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'object') return (cell ?? []).join(';');
  return cell === undefined ? '' : String(cell);
}

async function* asCsv(
  columns: readonly RowColumn[],
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  // With the first rows: where they cannot be had, nothing has been said yet.
  let before = csvLines([columns.map(({ heading }) => heading)]);
  for await (const batch of batches) {
    yield before + csvLines(batch.map((row) => columns.map(({ name }) => plain(row[name]))));
    before = '';
  }
  if (before !== '') yield before;
}

async function* asJson(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const batch of batches) {
    yield before + batch.map((row) => JSON.stringify(row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* asLines(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
