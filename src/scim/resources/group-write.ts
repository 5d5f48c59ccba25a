// The writes on groups inside one transaction: which group is meant, what the iManage rules make of it, one version with its event.

import {
  difference,
  groupFacts,
  sameJson,
  type AppliedRule,
  type EventOperation,
} from '../../directory/event';
import { DirectoryFailure } from '../../directory/failure';
import { changedGroup, deletedGroup, newGroup, revivedGroup } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import type { JsonObject } from '../../directory/json';
import { assertMayWrite } from '../etag';
import type { MemberOperation } from '../patch/operation';
import { searchForm } from '../schema/search-form';
import { changeMembers, NO_MEMBERSHIP_CHANGE, type MembershipChange } from './group-members';
import { groupResource, requestedGroup, writableGroup } from './group-resource';
import { eventOf, notFound, type ResourceWrite } from './services';

/** A group as a client sends it whole. */
export interface GivenGroup {
  readonly attributes: JsonObject;
  /** Undefined where the client does not speak of members. */
  readonly members: readonly string[] | undefined;
}

/** Rule 3.5: a POST with the groupId of a deleted group revives it. @throws DirectoryFailure `uniqueness`, or a rule */
export async function createOrRevive(write: ResourceWrite, given: GivenGroup): Promise<GroupRecord> {
  const { services, request, transaction } = write;
  const { customer } = request;
  const { profile, input } = requestedGroup({}, given.attributes);
  const group = newGroup(customer, profile, input, { id: services.newId(), now: services.now() });
  const holder = await transaction.groupWithGroupId(customer.id, group.library, group.groupId);
  if (holder !== undefined && holder.deletedAt === null) throw groupIdTaken(group, holder);
  const changed = holder === undefined ? group : revivedGroup(customer, holder, profile, input);
  const members = await membership(write, changed, [{ kind: 'add', ids: given.members ?? [] }]);
  return holder === undefined
    ? save(write, undefined, changed, { operation: 'create', members, rules: [] })
    : save(write, holder, changed, { operation: 'return', members, rules: ['group-revived'] });
}

export interface GroupChange {
  readonly operation: EventOperation;
  /** The writable resource after the change; an equal one changes nothing (rule 3.10). */
  readonly rewrite: (before: JsonObject) => JsonObject;
  readonly members: readonly MemberOperation[];
}

/** @throws DirectoryFailure `notFound`, or naming the rule that refuses the change */
export async function changeGroup(
  write: ResourceWrite,
  id: string,
  { operation, rewrite, members: operations }: GroupChange,
): Promise<GroupRecord> {
  const before = await liveGroup(write, id);
  const known = writableGroup(before);
  const { profile, input } = requestedGroup(known, rewrite(known));
  const changed = changedGroup(write.request.customer, before, profile, input);
  const members = await membership(write, changed, operations);
  const isSame = sameJson(groupFacts(before), groupFacts(changed));
  if (isSame && members.added.length + members.removed.length === 0) return before;
  return save(write, before, changed, { operation, members, rules: [] });
}

/** Rule 3.5. @throws DirectoryFailure `notFound`, `forbidden` for a reserved group */
export async function deleteGroup(write: ResourceWrite, id: string): Promise<void> {
  const { services, request, transaction } = write;
  const before = await liveGroup(write, id);
  const deleted = deletedGroup(request.customer, before, services.now());
  const ids = await transaction.memberIds(before.customer, id);
  const removed = await transaction.removeMembers(before.customer, id, ids);
  const members = { added: [], removed };
  await save(write, before, deleted, { operation: 'delete', members, rules: ['group-emptied'] });
}

function groupIdTaken(group: GroupRecord, holder: GroupRecord): DirectoryFailure {
  const place = group.library === null ? 'among the global groups' : `in library "${group.library}"`;
  return new DirectoryFailure(
    'uniqueness',
    `displayName: a group with the groupId ${JSON.stringify(holder.groupId)} exists ${place}; ` +
      'send another displayName, or an own "groupId" in the iManage extension',
  );
}

async function membership(
  { services, transaction, notes }: ResourceWrite,
  group: GroupRecord,
  operations: readonly MemberOperation[],
): Promise<MembershipChange> {
  if (operations.length === 0) return NO_MEMBERSHIP_CHANGE;
  return changeMembers({ services, transaction, group, note: notes.note }, operations);
}

async function liveGroup({ transaction, request }: ResourceWrite, id: string): Promise<GroupRecord> {
  const group = await transaction.liveGroup(request.customer.id, id);
  if (group === undefined) throw notFound('Group', id);
  assertMayWrite(request, group.version);
  return group;
}

interface SavedChange {
  readonly operation: EventOperation;
  readonly members: MembershipChange;
  readonly rules: readonly AppliedRule[];
}

/** Stores the group's next version and the event that tells of it. */
async function save(
  { services, request, transaction, notes }: ResourceWrite,
  before: GroupRecord | undefined,
  changed: GroupRecord,
  { operation, members, rules }: SavedChange,
): Promise<GroupRecord> {
  const group =
    before === undefined
      ? changed
      : { ...changed, version: before.version + 1, lastModified: services.now() };
  const form = searchForm(services.type.attributes, groupResource(group, request.baseUrl));
  if (before === undefined) await transaction.insertGroup(group, form);
  else await transaction.replaceGroup(before, group, form);
  const event = eventOf(services, request, {
    resourceType: 'Group',
    resourceId: group.id,
    version: group.version,
    operation,
    ...difference(before === undefined ? {} : groupFacts(before), groupFacts(group)),
    membersAdded: members.added,
    membersRemoved: members.removed,
    rules,
    tolerances: notes.list(),
  });
  await transaction.record(event);
  return group;
}
