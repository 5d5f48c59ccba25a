// What one event means for the numbers of its day: a seat taken, given up or changed in kind, and a move. Pure.

import { isCleanUpRun } from './answers/clean-up';
import { sameJson, type DirectoryEvent } from './event';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { UserRecord } from './user-record';

/** Of one person: not there yet, there without a seat, on an internal one, on an external one. */
export type Seat = '-' | 'o' | 'i' | 'e';
/**
 * - two letters: from one seat to another, such as `io`: somebody left
 * - `moved`: of a person; `members`: people came into a group or left it
 */
export type DayMark = `${Seat}${Seat}` | 'moved' | 'members';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Whose change is a move; a department's, too. */
const MOVES = ['libraries', 'preferredLibrary', 'location', 'external', 'fullName'] as const;

export function seatOf(user: Pick<UserRecord, 'signInEnabled' | 'external'> | undefined): Seat {
  if (user === undefined) return '-';
  if (!user.signInEnabled) return 'o';
  return user.external ? 'e' : 'i';
}

/** @param step of the person's seat, where the event is a person's */
export function marksOf(event: DirectoryEvent, step?: readonly [Seat, Seat]): readonly DayMark[] {
  if (event.resourceType === 'User') return [...stepMark(step), ...(isMove(event) ? ['moved' as const] : [])];
  return changesMembers(event) ? ['members'] : [];
}

/**
 * The steps of each of a person's events, for events that were kept before they had marks.
 *
 * @param events of one person, from the first one on, in order of version
 */
export function seatSteps(
  events: readonly Pick<DirectoryEvent, 'id' | 'after'>[],
): ReadonlyMap<string, readonly [Seat, Seat]> {
  const steps = new Map<string, readonly [Seat, Seat]>();
  let held: { readonly signInEnabled: boolean; readonly external: boolean } | undefined;
  for (const { id, after } of events) {
    const next = {
      signInEnabled: flag(after['signInEnabled'], held?.signInEnabled),
      external: flag(after['external'], held?.external),
    };
    steps.set(id, [seatOf(held), seatOf(next)]);
    held = next;
  }
  return steps;
}

function stepMark(step: readonly [Seat, Seat] | undefined): readonly DayMark[] {
  return step === undefined || step[0] === step[1] ? [] : [`${step[0]}${step[1]}`];
}

/** What a clean-up takes from somebody who is gone moves nobody. */
function isMove({ operation, actor, before, after }: DirectoryEvent): boolean {
  if ((operation !== 'patch' && operation !== 'replace') || isCleanUpRun(actor.requestId)) return false;
  const isChanged = MOVES.some((name) => Object.hasOwn(before, name) || Object.hasOwn(after, name));
  return isChanged || !sameJson(departmentOf(before), departmentOf(after));
}

function changesMembers({ resourceType, actor, membersAdded, membersRemoved }: DirectoryEvent): boolean {
  const isGroup = resourceType === 'Group' && !isCleanUpRun(actor.requestId);
  return isGroup && membersAdded.length + membersRemoved.length > 0;
}

function departmentOf(facts: JsonObject): JsonValue | undefined {
  const enterprise = facts[ENTERPRISE];
  return isJsonObject(enterprise) ? enterprise['department'] : undefined;
}

function flag(value: JsonValue | undefined, held: boolean | undefined): boolean {
  return typeof value === 'boolean' ? value : (held ?? false);
}
