// Where a page of the sync log goes on, as a text that means nothing to who carries it. Pure.

import type { LogPosition } from '../../directory/sync-log';
import { AdminFailure } from '../failure';

export function cursorOf({ at, id }: LogPosition): string {
  return Buffer.from(JSON.stringify([at.getTime(), id])).toString('base64url');
}

/** @throws AdminFailure `invalid` for a text that no page gave */
export function positionAt(cursor: string): LogPosition {
  const [time, id] = parsed(cursor);
  if (typeof time === 'number' && typeof id === 'string' && /^(?:e\..{1,100}|r\.[0-9a-f]{24})$/.test(id)) {
    const at = new Date(time);
    if (!Number.isNaN(at.getTime())) return { at, id };
  }
  throw new AdminFailure(
    'invalid',
    'cursor: take it from `next` of the page before, or leave it out to begin again',
  );
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return [];
  }
}
