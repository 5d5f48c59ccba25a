// The refused rows as a CSV that can be corrected and imported again. Never takes the place of a file that is there.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { CsvFile } from '../../admin/import/csv-file';
import type { RowOutcome } from '../../admin/import/outcome';
import { refusedText } from '../../admin/import/refused-rows';

const NUMBER_MAX = 1_000;

/** Beside the file that was imported. */
export function refusedPath(path: string): string {
  return withSuffix(path, '.refused', '.csv');
}

/** @returns where they are: the path itself, or one with a number where another file is there */
export function writeRefused(path: string, file: CsvFile, outcomes: readonly RowOutcome[]): string {
  const text = refusedText(file, outcomes);
  for (let number = 1; number < NUMBER_MAX; number += 1) {
    const target = number === 1 ? path : withSuffix(path, `-${number}`, extname(path));
    if (existsSync(target)) {
      if (readFileSync(target, 'utf8') === text) return target;
      continue;
    }
    writeFileSync(target, text, { flag: 'wx', mode: 0o600 });
    return target;
  }
  throw new Error(`${path} and ${NUMBER_MAX} others of that name are there; say where with --refused`);
}

function withSuffix(path: string, suffix: string, extension: string): string {
  const known = extname(path);
  return `${known === '' ? path : path.slice(0, -known.length)}${suffix}${extension}`;
}
