// Which column of a file is which field: known spellings without case, or as the mapping says. Pure.

import type { CsvFile, CsvRow } from './csv-file';
import { ListFault } from './list-fault';
import { RefusedRow } from './outcome';

export interface Field {
  readonly name: string;
  /** Other spellings of the heading; letters and digits only, lower case. */
  readonly spellings: readonly string[];
}

export interface Columns {
  /** Position by the field's name. */
  readonly taken: ReadonlyMap<string, number>;
  readonly headings: readonly string[];
  readonly ignored: readonly string[];
}

/** Gives the cell of a field, trimmed; empty where the file has no such column. */
export type Cells = (field: string) => string;

const IGNORE = 'ignore';

/** How the one who imports says which column is which field. */
export interface MappingWords {
  readonly mapping: string;
}
const ON_COMMAND_LINE: MappingWords = { mapping: '--map' };

/** @param maps texts `Column=field` @throws ListFault naming the columns or fields that there are */
export function columnsOf(
  { headings }: Pick<CsvFile, 'headings'>,
  fields: readonly Field[],
  maps: readonly string[],
  words: MappingWords = ON_COMMAND_LINE,
): Columns {
  const mapped = new Map(maps.map((map) => mapping(map, headings, fields, words)));
  const taken = new Map<string, number>();
  for (const [at, field] of mapped) if (field !== IGNORE) take(taken, field, at, { headings, words });
  const byHand = new Set(mapped.values());
  headings.forEach((heading, at) => {
    const field = fields.find((known) => isSpelling(known, heading));
    if (field !== undefined && !mapped.has(at) && !byHand.has(field.name))
      take(taken, field.name, at, { headings, words });
  });
  const positions = new Set(taken.values());
  return { taken, headings, ignored: headings.filter((_, at) => !positions.has(at)) };
}

/** @throws ListFault where none of the columns for one of the needs is there */
export function assertColumns({ taken, headings }: Columns, path: string, needed: readonly string[]): void {
  const missing = needed.filter((field) => !taken.has(field));
  if (missing.length === 0) return;
  throw new ListFault(
    `${path} has no column for ${missing.join(', ')}; its columns are ${quotedAll(headings)}. ` +
      `Say which one it is with --map "Column=${missing[0] ?? ''}"`,
  );
}

/** What was understood, for the eye of whoever imports. */
export function columnsInWords({ taken, headings, ignored }: Columns): string {
  const uses = [...taken].map(([field, at]) => `${JSON.stringify(headings[at])} as ${field}`).join(', ');
  return `columns taken: ${uses}; ignored: ${ignored.length === 0 ? 'none' : quotedAll(ignored)}`;
}

/** @throws RefusedRow where the cells cannot be told apart */
export function cellsOf({ taken, headings }: Columns, { cells }: CsvRow): Cells {
  if (cells.length !== headings.length)
    throw new RefusedRow(
      `the row has ${cells.length} cells, the headings are ${headings.length}; a quotation mark or a delimiter is missing or too many`,
    );
  return (field) => cells[taken.get(field) ?? -1] ?? '';
}

function mapping(
  map: string,
  headings: readonly string[],
  fields: readonly Field[],
  words: MappingWords,
): readonly [at: number, field: string] {
  const end = map.lastIndexOf('=');
  const [column, wanted] = [map.slice(0, end).trim(), map.slice(end + 1).trim()];
  const at = headings.findIndex((heading) => heading.toLowerCase() === column.toLowerCase());
  const names = [...fields.map(({ name }) => name), IGNORE];
  const field = names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (end < 0) throw new ListFault(`${words.mapping} ${JSON.stringify(map)} must be "Column=field"`);
  if (at < 0)
    throw new ListFault(
      `${words.mapping}: there is no column ${JSON.stringify(column)}; there are ${quotedAll(headings)}`,
    );
  if (field === undefined)
    throw new ListFault(
      `${words.mapping}: there is no field ${JSON.stringify(wanted)}; there are ${names.join(', ')}`,
    );
  return [at, field];
}

function take(
  taken: Map<string, number>,
  field: string,
  at: number,
  { headings, words }: { readonly headings: readonly string[]; readonly words: MappingWords },
): void {
  const other = taken.get(field);
  if (other !== undefined) {
    const both = quotedAll([headings[other] ?? '', headings[at] ?? '']);
    throw new ListFault(
      `the columns ${both} could both be ${field}; say which with ${words.mapping} "Column=${field}"`,
    );
  }
  taken.set(field, at);
}

function isSpelling({ name, spellings }: Field, heading: string): boolean {
  const key = heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return key === name.toLowerCase() || spellings.includes(key);
}

function quotedAll(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}
