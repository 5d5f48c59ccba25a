// What a person is once an action is taken back, or why it cannot be any more. Pure; stores nothing.

import type { Customer } from '../../directory/customer';
import { sameJson, userFacts, type DirectoryEvent } from '../../directory/event';
import { isJsonArray, isJsonObject, type JsonObject } from '../../directory/json';
import { mayReturn, withoutApproval } from '../../directory/return-approval';
import type { UserRecord } from '../../directory/user-record';
import { conflict, signedIn, type Change, type Decide } from './changes';
import { calledInWords } from './named-person';

/** What actions change, by the name of the fact. */
const SUBJECTS: Readonly<Record<string, string>> = {
  signInEnabled: 'the sign-in',
  activeUnassigned: 'the sign-in',
  libraries: 'a library',
  returnApprovedUntil: 'the approval of the return',
};

interface On {
  readonly event: DirectoryEvent;
  readonly name: string;
  readonly customer: Customer;
  readonly now: Date;
}

/** @param later the events of the person after the one that is taken back */
export function takenBack(event: DirectoryEvent, later: readonly DirectoryEvent[]): Decide {
  return (user, { customer, now }) => {
    if (!changedNames(event).every((name) => Object.hasOwn(SUBJECTS, name)))
      throw conflict('This event changed more than an action on a person does; it cannot be taken back.');
    assertStillTrue(event, later, user);
    const on = { event, name: calledInWords(user), customer, now };
    const asIs: Change = { user, operation: 'patch', done: [], warnings: [], instead: 'act anew' };
    return approvalBack(signInBack(rowsBack(asIs, on), on), on);
  };
}

function rowsBack(change: Change, { event, name }: On): Change {
  const rows = changedRows(event);
  if (rows.size === 0) return change;
  const assignments = change.user.assignments.map((row) => {
    const was = rows.get(row.library);
    return was === undefined ? row : { ...row, signInEnabled: was['signInEnabled'] === true };
  });
  const words = [...rows].map(
    ([library, was]) =>
      `${library} is ${was['signInEnabled'] === true ? 'enabled' : 'disabled'} again for ${name}.`,
  );
  return told(change, { ...change.user, assignments, placedBy: null }, ...words);
}

function signInBack(change: Change, { event, name, customer }: On): Change {
  const was = event.before['signInEnabled'];
  if (was === undefined) return change;
  if (was === false)
    return told(
      change,
      { ...change.user, signInEnabled: false },
      `${name} can no longer sign in, as before.`,
    );
  // Libraries that the action itself had disabled are back already; else the rule of every enable holds.
  const { user, warnings } = signedIn(change.user, customer);
  const isWhole = changedRows(event).size > 0;
  const enabled = isWhole ? { ...user, assignments: change.user.assignments } : user;
  return told(
    { ...change, warnings: isWhole ? [] : warnings },
    enabled,
    `${name} can sign in to iManage again.`,
  );
}

function approvalBack(change: Change, { event, name, now }: On): Change {
  const [was, is] = [event.before['returnApprovedUntil'], event.after['returnApprovedUntil']];
  if (was === is) return change;
  if (typeof was !== 'string') {
    const words = `The approval is withdrawn: ${name} does not come back under another externalId.`;
    return { ...told(change, withoutApproval(change.user), words), operation: 'withdraw' };
  }
  const approved = { ...change.user, returnApprovedUntil: new Date(was) };
  if (!mayReturn(approved, now))
    throw conflict(`The approval would have ended on ${was.slice(0, 10)}; approve the return anew.`);
  const words = `The return of ${name} is approved again, until ${was.slice(0, 10)}.`;
  return { ...told(change, approved, words), operation: 'approve' };
}

function told(change: Change, user: UserRecord, ...words: readonly string[]): Change {
  return { ...change, user, done: [...change.done, ...words] };
}

/** @throws AdminFailure `conflict` naming who changed the same since */
function assertStillTrue(event: DirectoryEvent, later: readonly DirectoryEvent[], user: UserRecord): void {
  const name = calledInWords(user);
  const since = later.find((other) => touched(event, other) !== undefined);
  if (since !== undefined) {
    const what = touched(event, since) ?? '';
    throw conflict(
      `It cannot be taken back: "${since.actor.connection}" (${since.actor.client}) changed ${what} of ${name} on ` +
        `${since.at.toISOString()}, after it. Look at the person as they are now, and act anew.`,
    );
  }
  const facts = userFacts(user);
  const isAsLeft = changedNames(event).every((fact) =>
    fact === 'libraries' ? rowsAsLeft(event, facts) : sameJson(facts[fact], event.after[fact]),
  );
  if (!isAsLeft)
    throw conflict(
      `It cannot be taken back: ${name} was changed at the same time. Look again, and act anew.`,
    );
}

/** What of the event's doing the other one did again or undid; undefined where nothing. */
function touched(event: DirectoryEvent, other: DirectoryEvent): string | undefined {
  const names = changedNames(other);
  if (names.includes('deleted')) return 'whether they are deleted';
  const name = changedNames(event).find((fact) =>
    fact === 'libraries'
      ? [...changedRows(event).keys()].some((library) => isRowChanged(other, library))
      : names.includes(fact),
  );
  return name === undefined ? undefined : SUBJECTS[name];
}

function isRowChanged({ before, after }: DirectoryEvent, library: string): boolean {
  return !sameJson(rowsOf(before).get(library), rowsOf(after).get(library));
}

function changedNames({ before, after }: DirectoryEvent): readonly string[] {
  return Object.keys({ ...before, ...after });
}

/** By library, how the row was before. */
function changedRows(event: DirectoryEvent): ReadonlyMap<string, JsonObject> {
  return new Map([...rowsOf(event.before)].filter(([library]) => isRowChanged(event, library)));
}

function rowsAsLeft(event: DirectoryEvent, facts: JsonObject): boolean {
  const [left, now] = [rowsOf(event.after), rowsOf(facts)];
  return [...changedRows(event).keys()].every((library) => sameJson(left.get(library), now.get(library)));
}

function rowsOf(facts: JsonObject): ReadonlyMap<string, JsonObject> {
  const rows = isJsonArray(facts['libraries']) ? facts['libraries'].filter(isJsonObject) : [];
  return new Map(rows.map((row) => [typeof row['library'] === 'string' ? row['library'] : '', row]));
}
