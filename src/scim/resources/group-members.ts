// Changes of membership inside one write, from the operations to who really came and went. Must not know versions or events.

import { assertNotFrozen } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import { withNested } from '../../directory/nested-groups';
import type { MemberOperation } from '../patch/operation';
import { settleNested } from './group-nesting';
import { massStep, mayBring, wholeChangeOf, type MassStep } from './mass-members';
import { applyMemberOperation, type MembershipWrite } from './member-steps';
import { isMembershipChange, membershipTally, type MembershipChange } from './membership-change';
import type { ResourceWrite } from './services';

export interface ChangedMembers {
  /** With the groups that are nested in it now. */
  readonly group: GroupRecord;
  readonly members: MembershipChange;
}

interface MembersOptions {
  readonly mass?: MassStep | undefined;
  /** The group is enabled by this write: what its nested groups did meanwhile is made up for. */
  readonly isThawed: boolean;
}

/** @throws DirectoryFailure where the group's membership is frozen, or a user or a group may not become a member */
export async function changeMembers(
  write: ResourceWrite,
  group: GroupRecord,
  operations: readonly MemberOperation[],
  { isThawed, mass }: MembersOptions = { isThawed: false },
): Promise<ChangedMembers> {
  if (mass !== undefined && mass.kind !== 'whole') {
    const members = await massStep(write, group, mass);
    if (isMembershipChange(members)) assertNotFrozen(group);
    return { group, members };
  }
  const nested = new Set(group.nestedGroups);
  const leaving = new Set<string>();
  const inMass = mass?.kind === 'whole' || mayBring(write, group) ? undefined : wholeChangeOf(operations);
  const membership = { write, group, nested, leaving, hasMarks: isThawed || nested.size > 0, inMass };
  if (operations.length > 0 && nested.size > 0) await prepareNested(membership);
  const tally = membershipTally();
  for (const operation of operations) tally.count(await applyMemberOperation(membership, operation));
  const isSameNesting = sameIds(nested, group.nestedGroups);
  const after = isSameNesting ? group : withNested(group, nested);
  if (!isSameNesting || isThawed) tally.count(await settleNested(write, after, undefined));
  else if (leaving.size > 0) tally.count(await settleNested(write, after, [...leaving]));
  if (leaving.size > 0) await noteKept(membership);
  const members = tally.total();
  if (!isSameNesting || isMembershipChange(members)) assertNotFrozen(group);
  return { group: after, members };
}

/** Where groups are no longer flattened, the people whom they brought in become the group's own. */
async function prepareNested({ write, group, nested }: MembershipWrite): Promise<void> {
  const { transaction, request } = write;
  // A change that leaves the people as they are makes no version, but other writes must meet it all the same.
  await transaction.holdGroup(group.customer, group.id);
  if (request.customer.rules.nestedGroups === 'flatten') return;
  nested.clear();
  const brought = await transaction.memberIds(group.customer, group.id, { nested: true });
  await transaction.markMembers(group.customer, group.id, brought, { nested: false });
}

/** Says in the log who was told to leave and stays, because a nested group brings them in. */
async function noteKept({ write, group, leaving }: MembershipWrite): Promise<void> {
  const among = [...leaving];
  const kept = await write.transaction.memberIds(group.customer, group.id, { among, nested: true });
  if (kept.length > 0) write.notes.note('nested-member-kept');
}

function sameIds(left: ReadonlySet<string>, right: readonly string[]): boolean {
  return left.size === right.length && right.every((id) => left.has(id));
}
