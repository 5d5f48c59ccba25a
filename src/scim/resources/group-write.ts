// The writes on groups inside one transaction: which group is meant, what the iManage rules make of it, one version with its event.

import { groupFacts, sameJson, type EventOperation } from '../../directory/event';
import { DirectoryFailure } from '../../directory/failure';
import { changedGroup, deletedGroup, newGroup, revivedGroup } from '../../directory/group';
import { hasUnknownPrefix } from '../../directory/group-prefix';
import type { GroupRecord } from '../../directory/group-record';
import type { JsonObject } from '../../directory/json';
import { assertMayWrite } from '../etag';
import type { GivenMembers, MemberOperation } from '../patch/operation';
import { assertOwnRules } from '../schema/own-rules';
import { changeMembers } from './group-members';
import { saveWithParents } from './group-nesting';
import { requestedGroup, writableGroup } from './group-resource';
import { HELD_MAX, MassNeeded, massStep, mayBring, type MassStep } from './mass-members';
import { isMembershipChange, type MembershipChange } from './membership-change';
import { notFound, type ResourceWrite } from './services';

/** A group as a client sends it whole. */
export interface GivenGroup {
  readonly attributes: JsonObject;
  /** Undefined where the client does not speak of members. */
  readonly members: GivenMembers | undefined;
}

/** Rule 3.5: a POST with the groupId of a deleted group revives it. @throws DirectoryFailure `uniqueness`, or a rule */
export async function createOrRevive(
  write: ResourceWrite,
  given: GivenGroup,
  mass?: MassStep,
): Promise<GroupRecord> {
  const { services, request, transaction } = write;
  const { customer } = request;
  assertOwnRules(services.type, { before: {}, after: given.attributes, operation: 'create' });
  const { profile, input } = requestedGroup({}, given.attributes);
  const group = newGroup(customer, profile, input, { id: services.newId(), now: services.now() });
  noteUnknownPrefix(write, group);
  const holder = await transaction.groupWithGroupId(customer.id, group.library, group.groupId);
  if (holder !== undefined && holder.deletedAt === null) throw groupIdTaken(group, holder);
  const changed = holder === undefined ? group : revivedGroup(customer, holder, profile, input);
  const addition = { kind: 'add', ids: [], ...given.members } as const;
  const { group: whole, members } = await changeMembers(write, changed, [addition], {
    isThawed: false,
    mass,
  });
  const tolerances = write.notes.list();
  return holder === undefined
    ? saveWithParents(write, undefined, whole, { operation: 'create', members, rules: [], tolerances })
    : saveWithParents(write, holder, whole, {
        operation: 'return',
        members,
        rules: ['group-revived'],
        tolerances,
      });
}

export interface GroupChange {
  readonly operation: EventOperation;
  /** The writable resource after the change; an equal one changes nothing (rule 3.10). */
  readonly rewrite: (before: JsonObject) => JsonObject;
  readonly members: readonly MemberOperation[];
  readonly mass?: MassStep | undefined;
}

/** @throws DirectoryFailure `notFound`, or naming the rule that refuses the change */
export async function changeGroup(
  write: ResourceWrite,
  id: string,
  { operation, rewrite, members: operations, mass }: GroupChange,
): Promise<GroupRecord> {
  const before = await liveGroup(write, id);
  const known = writableGroup(before);
  const after = rewrite(known);
  assertOwnRules(write.services.type, { before: known, after, operation });
  const { profile, input } = requestedGroup(known, after);
  const { customer } = write.request;
  const changed = changedGroup(customer, before, profile, input);
  if (before.profile['displayName'] !== changed.profile['displayName']) noteUnknownPrefix(write, changed);
  const isThawed = !before.enabled && changed.enabled && customer.rules.nestedGroups === 'flatten';
  const { group, members } = await changeMembers(write, changed, operations, { isThawed, mass });
  if (sameJson(groupFacts(before), groupFacts(group)) && !isMembershipChange(members)) return before;
  return saveWithParents(write, before, group, {
    operation,
    members,
    rules: [],
    tolerances: write.notes.list(),
  });
}

/** Rule 3.5. @throws DirectoryFailure `notFound`, `forbidden` for a reserved group */
export async function deleteGroup(write: ResourceWrite, id: string, mass?: MassStep): Promise<void> {
  const { services, request } = write;
  const before = await liveGroup(write, id);
  const deleted = deletedGroup(request.customer, before, services.now());
  const members = await emptied(write, before, mass);
  await saveWithParents(write, before, deleted, {
    operation: 'delete',
    members,
    rules: ['group-emptied'],
    tolerances: [],
  });
}

async function emptied(
  write: ResourceWrite,
  group: GroupRecord,
  mass: MassStep | undefined,
): Promise<MembershipChange> {
  if (mass !== undefined && mass.kind !== 'whole') return massStep(write, group, mass);
  const { transaction } = write;
  const isBounded = mass === undefined && !mayBring(write, group);
  const ids = await transaction.memberIds(group.customer, group.id, isBounded ? { most: HELD_MAX } : {});
  if (isBounded && ids.length > HELD_MAX) throw new MassNeeded({ kind: 'clear' });
  return { added: [], removed: await transaction.removeMembers(group.customer, group.id, ids) };
}

/** The rule groupNamePrefix looked for a library in the name of a global group. */
function noteUnknownPrefix({ request, notes }: ResourceWrite, { library, profile }: GroupRecord): void {
  const { displayName } = profile;
  if (library !== null || typeof displayName !== 'string') return;
  if (hasUnknownPrefix(request.customer, displayName)) notes.note('unknown-library-prefix', 'displayName');
}

function groupIdTaken(group: GroupRecord, holder: GroupRecord): DirectoryFailure {
  const place = group.library === null ? 'among the global groups' : `in library "${group.library}"`;
  return new DirectoryFailure(
    'uniqueness',
    `displayName: a group with the groupId ${JSON.stringify(holder.groupId)} exists ${place}; ` +
      'send another displayName, or an own "groupId" in the iManage extension',
    'group-id-taken',
  );
}

async function liveGroup({ transaction, request }: ResourceWrite, id: string): Promise<GroupRecord> {
  const group = await transaction.liveGroup(request.customer.id, id);
  if (group === undefined) throw notFound('Group', id);
  assertMayWrite(request, group.version);
  return group;
}
