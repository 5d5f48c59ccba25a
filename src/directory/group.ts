// What may happen to an iManage group: create, change, delete (emptied, disabled, hidden) and revive. Pure; stores nothing.

import { sameName } from './comparison';
import type { Customer } from './customer';
import { DirectoryFailure } from './failure';
import { seenName } from './group-name';
import { assertSameLibrary, placeOf } from './group-prefix';
import type { GroupInput, GroupRecord } from './group-record';
import type { JsonObject } from './json';
import type { Stamp } from './user';

const NAME_LENGTH_MAX = 254;

/** Groups of iManage's own, with administration rights (imanage-model.md §1, Group). */
const RESERVED = new Set(
  ['NRTADMIN', 'INTERNAL_ADMIN', 'INTERNAL_USERADMIN', 'EXTERNAL_ADMIN', 'EXTERNAL_USERADMIN'].map(seenName),
);

/** @throws DirectoryFailure naming the rule that refuses the input */
export function newGroup(
  customer: Customer,
  profile: JsonObject,
  input: GroupInput,
  stamp: Stamp,
): GroupRecord {
  const place = placeOf(customer, displayName(profile), input);
  const group: GroupRecord = {
    id: stamp.id,
    customer: customer.id,
    version: 1,
    created: stamp.now,
    lastModified: stamp.now,
    deletedAt: null,
    profile,
    groupId: input.groupId ?? place.groupId,
    library: place.library,
    external: input.external ?? false,
    enabled: input.enabled ?? true,
    nestedGroups: [],
  };
  assertNames(group);
  assertNotReserved(customer, group);
  return group;
}

/** @throws DirectoryFailure naming the rule that refuses the input */
export function changedGroup(
  customer: Customer,
  before: GroupRecord,
  profile: JsonObject,
  input: GroupInput,
): GroupRecord {
  assertImmutable('groupId', before.groupId, input.groupId);
  assertImmutable('library', before.library, input.library);
  assertImmutable('external', before.external, input.external);
  assertSameLibrary(customer, before, displayName(profile));
  const enabled = input.enabled === undefined ? before.enabled : (input.enabled ?? true);
  const group = { ...before, profile, enabled };
  assertNames(group);
  assertNotReserved(customer, before);
  assertNotReserved(customer, group);
  return group;
}

/** Rule 3.5: emptied, disabled, hidden; the groupId stays taken. Its member rows go with the same write. */
export function deletedGroup(customer: Customer, before: GroupRecord, now: Date): GroupRecord {
  assertNotReserved(customer, before);
  return { ...before, deletedAt: now, enabled: false, nestedGroups: [] };
}

/** Rule 3.5: a POST with the groupId of a deleted group brings that group back, with its id and library. */
export function revivedGroup(
  customer: Customer,
  deleted: GroupRecord,
  profile: JsonObject,
  input: GroupInput,
): GroupRecord {
  return { ...changedGroup(customer, deleted, profile, { enabled: true, ...input }), deletedAt: null };
}

/** Rule 3.8: the membership of a disabled group is frozen. @throws DirectoryFailure `invalidValue` */
export function assertNotFrozen(group: GroupRecord): void {
  if (group.enabled) return;
  throw new DirectoryFailure(
    'invalidValue',
    `members: group "${group.groupId}" is disabled, so its membership is frozen; set "enabled" to true first`,
    'group-frozen',
  );
}

/** Rule 3.7: an external group takes external users only. @throws DirectoryFailure `invalidValue` naming some users */
export function assertMayJoin(
  group: GroupRecord,
  users: readonly { readonly id: string; readonly external: boolean }[],
): void {
  const internal = users.filter((user) => !user.external).map((user) => user.id);
  if (!group.external || internal.length === 0) return;
  throw new DirectoryFailure(
    'invalidValue',
    `members: group "${group.groupId}" is for external users only; internal: ${internal.slice(0, 10).join(', ')}`,
    'group-external-only',
  );
}

/** Whether the group is one of iManage's own. */
export function isReserved(group: Pick<GroupRecord, 'groupId' | 'profile'>): boolean {
  return RESERVED.has(seenName(group.groupId)) || RESERVED.has(seenName(displayName(group.profile)));
}

function assertNotReserved(customer: Customer, group: GroupRecord): void {
  if (customer.rules.reservedGroups === 'allow' || !isReserved(group)) return;
  throw new DirectoryFailure(
    'forbidden',
    `displayName: "${displayName(group.profile)}" is a group of iManage's own with administration rights; ` +
      'it can be provisioned only where the customer\'s rule "reservedGroups" is "allow"',
    'group-reserved',
  );
}

function assertNames(group: GroupRecord): void {
  const name = displayName(group.profile);
  if (!isName(name)) throw noName('displayName');
  if (!isName(group.groupId)) throw noName('groupId');
}

function isName(name: string): boolean {
  return name.length <= NAME_LENGTH_MAX && seenName(name) !== '';
}

function noName(attribute: string): DirectoryFailure {
  return new DirectoryFailure(
    'invalidValue',
    `${attribute}: 1 to ${NAME_LENGTH_MAX} characters, not white space alone`,
    'group-name-length',
  );
}

function assertImmutable<T extends string | boolean | null>(
  name: string,
  held: T,
  asked: T | null | undefined,
): void {
  if (asked === undefined || asked === held) return;
  if (typeof asked === 'string' && typeof held === 'string' && sameName(asked, held)) return;
  throw new DirectoryFailure(
    'mutability',
    `${name}: ${JSON.stringify(held)} cannot be changed once the group exists`,
    'group-immutable',
  );
}

function displayName(profile: JsonObject): string {
  return typeof profile['displayName'] === 'string' ? profile['displayName'] : '';
}
