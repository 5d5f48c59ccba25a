// Reads a CSV file from the disk, or says in plain words why it cannot. Knows nothing of what the columns mean.

import { readFileSync } from 'node:fs';
import { parseCsv, type CsvFile } from '../../admin/import/csv-file';
import { readFailure } from '../../config/faults';
import { Misuse } from '../failure';

const SAVE_AS = 'save it as "CSV UTF-8"';

/** @throws Misuse, ListFault with what is wrong with the file */
export function readCsvFile(path: string): { readonly text: string; readonly file: CsvFile } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Misuse(`${path} cannot be read: ${readFailure(error)}`);
  }
  const text = textOf(path, bytes);
  return { text, file: parseCsv(path, text) };
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
