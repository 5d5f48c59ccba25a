// What a changed User resource asks of the directory: only what differs counts, and absence is not removal (imanage-model.md §2, §3a). Pure.

import { comparisonKey, sameName } from '../../directory/comparison';
import { sameJson } from '../../directory/event';
import { isJsonArray, isJsonObject, objectOf, type JsonObject, type JsonValue } from '../../directory/json';
import type { LibraryInput, UserInput } from '../../directory/user-record';
import { badRequest } from '../failure';
import { assignmentTexts, withoutSuperseded } from './role-values';
import { ENTERPRISE_USER, IMANAGE_USER } from './user-resource';

/** A writable resource before and after a request. */
export interface Rewritten {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Of a PATCH that names single libraries: which. Undefined where `libraries` is the full picture. */
  readonly namedLibraries: ReadonlySet<string> | undefined;
  /** All that the request itself says of libraries and roles, to know it again. */
  readonly placing: JsonValue;
}

export interface RequestedUser {
  readonly profile: JsonObject;
  readonly input: UserInput;
}

/**
 * What the resource, as a request would have it, asks for. Only what differs from before counts as asked: clients echo
 * what they read, and an echo of `libraries` must not outrank a new `role`.
 *
 * @throws ScimFailure 400 `invalidValue` when userName is missing
 */
export function requestedUser({ before, after, namedLibraries }: Rewritten): RequestedUser {
  const { active, password: _password, [IMANAGE_USER]: _imanage, ...profile } = after;
  if (typeof profile['userName'] !== 'string') {
    throw badRequest(
      'invalidValue',
      'userName: is required; it is the login name of the person',
      'user-name-missing',
    );
  }
  const rolesAdded = assignmentTexts(after['roles']).filter(
    (text) => !includesName(assignmentTexts(before['roles']), text),
  );
  const rolesRemoved = assignmentTexts(before['roles']).filter(
    (text) => !includesName(assignmentTexts(after['roles']), text),
  );
  return {
    profile: withoutManagerReference(withoutSuperseded(profile, rolesAdded)),
    input: {
      ...signIn(before['active'], active),
      ...changedAttributes(objectOf(before[IMANAGE_USER]), objectOf(after[IMANAGE_USER]), namedLibraries),
      rolesAdded,
      rolesRemoved,
    },
  };
}

/** The reference is made anew for every answer; kept as sent, an echo of it would count as a change. */
function withoutManagerReference(profile: JsonObject): JsonObject {
  const { [ENTERPRISE_USER]: enterprise, ...others } = profile;
  if (!isJsonObject(enterprise) || !isJsonObject(enterprise['manager'])) return profile;
  const { manager, ...rest } = enterprise;
  const { $ref: _reference, ...named } = manager;
  const kept = { ...rest, ...(isEmpty(named) ? {} : { manager: named }) };
  return { ...others, ...(isEmpty(kept) ? {} : { [ENTERPRISE_USER]: kept }) };
}

/**
 * What a PUT comes down to: absence of the iManage extension, of parts of it, of `active` or of `roles` is not removal
 * (imanage-model.md §3a); null, "" and [] are.
 *
 * @param given the body in canonical form
 * @param unassigned paths of the attributes that the body names to unassign them
 * @returns the writable resource before and after; what only one of them has counts as a change
 */
export function replacedUser(
  before: JsonObject,
  given: JsonObject,
  unassigned: ReadonlySet<string>,
): Rewritten {
  const { roles: _roles, ...withoutRoles } = before;
  const speaksOfRoles = given['roles'] !== undefined || unassigned.has('roles');
  const active = given['active'] ?? before['active'];
  const kept = Object.entries(objectOf(before[IMANAGE_USER])).filter(
    ([name]) => !unassigned.has(`${IMANAGE_USER}:${name}`),
  );
  const after = {
    ...given,
    ...(active === undefined ? {} : { active }),
    [IMANAGE_USER]: { ...Object.fromEntries(kept), ...objectOf(given[IMANAGE_USER]) },
  };
  return {
    before: speaksOfRoles ? before : withoutRoles,
    after,
    namedLibraries: undefined,
    placing: { ...placingOf(given), unassigned: [...unassigned] },
  };
}

/** What a new person's resource asks for. @param given the body in canonical form */
export function newlyRequested(given: JsonObject): Rewritten {
  return { before: {}, after: given, namedLibraries: undefined, placing: placingOf(given) };
}

function placingOf({ roles = null, [IMANAGE_USER]: imanage = null }: JsonObject): JsonObject {
  return { roles, imanage };
}

/** Only an explicit value says anything about the sign-in; taking `active` away leaves it as it is. */
function signIn(before: JsonValue | undefined, after: JsonValue | undefined): UserInput {
  if (typeof after === 'boolean') return { signInEnabled: after };
  return before === undefined ? {} : { signInEnabled: null };
}

function changedAttributes(
  before: JsonObject,
  after: JsonObject,
  namedLibraries: Rewritten['namedLibraries'],
): UserInput {
  const asked = (name: string): JsonValue | undefined =>
    sameJson(before[name], after[name]) ? undefined : (after[name] ?? null);
  const text = (name: string): string | null | undefined => asked(name) as string | null | undefined;
  const libraries = namedLibraries === undefined ? asked('libraries') : undefined;
  return withoutUndefined({
    userId: text('userId'),
    preferredLibrary: text('preferredLibrary'),
    role: text('role'),
    location: text('location'),
    accountType: text('accountType'),
    libraryAssignments: text('libraryAssignments'),
    external: asked('external') as boolean | null | undefined,
    libraries: libraries === undefined ? undefined : libraryInputs(before['libraries'], libraries),
    libraryRows:
      namedLibraries === undefined
        ? undefined
        : rowInputs(before['libraries'], after['libraries'], namedLibraries),
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
  // Only a new mark is asked for: it takes the mark from the row that has it, and an echo outranks no preferredLibrary.
  const isMarkedNow = (row: LibraryInput): boolean =>
    row.preferred === true &&
    !held.some((old) => old.preferred === true && sameName(old.library, row.library));
  return rows.map((row) => ({ ...row, preferred: isMarkedNow(row) }));
}

/** The named rows as they are now; a row that was taken away has its sign-in disabled: there is no un-assignment. */
function rowInputs(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  names: ReadonlySet<string>,
): readonly LibraryInput[] {
  const isNamed = ({ library }: LibraryInput): boolean => names.has(comparisonKey(library));
  const left = libraryInputs(before, after ?? []).filter(isNamed);
  const gone = (isJsonArray(before) ? before.filter(isJsonObject).map(libraryInput) : [])
    .filter(isNamed)
    .filter((row) => !left.some((other) => sameName(other.library, row.library)));
  return [...left, ...gone.map((row) => ({ ...row, signInEnabled: false, preferred: false }))];
}

function libraryInput(row: JsonObject): LibraryInput {
  if (typeof row['value'] !== 'string') {
    throw badRequest(
      'invalidValue',
      `attribute "${IMANAGE_USER}:libraries.value" is required: the id of the library`,
      'value',
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

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}

function withoutUndefined(input: { readonly [K in keyof UserInput]: UserInput[K] | undefined }): UserInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
