// The text of a CSV file as headings and rows with their line numbers, or one plain refusal. Knows nothing of what the columns mean.

import { CsvError, parse } from 'csv-parse/sync';
import { withoutApostrophes } from '../rows';
import { ListFault } from './list-fault';

export interface CsvRow {
  /** Where the row begins in the file; the headings are usually line 1. */
  readonly line: number;
  /** As many as there are headings, unless the row is broken. */
  readonly cells: readonly string[];
}

export interface CsvFile {
  readonly headings: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Twice as many as an import takes, for those that are empty: a file of millions of short lines would not fit into memory. */
const LINES_MAX = 100_000;
const HEADINGS_MAX = 500;

const DELIMITERS = [',', ';', '\t'] as const;

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** @param path what the list is called @throws ListFault with what is wrong with it */
export function parseCsv(path: string, text: string): CsvFile {
  const lines = records(path, text);
  if (lines.length > LINES_MAX)
    throw new ListFault(`${path} has more than ${LINES_MAX} lines; split it into several files`);
  const rows = lines.map(({ record, info }) => ({
    line: info.lines - lineBreaksIn(record),
    cells: record.map((cell) => withoutApostrophes(cell.trim())),
  }));
  const [first, ...rest] = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (first === undefined) throw new ListFault(`${path} is empty; its first line must name the columns`);
  return { headings: headingsOf(path, first.cells), rows: rest };
}

function records(path: string, text: string): readonly ParsedRecord[] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      // One too many is enough to know that it is refused.
      to: LINES_MAX + 1,
    }) as unknown as readonly ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `, line ${error['lines']}` : '';
    throw new ListFault(
      `${path}${line}: a quotation mark is wrong there; in CSV one inside a quoted cell is doubled`,
    );
  }
}

/** The one that the headings use most; none at all makes one column. */
function delimiterOf(text: string): string {
  const headings = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const unquoted = headings.replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => unquoted.split(delimiter).length;
  return DELIMITERS.reduce((best, other) => (count(other) > count(best) ? other : best));
}

function lineBreaksIn(record: readonly string[]): number {
  return record.reduce((count, cell) => count + cell.split(/\r\n|\n|\r/).length - 1, 0);
}

function headingsOf(path: string, headings: readonly string[]): readonly string[] {
  if (headings.length > HEADINGS_MAX)
    throw new ListFault(
      `${path} has ${headings.length} columns, at most ${HEADINGS_MAX} are taken; is it a CSV file?`,
    );
  const keys = headings.map((heading) => heading.toLowerCase());
  const twice = headings.find((heading, at) => heading !== '' && keys.indexOf(heading.toLowerCase()) < at);
  if (twice === undefined) return headings;
  throw new ListFault(`${path} has two columns named ${JSON.stringify(twice)}; rename or remove one`);
}
