// Where a page of a list goes on, as a text that means nothing to who carries it. Pure.

import { AdminFailure } from '../failure';

export function cursorAfter(...place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @param parts of how many texts the place is made @throws AdminFailure `invalid` for a text that no page gave */
export function placeAfter(cursor: string | undefined, parts: number): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const place = parsed(cursor);
  if (place.length === parts && place.every((part) => typeof part === 'string')) return place;
  throw new AdminFailure(
    'invalid',
    'cursor: take it from `next` of the page before, or leave it out to begin again',
  );
}

/** Reads one more than is wanted: whether there is a next page is known without counting. */
export async function pageOf<T>(
  limit: number,
  read: (limit: number) => Promise<readonly T[]>,
  placeOf: (last: T) => readonly string[],
): Promise<{ readonly rows: readonly T[]; readonly next: string | null }> {
  const found = await read(limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? cursorAfter(...placeOf(last)) : null };
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return [];
  }
}
