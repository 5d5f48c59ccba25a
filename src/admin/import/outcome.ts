// What became of the rows of a file. Knows neither users nor groups.

import { DirectoryFailure } from '../../directory/failure';
import { ScimFailure } from '../../scim/failure';

/** Why one row cannot be imported; the others can. */
export class RefusedRow extends Error {
  override readonly name = 'RefusedRow';
}

export interface RowOutcome {
  readonly line: number;
  /** The User ID, or the Group ID. */
  readonly id: string;
  readonly outcome: 'new' | 'matched' | 'refused';
  /** Why it was refused; where a match differs from the file; what iManage still lacks. */
  readonly detail: string;
}

export function refused(line: number, id: string, detail: string): RowOutcome {
  return { line, id, outcome: 'refused', detail };
}

/** The reason in a failure that concerns one row alone. @throws the failure where it does not: the database is away, or a bug */
export function reasonOf(error: unknown): string {
  if (error instanceof RefusedRow || error instanceof ScimFailure) return error.message;
  if (error instanceof DirectoryFailure && error.code !== 'unavailable') return error.message;
  throw error;
}

/** The first line of each key; a later one is refused, naming it. */
export function firstLines(): (what: string, key: string, line: number) => void {
  const lines = new Map<string, number>();
  return (what, key, line) => {
    const place = `${what}/${key}`;
    const first = lines.get(place);
    if (first !== undefined)
      throw new RefusedRow(`${what}: line ${first} has the same; each may be there once`);
    lines.set(place, line);
  };
}
