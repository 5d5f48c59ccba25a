// What may happen to an iManage user: create, change, delete (disable sign-in) and return. Pure; stores nothing.

import { placeUser } from './assignments';
import { sameName } from './comparison';
import type { Customer } from './customer';
import { DirectoryFailure } from './failure';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json';
import { isUsableUserId } from './user-id';
import type { UserInput, UserRecord } from './user-record';

/** What stamps a new version of a record; both come from outside so that tests can hold them still. */
export interface Stamp {
  readonly id: string;
  readonly now: Date;
}

const FULL_NAME_LENGTH_MAX = 254;
const LOCATION_LENGTH_MAX = 254;

/** A person whom this customer never had. @throws DirectoryFailure naming the rule that refuses the input */
export function newUser(customer: Customer, profile: JsonObject, input: UserInput, stamp: Stamp): UserRecord {
  const external = input.external ?? false;
  return {
    id: stamp.id,
    customer: customer.id,
    version: 1,
    created: stamp.now,
    lastModified: stamp.now,
    deletedAt: null,
    ...userIdAfter(undefined, profile, input),
    ...identity(profile),
    emailSince: stamp.now,
    emailClaimed: false,
    locked: false,
    signInEnabled: input.signInEnabled ?? true,
    activeUnassigned: false,
    external,
    location: locationAfter(null, input),
    accountType: accountTypeAfter(external ? 'virtual' : 'enterprise', input, external),
    ...placeUser(customer, undefined, input, external),
    placedBy: null,
  };
}

/**
 * The person after a PUT or PATCH; the same version when nothing changed is up to the caller, who compares.
 *
 * @throws DirectoryFailure naming the rule that refuses the input
 */
export function changedUser(
  customer: Customer,
  before: UserRecord,
  profile: JsonObject,
  input: UserInput,
): UserRecord {
  const external = input.external === undefined ? before.external : (input.external ?? false);
  const placed = placeUser(customer, before, input, external);
  const changed: UserRecord = {
    ...before,
    ...identity(profile),
    ...userIdAfter(before, profile, input),
    external,
    location: locationAfter(before.location, input),
    accountType: accountTypeAfter(before.accountType, input, external),
    ...placed,
    signInEnabled: input.signInEnabled ?? before.signInEnabled,
    activeUnassigned:
      input.signInEnabled === undefined ? before.activeUnassigned : input.signInEnabled === null,
  };
  const isEnable = !before.signInEnabled && changed.signInEnabled;
  return isEnable ? reenabled(customer, changed, input) : changed;
}

/** Rule 3.1: the person is gone for SCIM and cannot sign in; User ID, history, libraries and memberships stay. */
export function deletedUser(before: UserRecord, now: Date): UserRecord {
  return { ...before, deletedAt: now, signInEnabled: false };
}

/**
 * Rule 3.2: the person who was deleted comes back with the same id and User ID. Sign-in stays disabled unless the
 * request enables it in so many words: a replayed creation must not let a leaver in.
 */
export function returnedUser(
  customer: Customer,
  deleted: UserRecord,
  profile: JsonObject,
  input: UserInput,
): UserRecord {
  const { returnApprovedUntil: _used, ...user } = changedUser(customer, deleted, profile, input);
  return { ...user, deletedAt: null };
}

/**
 * Rule 3.3: iManage leaves every library disabled after an enable. `restore` gives the flags back as they were, so
 * they are simply kept; `manual` shows them as iManage would have them, but for libraries this very request names.
 */
function reenabled(customer: Customer, changed: UserRecord, input: UserInput): UserRecord {
  if (customer.rules.reenableLibraries === 'restore') return changed;
  const placed = placeUser(customer, disabledEverywhere(changed), input, changed.external);
  return { ...changed, ...placed };
}

/** As iManage has a person who was just enabled: no library lets the person in. */
export function disabledEverywhere(user: UserRecord): UserRecord {
  return { ...user, assignments: user.assignments.map((row) => ({ ...row, signInEnabled: false })) };
}

/** Rule 3.6: the User ID never changes; it may be set once as long as there was none that iManage can hold. */
function userIdAfter(
  before: UserRecord | undefined,
  profile: JsonObject,
  input: UserInput,
): Pick<UserRecord, 'userId' | 'unusableUserId' | 'suffixedFrom'> {
  const held = before?.userId ?? null;
  const suffixedFrom = before?.suffixedFrom ?? null;
  if (held !== null) {
    // A client that asked for a User ID and got it with a suffix may go on asking.
    const same = [held, ...(suffixedFrom === null ? [] : [suffixedFrom])];
    if (
      input.userId === undefined ||
      (input.userId !== null && same.some((id) => sameName(id, input.userId ?? '')))
    ) {
      return { userId: held, unusableUserId: null, suffixedFrom };
    }
    throw new DirectoryFailure(
      'mutability',
      `userId: the User ID "${held}" cannot be changed; iManage keeps it for this person for good`,
      'user-id-immutable',
    );
  }
  const asked = input.userId === undefined ? (before?.unusableUserId ?? null) : input.userId;
  const wanted = asked ?? textOf(profile['userName']) ?? '';
  return isUsableUserId(wanted)
    ? { userId: wanted, unusableUserId: null, suffixedFrom: null }
    : { userId: null, unusableUserId: asked, suffixedFrom: null };
}

/** Names that iManage shows, derived from the profile on every change (imanage-model.md §1, §2). */
function identity(profile: JsonObject): Pick<UserRecord, 'profile' | 'fullName' | 'email'> {
  return { profile, fullName: fullNameOf(profile), email: emailOf(profile) };
}

function fullNameOf(profile: JsonObject): string {
  const name = isJsonObject(profile['name']) ? profile['name'] : {};
  const parts = [textOf(name['givenName']), textOf(name['familyName'])].filter((part) => part !== undefined);
  const full = textOf(profile['displayName']) ?? textOf(name['formatted']) ?? (parts.join(' ') || undefined);
  const whole = full ?? textOf(profile['userName']) ?? '';
  // Half of a character outside the basic plane would be no text.
  return whole.slice(0, FULL_NAME_LENGTH_MAX).replace(/[\uD800-\uDBFF]$/, '');
}

/** `emails[primary]`, else `[type eq "work"]`, else the first. */
function emailOf(profile: JsonObject): string | null {
  const emails = isJsonArray(profile['emails']) ? profile['emails'].filter(isJsonObject) : [];
  const chosen =
    emails.find((email) => email['primary'] === true) ??
    emails.find((email) => email['type'] === 'work') ??
    emails[0];
  return textOf(chosen?.['value']) ?? null;
}

function locationAfter(held: string | null, input: UserInput): string | null {
  if (input.location === undefined) return held;
  if ((input.location?.length ?? 0) > LOCATION_LENGTH_MAX) {
    throw new DirectoryFailure(
      'invalidValue',
      `location: at most ${LOCATION_LENGTH_MAX} characters`,
      'text-too-long',
    );
  }
  return input.location;
}

function accountTypeAfter(
  held: UserRecord['accountType'],
  input: UserInput,
  external: boolean,
): UserRecord['accountType'] {
  if (input.accountType === undefined) return held;
  if (input.accountType === null) return external ? 'virtual' : 'enterprise';
  const wanted = input.accountType.toLowerCase();
  if (wanted === 'enterprise' || wanted === 'virtual') return wanted;
  throw new DirectoryFailure(
    'invalidValue',
    `accountType: "${input.accountType}" is unknown; known: enterprise, virtual`,
    'account-type-unknown',
  );
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
