// Where a page of a list goes on, as a text that means nothing to who carries it. Knows no list. Pure.

import { AdminFailure } from './failure';

export function cursorText(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Empty for a text that no page gave. */
export function cursorPlace(cursor: string): readonly unknown[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) ? (place as unknown[]) : [];
  } catch {
    return [];
  }
}

export function cursorFault(): AdminFailure {
  return new AdminFailure(
    'invalid',
    'cursor: take it from `next` of the page before, or leave it out to begin again',
  );
}
