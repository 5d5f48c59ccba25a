// A user record as a SCIM resource, and what a changed resource asks of the directory (imanage-model.md §2). Pure.

import { sameJson } from '../../directory/event';
import { sameName } from '../../directory/comparison';
import type { GroupReference } from '../../directory/group-record';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { LibraryInput, UserInput, UserRecord } from '../../directory/user-record';
import { badRequest } from '../failure';
import { assignmentTexts, withoutSuperseded } from './role-values';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';

/** What a client may write, in canonical form: what PATCH is applied to and PUT is compared with. */
export function writableUser(user: UserRecord): JsonObject {
  return { ...user.profile, ...activeAttribute(user), [IMANAGE]: imanageAttributes(user) };
}

/** The whole resource but for `groups`, which are rows of their own. */
export function userResource(user: UserRecord, baseUrl: string): JsonObject {
  const { [ENTERPRISE]: enterprise, ...profile } = user.profile;
  return {
    schemas: [CORE, ...(enterprise === undefined ? [] : [ENTERPRISE]), IMANAGE],
    id: user.id,
    ...profile,
    ...activeAttribute(user),
    ...(enterprise === undefined ? {} : { [ENTERPRISE]: withManagerReference(enterprise, baseUrl) }),
    [IMANAGE]: imanageAttributes(user),
    meta: {
      resourceType: 'User',
      created: user.created.toISOString(),
      lastModified: user.lastModified.toISOString(),
      location: `${baseUrl}/Users/${user.id}`,
      version: `W/"${user.version}"`,
    },
  };
}

/** `groups` as RFC 7643 §4.1.2 has it; membership is always direct, iManage nests no groups. */
export function groupsAttribute(groups: readonly GroupReference[], baseUrl: string): JsonObject {
  if (groups.length === 0) return {};
  return {
    groups: groups.map(({ id, display }) => ({
      value: id,
      $ref: `${baseUrl}/Groups/${id}`,
      display,
      type: 'direct',
    })),
  };
}

function activeAttribute(user: UserRecord): JsonObject {
  return user.activeUnassigned ? {} : { active: user.signInEnabled };
}

function withManagerReference(enterprise: JsonValue, baseUrl: string): JsonValue {
  if (!isJsonObject(enterprise) || !isJsonObject(enterprise['manager'])) return enterprise;
  const { value } = enterprise['manager'];
  if (typeof value !== 'string') return enterprise;
  const $ref = `${baseUrl}/Users/${encodeURIComponent(value)}`;
  return { ...enterprise, manager: { ...enterprise['manager'], $ref } };
}

function imanageAttributes(user: UserRecord): JsonObject {
  const userId = user.userId ?? user.unusableUserId;
  const held = user.assignments.find((row) => row.library === user.preferredLibrary);
  const enabled = user.assignments.filter((row) => row.signInEnabled);
  return {
    ...(userId === null ? {} : { userId }),
    preferredLibrary: user.preferredLibrary,
    ...(held === undefined ? {} : { role: held.role }),
    external: user.external,
    ...(user.location === null ? {} : { location: user.location }),
    accountType: user.accountType,
    ...(enabled.length === 0
      ? {}
      : { libraryAssignments: enabled.map((row) => `${row.library}:${row.role}`).join(';') }),
    libraries: user.assignments.map((row) => ({
      value: row.library,
      role: row.role,
      signInEnabled: row.signInEnabled,
      preferred: row.library === user.preferredLibrary,
    })),
    signInEnabled: user.signInEnabled,
    licenseSeat: user.signInEnabled,
  };
}

export interface RequestedUser {
  readonly profile: JsonObject;
  readonly input: UserInput;
}

/**
 * What the resource, as a request would have it, asks for. Only what differs from before counts as asked: clients echo
 * what they read, and an echo of `libraries` must not outrank a new `role`.
 *
 * @param before the writable resource so far, `{}` for a new person
 * @throws ScimFailure 400 `invalidValue` when userName is missing
 */
export function requestedUser(before: JsonObject, after: JsonObject): RequestedUser {
  const { active, password: _password, [IMANAGE]: _imanage, ...profile } = after;
  if (typeof profile['userName'] !== 'string') {
    throw badRequest('invalidValue', 'userName: is required; it is the login name of the person');
  }
  const rolesAdded = assignmentTexts(after['roles']).filter(
    (text) => !includesName(assignmentTexts(before['roles']), text),
  );
  const rolesRemoved = assignmentTexts(before['roles']).filter(
    (text) => !includesName(assignmentTexts(after['roles']), text),
  );
  return {
    profile: withoutSuperseded(profile, rolesAdded),
    input: {
      ...signIn(before['active'], active),
      ...changedAttributes(objectOf(before[IMANAGE]), objectOf(after[IMANAGE])),
      rolesAdded,
      rolesRemoved,
    },
  };
}

/** A PUT that leaves out the iManage extension, parts of it, or `active` keeps them: absence is not removal (§3a). */
export function keepUnnamed(before: JsonObject, given: JsonObject): JsonObject {
  const active = given['active'] ?? before['active'];
  return {
    ...given,
    ...(active === undefined ? {} : { active }),
    [IMANAGE]: { ...objectOf(before[IMANAGE]), ...objectOf(given[IMANAGE]) },
  };
}

/** Only an explicit value says anything about the sign-in; taking `active` away leaves it as it is. */
function signIn(before: JsonValue | undefined, after: JsonValue | undefined): UserInput {
  if (typeof after === 'boolean') return { signInEnabled: after };
  return before === undefined ? {} : { signInEnabled: null };
}

function changedAttributes(before: JsonObject, after: JsonObject): UserInput {
  const asked = (name: string): JsonValue | undefined =>
    sameJson(before[name], after[name]) ? undefined : (after[name] ?? null);
  const text = (name: string): string | null | undefined => asked(name) as string | null | undefined;
  const libraries = asked('libraries');
  return withoutUndefined({
    userId: text('userId'),
    preferredLibrary: text('preferredLibrary'),
    role: text('role'),
    location: text('location'),
    accountType: text('accountType'),
    libraryAssignments: text('libraryAssignments'),
    external: asked('external') as boolean | null | undefined,
    libraries: libraries === undefined ? undefined : libraryInputs(before['libraries'], libraries),
  });
}

function libraryInputs(before: JsonValue | undefined, after: JsonValue): readonly LibraryInput[] {
  const held = isJsonArray(before) ? before.filter(isJsonObject).map(libraryInput) : [];
  const given = isJsonArray(after) ? after.filter(isJsonObject).map(libraryInput) : [];
  // A row that was added for a library takes the place of the row that was there: one role in each library.
  const isReplaced = (row: LibraryInput): boolean =>
    given.some((other) => other !== row && sameName(other.library, row.library)) &&
    held.some((old) => sameJson({ ...old } as JsonObject, { ...row } as JsonObject));
  const rows = given.filter((row) => !isReplaced(row));
  const newlyPreferred = rows.filter(
    (row) =>
      row.preferred === true &&
      !held.some((old) => old.preferred === true && sameName(old.library, row.library)),
  );
  // A row that is marked preferred now takes the mark from the row that had it.
  if (newlyPreferred.length === 0) return rows;
  return rows.map((row) => ({ ...row, preferred: newlyPreferred.includes(row) }));
}

function libraryInput(row: JsonObject): LibraryInput {
  if (typeof row['value'] !== 'string') {
    throw badRequest(
      'invalidValue',
      `attribute "${IMANAGE}:libraries.value" is required: the id of the library`,
    );
  }
  return {
    library: row['value'],
    role: typeof row['role'] === 'string' ? row['role'] : undefined,
    signInEnabled: typeof row['signInEnabled'] === 'boolean' ? row['signInEnabled'] : undefined,
    preferred: typeof row['preferred'] === 'boolean' ? row['preferred'] : undefined,
  };
}

function includesName(texts: readonly string[], text: string): boolean {
  return texts.some((other) => sameName(other, text));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function withoutUndefined(input: { readonly [K in keyof UserInput]: UserInput[K] | undefined }): UserInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
