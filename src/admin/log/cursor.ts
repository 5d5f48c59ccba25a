// Where a page of the sync log goes on. Pure.

import type { LogPosition } from '../../directory/sync-log';
import { cursorFault, cursorPlace, cursorText } from '../cursor';

export function cursorOf({ at, id }: LogPosition): string {
  return cursorText([at.getTime(), id]);
}

/** @throws AdminFailure `invalid` for a text that no page gave */
export function positionAt(cursor: string): LogPosition {
  const [time, id] = cursorPlace(cursor);
  if (typeof time === 'number' && typeof id === 'string' && /^(?:e\..{1,100}|r\.[0-9a-f]{24})$/.test(id)) {
    const at = new Date(time);
    if (!Number.isNaN(at.getTime())) return { at, id };
  }
  throw cursorFault();
}
