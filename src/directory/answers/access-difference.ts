// What changed in people's access between two dates, column by column. Pure.

import type { DirectoryHistory } from '../history';
import { accessAt, type Access, type AccessRow, type PersonAccess } from './access-review';
import type { Person } from './facts';

/** What is compared; a new name or address of a person is no change of access. */
export type AccessColumn = Exclude<keyof Access, 'library'>;
export const ACCESS_COLUMNS: readonly AccessColumn[] = [
  'role',
  'librarySignIn',
  'groups',
  'external',
  'nrtAdmin',
  'globalSignIn',
];

/** One person in one library whose access is not what it was. */
export interface AccessChange {
  readonly person: Person;
  readonly library: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly changed: readonly AccessColumn[];
  /** Undefined where the person was not in the library yet. */
  readonly before: Access | undefined;
  readonly after: Access | undefined;
}

export async function* accessDifference(
  history: Pick<DirectoryHistory, 'events'>,
  customer: string,
  { earlier, later }: { readonly earlier: Date; readonly later: Date },
): AsyncGenerator<AccessChange> {
  for await (const access of accessAt(history, customer, [earlier, later])) yield* changesIn(access);
}

/** Library by library, from the first to the second of two moments. */
export function changesIn({ person, at }: PersonAccess): readonly AccessChange[] {
  const [before = [], after = []] = at;
  const libraries = [...new Set([...before, ...after].map((row) => row.library))];
  return libraries.flatMap(
    (library) => changeOf(person, rowOf(before, library), rowOf(after, library)) ?? [],
  );
}

function rowOf(rows: readonly AccessRow[], library: string): AccessRow | undefined {
  return rows.find((row) => row.library === library);
}

function changeOf(
  person: Person,
  before: AccessRow | undefined,
  after: AccessRow | undefined,
): AccessChange | undefined {
  const library = (after ?? before)?.library;
  if (library === undefined) return undefined;
  const changed = ACCESS_COLUMNS.filter((column) => !isSame(before?.[column], after?.[column]));
  if (changed.length === 0) return undefined;
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { person, library, change, changed, before, after };
}

function isSame(left: Access[AccessColumn] | undefined, right: Access[AccessColumn] | undefined): boolean {
  return typeof left === 'object' && typeof right === 'object'
    ? left.join('\n') === right.join('\n')
    : left === right;
}
