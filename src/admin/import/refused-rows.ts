// The refused rows of a list as the text of a CSV file that can be corrected and imported again. Pure.

import { csvLines } from '../rows';
import type { CsvFile } from './csv-file';
import type { RowOutcome } from './outcome';

/** A byte-order mark in front, because spreadsheets take a file without one for another alphabet. */
export function refusedText(file: CsvFile, outcomes: readonly RowOutcome[]): string {
  const cells = new Map(file.rows.map((row) => [row.line, row.cells]));
  const rows = outcomes
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ line, detail }) => [line, detail, ...(cells.get(line) ?? [])]);
  return `\ufeff${csvLines([['Line', 'Refused because', ...file.headings], ...rows])}`;
}
