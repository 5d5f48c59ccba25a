// The event that every accepted write leaves behind: the sync log's truth and the queue from which delivery reads.

import type { GroupRecord } from './group-record';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { UserRecord } from './user-record';

/** Who asked: the connection whose token was shown, what kind of client it looked like, and its request. */
export interface Actor {
  readonly connection: string;
  readonly client: string;
  readonly requestId: string;
  /** Why, in the words of an admin who acted by hand. */
  readonly reason?: string;
}

/**
 * `configure`: a change of a customer's catalogue or rules; `approve`, `withdraw`: an admin lets a deleted person come back
 * (rule 3.2), or takes that back.
 */
export type EventOperation =
  'create' | 'replace' | 'patch' | 'delete' | 'return' | 'configure' | 'approve' | 'withdraw';

/** Names of the rules of imanage-model.md §3 that shaped a write beyond what was sent. */
export type AppliedRule =
  | 'delete-disables-sign-in'
  | 'person-returned'
  | 'return-approved'
  | 'user-id-suffixed'
  | 'return-left-disabled'
  | 'memberships-kept'
  | 'memberships-removed'
  | 'memberships-given-back'
  | 'frozen-group-passed-over'
  | 'libraries-restored'
  | 'libraries-left-disabled'
  | 'group-emptied'
  | 'group-revived'
  | 'nested-group-flattened'
  | 'frozen-parent-kept';

/** Whom a mass change moved is kept beside its event. */
export interface MovedMembers {
  /** Where they are kept. */
  readonly id: string;
  readonly added: number;
  readonly removed: number;
}

export interface DirectoryEvent {
  readonly id: string;
  readonly customer: string;
  readonly at: Date;
  readonly actor: Actor;
  /** `User`, `Group`, `Customer`, or the name of a type that the customer defined itself. */
  readonly resourceType: string;
  readonly resourceId: string;
  /** The version that this write made. */
  readonly version: number;
  readonly operation: EventOperation;
  /** Only what changed; a value that was not there is absent. No secrets. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly membersAdded: readonly string[];
  readonly membersRemoved: readonly string[];
  /** Where more came and left than one event holds: the two lists are the first of them. */
  readonly moved?: MovedMembers;
  readonly rules: readonly AppliedRule[];
  readonly tolerances: readonly string[];
}

/** How many came and left in all. */
export function movedCounts({
  membersAdded,
  membersRemoved,
  moved,
}: Pick<DirectoryEvent, 'membersAdded' | 'membersRemoved' | 'moved'>): Omit<MovedMembers, 'id'> {
  return moved ?? { added: membersAdded.length, removed: membersRemoved.length };
}

/** What of a user an event tells, one entry per attribute. */
export function userFacts(user: UserRecord): JsonObject {
  return {
    ...user.profile,
    ...optional('userId', user.userId ?? user.unusableUserId),
    fullName: user.fullName,
    ...optional('email', user.email),
    ...optional('location', user.location),
    signInEnabled: user.signInEnabled,
    ...(user.activeUnassigned ? { activeUnassigned: true } : {}),
    external: user.external,
    preferredLibrary: user.preferredLibrary,
    accountType: user.accountType,
    libraries: user.assignments.map((row) => ({ ...row })),
    deleted: user.deletedAt !== null,
    ...(user.returnApprovedUntil === undefined
      ? {}
      : { returnApprovedUntil: user.returnApprovedUntil.toISOString() }),
  };
}

/** What of a group an event tells; its members come as lists of their own. */
export function groupFacts(group: GroupRecord): JsonObject {
  return {
    ...group.profile,
    groupId: group.groupId,
    ...optional('library', group.library),
    external: group.external,
    enabled: group.enabled,
    ...(group.nestedGroups.length === 0 ? {} : { nestedGroups: [...group.nestedGroups] }),
    deleted: group.deletedAt !== null,
  };
}

/** The entries that differ, from both sides. */
export function difference(
  before: JsonObject,
  after: JsonObject,
): { readonly before: JsonObject; readonly after: JsonObject } {
  const was: Record<string, JsonValue> = {};
  const is: Record<string, JsonValue> = {};
  const compare = (name: string): void => {
    const [from, to] = [before[name], after[name]];
    if (sameJson(from, to)) return;
    if (from !== undefined) was[name] = from;
    if (to !== undefined) is[name] = to;
  };
  for (const name of Object.keys(before)) compare(name);
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) compare(name);
  return { before: was, after: is };
}

/** Whether two JSON values are the same, whatever the order of their members. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((value: JsonValue, index) => sameJson(value, right[index] as JsonValue))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameJson(left[name], right[name]))
  );
}

function optional(name: string, value: string | null): JsonObject {
  return value === null ? {} : { [name]: value };
}
