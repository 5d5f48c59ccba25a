// A list as somebody sends it to be imported: the file read, its columns understood, what it still lacks. Pure.

import { AdminFailure } from '../failure';
import { columnsOf, type Columns, type Field } from './columns';
import { parseCsv, type CsvFile } from './csv-file';
import { GROUP_FIELDS } from './group-rows';
import { ListFault } from './list-fault';
import { USER_FIELDS, type UserNameFrom } from './user-rows';

export interface SentList {
  readonly what: 'users' | 'groups';
  readonly csv: string;
  /** Field by the heading of its column. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly userNameFrom?: UserNameFrom;
}

export interface ReadList {
  readonly file: CsvFile;
  readonly columns: Columns;
  readonly maps: readonly string[];
  readonly fields: readonly Field[];
  readonly userNameFrom: UserNameFrom;
  /** Fields that need a column and have none. */
  readonly missing: readonly string[];
}

interface ListLimits {
  readonly bytesMax: number;
  readonly rowsMax: number;
}

const MAPPING = { mapping: 'the mapping of columns' };

/** @param name what the file is called @throws AdminFailure with what is wrong with it, and what to do */
export function readList(name: string, sent: SentList, { bytesMax, rowsMax }: ListLimits): ReadList {
  if (Buffer.byteLength(sent.csv) > bytesMax)
    throw new AdminFailure('tooLarge', `${name} is larger than ${bytesMax / 1024 / 1024} MB; split it.`);
  const fields = sent.what === 'users' ? USER_FIELDS : GROUP_FIELDS;
  const maps = Object.entries(sent.columns ?? {}).map(([heading, field]) => `${heading}=${field}`);
  const { file, columns } = understood(name, sent.csv, { fields, maps });
  if (file.rows.length > rowsMax)
    throw new AdminFailure(
      'tooLarge',
      `${name} has ${file.rows.length} rows, at most ${rowsMax} are taken; split it.`,
    );
  const userNameFrom = sent.userNameFrom ?? (columns.taken.has('userName') ? 'userName' : 'email');
  const needed = sent.what === 'users' ? ['userId', userNameFrom] : ['groupId'];
  const missing = [...new Set(needed)].filter((field) => !columns.taken.has(field));
  return { file, columns, maps, fields, userNameFrom, missing };
}

function understood(
  name: string,
  csv: string,
  { fields, maps }: Pick<ReadList, 'fields' | 'maps'>,
): Pick<ReadList, 'file' | 'columns'> {
  try {
    const file = parseCsv(name, csv);
    return { file, columns: columnsOf(file, fields, maps, MAPPING) };
  } catch (error) {
    if (!(error instanceof ListFault)) throw error;
    throw new AdminFailure('invalid', `${error.message}.`);
  }
}

/** What is to be done about the missing columns. */
export function missingWords({ missing, columns: { headings } }: ReadList): string {
  const known = headings.map((heading) => JSON.stringify(heading)).join(', ');
  return `No column is known to be ${missing.join(', ')}. Say which one it is; the columns are ${known}.`;
}
