// Writes the tables of an export into a folder, each file whole or not at all; takes no file's place. Knows no table.

import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { CommandFailure } from '../failure';
import { csvLines, plain, type Row } from '../../admin/rows';
import { write } from '../text';

const ROWS_AT_ONCE = 500;

/** One file; its rows by the names of its columns. */
export interface ExportFile {
  readonly name: string;
  readonly columns: readonly { readonly heading: string; readonly name: string }[];
  readonly rows: () => AsyncIterable<Row>;
}

/** Told how many rows were written, as they are. */
type OnRows = (count: number) => void;

/** One CSV file for each table; a byte-order mark, because spreadsheets take a file without one for another alphabet. */
export async function exportCsv(
  folder: string,
  tables: readonly ExportFile[],
  { onRows, stopping }: { readonly onRows: OnRows; readonly stopping: AbortSignal },
): Promise<readonly string[]> {
  const names = tables.map(({ name }) => `${name}.csv`);
  prepareFolder(folder, names);
  for (const [at, { columns, rows }] of tables.entries()) {
    const lines = (row: Row): readonly (string | number)[] => columns.map(({ name }) => plain(row[name]));
    await writeFile(join(folder, names[at] ?? ''), async (put) => {
      await put(`\ufeff${csvLines([columns.map(({ heading }) => heading)])}`);
      await inChunks(rows(), (chunk) => put(csvLines(chunk.map(lines))), { onRows, stopping });
    });
  }
  return names;
}

/** One file with an object a line, every attribute as it is kept. @param rows each the type and the text of an object */
export async function exportJson(
  folder: string,
  rows: AsyncIterable<{ readonly type: string; readonly json: string }>,
  { onRows, stopping }: { readonly onRows: OnRows; readonly stopping: AbortSignal },
): Promise<readonly string[]> {
  const names = ['directory.ndjson'];
  prepareFolder(folder, names);
  await writeFile(join(folder, names[0] ?? ''), async (put) => {
    const line = ({ type, json }: { readonly type: string; readonly json: string }): string =>
      `${JSON.stringify({ type, ...(JSON.parse(json) as object) })}\n`;
    await inChunks(rows, (chunk) => put(chunk.map(line).join('')), { onRows, stopping });
  });
  return names;
}

function prepareFolder(folder: string, names: readonly string[]): void {
  const there = names.find((name) => existsSync(join(folder, name)));
  if (there !== undefined)
    throw new CommandFailure(`${join(folder, there)} is there already; choose another folder with --out`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CommandFailure(`--out must be a folder that can be written: ${(error as Error).message}`);
  }
}

/** Under another name until it is whole. */
async function writeFile(
  path: string,
  fill: (put: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const draft = `${path}.partial`;
  const stream = createWriteStream(draft, { mode: 0o600 });
  try {
    await fill((text) => write(stream, text));
    stream.end();
    await once(stream, 'close');
    renameSync(draft, path);
  } catch (error) {
    stream.destroy();
    rmSync(draft, { force: true });
    throw error;
  }
}

async function inChunks<T>(
  rows: AsyncIterable<T>,
  put: (chunk: readonly T[]) => Promise<void>,
  { onRows, stopping }: { readonly onRows: OnRows; readonly stopping: AbortSignal },
): Promise<void> {
  let chunk: T[] = [];
  const flush = async (): Promise<void> => {
    stopping.throwIfAborted();
    if (chunk.length === 0) return;
    await put(chunk);
    onRows(chunk.length);
    chunk = [];
  };
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length >= ROWS_AT_ONCE) await flush();
  }
  await flush();
}
