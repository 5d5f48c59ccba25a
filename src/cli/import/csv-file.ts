// A CSV file as headings and rows with their line numbers, or one plain refusal. Knows nothing of what the columns mean.

import { CsvError, parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { readFailure } from '../../config/faults';
import { Misuse } from '../failure';

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

const DELIMITERS = [',', ';', '\t'] as const;
const SAVE_AS = 'save it as "CSV UTF-8"';

/** @throws Misuse with what is wrong with the file */
export function readCsvFile(path: string): CsvFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Misuse(`${path} cannot be read: ${readFailure(error)}`);
  }
  return parseCsv(path, textOf(path, bytes));
}

/** @throws Misuse naming the line that is not UTF-8 */
function textOf(path: string, bytes: Buffer): string {
  if (bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16LE(0)))
    throw new Misuse(`${path} is UTF-16; ${SAVE_AS}`);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Misuse(`${path} is not UTF-8 (line ${lineOfFault(bytes)}); ${SAVE_AS}`);
  }
}

function lineOfFault(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split('\n');
  const isFaulty = (line: string): boolean => Buffer.from(line, 'latin1').toString('utf8').includes('\ufffd');
  return 1 + lines.findIndex(isFaulty);
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export function parseCsv(path: string, text: string): CsvFile {
  const rows = records(path, text).map(({ record, info }) => ({
    line: info.lines - lineBreaksIn(record),
    cells: record.map((cell) => withoutApostrophe(cell.trim())),
  }));
  const [first, ...rest] = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (first === undefined) throw new Misuse(`${path} is empty; its first line must name the columns`);
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
    }) as unknown as readonly ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `, line ${error['lines']}` : '';
    throw new Misuse(
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

/** What a careful program put before a text that a spreadsheet would run as a formula, as our own CSV has it. */
function withoutApostrophe(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r])/, '');
}

function headingsOf(path: string, headings: readonly string[]): readonly string[] {
  const keys = headings.map((heading) => heading.toLowerCase());
  const twice = headings.find((heading, at) => heading !== '' && keys.indexOf(heading.toLowerCase()) < at);
  if (twice === undefined) return headings;
  throw new Misuse(`${path} has two columns named ${JSON.stringify(twice)}; rename or remove one`);
}
