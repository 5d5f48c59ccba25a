// Pages of lists whose place is made of texts, such as a name and an id. Pure.

import { cursorFault, cursorPlace, cursorText } from '../cursor';

/** @param parts of how many texts the place is made @throws AdminFailure `invalid` for a text that no page gave */
export function placeAfter(cursor: string | undefined, parts: number): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const place = cursorPlace(cursor);
  if (place.length === parts && place.every((part) => typeof part === 'string')) return place;
  throw cursorFault();
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
  return { rows, next: found.length > limit && last !== undefined ? cursorText(placeOf(last)) : null };
}
