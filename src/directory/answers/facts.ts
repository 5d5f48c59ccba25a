// People and groups as answers show them, from the facts that events tell; records become facts first, so that now and then read alike.

import { comparisonKey, sameName } from '../comparison';
import { groupFacts, userFacts } from '../event';
import { isReserved } from '../group';
import { seenName } from '../group-name';
import type { GroupRecord } from '../group-record';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json';
import type { Assignment, UserRecord } from '../user-record';

export type SignIn = 'enabled' | 'disabled';

export interface Person {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly fullName: string;
  readonly email: string;
  readonly external: boolean;
  /** The global one; a deleted person cannot sign in, but is kept by iManage (rule 3.1). */
  readonly signIn: SignIn | 'deleted';
  readonly preferredLibrary: string;
  readonly location: string;
  readonly libraries: readonly Assignment[];
}

export interface Team {
  readonly id: string;
  readonly groupId: string;
  readonly displayName: string;
  /** Null for a global group. */
  readonly library: string | null;
  readonly external: boolean;
  readonly enabled: boolean;
  readonly deleted: boolean;
  /** One of iManage's own, with administration rights. */
  readonly reserved: boolean;
  /** Full privileges in its library, above every role (imanage-model.md §1, Group). */
  readonly nrtAdmin: boolean;
}

export function personOf(id: string, facts: JsonObject): Person {
  const libraries = isJsonArray(facts['libraries']) ? facts['libraries'].filter(isJsonObject) : [];
  return {
    id,
    userId: text(facts['userId']),
    userName: text(facts['userName']),
    fullName: text(facts['fullName']),
    email: text(facts['email']),
    external: facts['external'] === true,
    signIn: facts['deleted'] === true ? 'deleted' : signIn(facts['signInEnabled'] === true),
    preferredLibrary: text(facts['preferredLibrary']),
    location: text(facts['location']),
    libraries: libraries.map((row) => ({
      library: text(row['library']),
      role: text(row['role']),
      signInEnabled: row['signInEnabled'] === true,
    })),
  };
}

/** Full privileges in its library, whatever the role (imanage-model.md §1, Group). */
const NRTADMIN = seenName('NRTADMIN');

export function teamOf(id: string, facts: JsonObject): Team {
  const groupId = text(facts['groupId']);
  const displayName = text(facts['displayName']) || groupId;
  return {
    id,
    groupId,
    displayName,
    library: typeof facts['library'] === 'string' ? facts['library'] : null,
    external: facts['external'] === true,
    enabled: facts['enabled'] === true,
    deleted: facts['deleted'] === true,
    reserved: isReserved({ groupId, profile: { displayName } }),
    nrtAdmin: [groupId, displayName].some((name) => seenName(name) === NRTADMIN),
  };
}

export function personNow(user: UserRecord): Person {
  return personOf(user.id, userFacts(user));
}

export function teamNow(group: GroupRecord): Team {
  return teamOf(group.id, groupFacts(group));
}

export function signIn(isEnabled: boolean): SignIn {
  return isEnabled ? 'enabled' : 'disabled';
}

/** @param key comparison key of a part of a name, User ID or e-mail address */
export function isCalled({ userName, userId, fullName, email }: Person, key: string): boolean {
  return [userName, userId, fullName, email].some((name) => comparisonKey(name).includes(key));
}

/** Whether the group counts in the library: it is of that library, or global. */
export function isOfLibrary(team: Team, library: string): boolean {
  return team.library === null || sameName(team.library, library);
}

/** `LIBRARY:ROLE` for each library, those where the sign-in is disabled marked. */
export function assignmentTexts(libraries: readonly Assignment[]): readonly string[] {
  return libraries.map(
    ({ library, role, signInEnabled }) => `${library}:${role}${signInEnabled ? '' : ' (disabled)'}`,
  );
}

/** Its name, with what an admin must know of it. */
export function teamText({ displayName, library, enabled, reserved }: Team): string {
  const marks = [
    ...(library === null ? [] : [library]),
    ...(reserved ? ['reserved'] : []),
    ...(enabled ? [] : ['disabled']),
  ];
  return marks.length === 0 ? displayName : `${displayName} (${marks.join(', ')})`;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
