// Where a list of alerts goes on, as a text that says nothing to whoever holds it. Knows no alert.

import { ALERT_STATES } from '../../directory/alert-words';
import type { AlertPosition } from '../../directory/alerts';
import { AdminFailure } from '../failure';

export function cursorOf({ state, at, id }: AlertPosition): string {
  return Buffer.from(JSON.stringify([state, at.getTime(), id])).toString('base64url');
}

/** @throws AdminFailure `invalid` where it is none of ours */
export function positionOf(cursor: string): AlertPosition {
  const [state, at, id] = parsed(cursor);
  const known = ALERT_STATES.find((each) => each === state);
  if (known === undefined || typeof at !== 'number' || !Number.isSafeInteger(at) || typeof id !== 'string')
    throw new AdminFailure(
      'invalid',
      'cursor: this is no cursor of this list; begin at the first page again',
    );
  return { state: known, at: new Date(at), id };
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
