// How a list of records is ordered, in the terms of the search form; free of SCIM's names and of MongoDB's.

import type { Literal, SearchForm, SearchPath, SearchValue } from './condition';
import { codePointOrder } from './meets';

export interface Sort {
  /** Where the value stands in the search form; `'0'` is the first element of a multi-valued attribute. */
  readonly path: SearchPath;
  readonly descending: boolean;
  /** Every record has a value there, so that none has to be put last for lack of one. */
  readonly alwaysPresent: boolean;
}

/** What a record is ordered by; null where it has no value, or where the list is not sorted. */
export type SortValue = Literal | null;

/** Where a record stands in a list: by its value, and among those of one value by its id. */
export interface Position {
  readonly value: SortValue;
  readonly id: string;
}

/** A place between two records. */
export interface Edge extends Omit<Position, 'id'> {
  /** Null: the whole of those with this value lies on one side. */
  readonly id: string | null;
  /** What stands exactly there belongs to what is asked for. */
  readonly inclusive: boolean;
}

/**
 * A page that begins beyond a place in the order instead of behind so many records: whatever is created, changed or
 * deleted meanwhile, it moves no other record from one page to another.
 */
export interface Walk {
  /** The records before the edge, the nearest of them; in the order of the list nevertheless. */
  readonly backward: boolean;
  /** Null at the end of the list where a walk begins. */
  readonly beyond: Edge | null;
  /** Whether the total is wanted: counting a million takes longer than a page of them. */
  readonly counted: boolean;
}

/** What stands at the path of a sort. */
export function sortValueAt(form: SearchForm, path: SearchPath): SortValue {
  let value: SearchValue | undefined = form;
  for (const name of path) {
    if (typeof value !== 'object') return null;
    value = (value as Readonly<Record<string, SearchValue | undefined>>)[name];
  }
  return isLiteral(value) ? value : null;
}

function isLiteral(value: SearchValue | undefined): value is Literal {
  return value !== undefined && (typeof value !== 'object' || value instanceof Date);
}

/**
 * Negative, 0 or positive as the left value stands before, at or behind the right one. Without a value: last in
 * ascending order, first in descending (RFC 7644 §3.4.2.3).
 */
export function compareSortValues(left: SortValue, right: SortValue, descending: boolean): number {
  const sign = descending ? -1 : 1;
  if (left === null || right === null) return sign * (Number(left === null) - Number(right === null));
  if (typeof left === 'string' && typeof right === 'string') return sign * codePointOrder(left, right);
  const kind = codePointOrder(typeof left, typeof right);
  // Only attributes of one name in two resource types can differ in type.
  return sign * (kind === 0 ? Number(left) - Number(right) : kind);
}
