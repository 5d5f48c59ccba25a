// Rule 3.4 with `remove`: the memberships of a person who is disabled are taken away, remembered, and given back on return.

import type { AppliedRule } from '../../directory/event';
import { isReserved } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import type { Customer } from '../../directory/customer';
import type { UserRecord } from '../../directory/user-record';
import { changeMembership } from './group-membership';
import type { ResourceWrite } from './services';

/**
 * Takes the person out of every group and remembers which. What stays is residue for an admin: a disabled group, whose
 * membership is frozen (§3a), and a reserved one where the customer keeps SCIM out of those.
 *
 * @returns whether the person was in any group that could be left
 */
export async function withdrawMemberships(write: ResourceWrite, { id }: UserRecord): Promise<boolean> {
  const { transaction, request } = write;
  const { customer } = request;
  const left: string[] = [];
  for (const groupId of await transaction.joinedGroups(customer.id, id)) {
    const group = await transaction.liveGroup(customer.id, groupId);
    if (group === undefined || isOutOfReach(customer, group)) continue;
    const asked = { added: [], removed: [id] };
    const { removed } = await changeMembership(write, groupId, asked, ['memberships-removed']);
    if (removed.length > 0) left.push(groupId);
  }
  await transaction.rememberMemberships(customer.id, id, left);
  return left.length > 0;
}

/** What a disable took from a person and an enable is to give back. */
interface ToGiveBack {
  readonly groupIds: readonly string[];
  /** What the person's own event tells of it: a frozen group has no event that could. */
  readonly rules: readonly AppliedRule[];
}

/** Empty for everybody but those whom this step enables. */
export async function membershipsToGiveBack(
  { transaction, request: { customer } }: ResourceWrite,
  before: UserRecord | undefined,
  after: UserRecord,
): Promise<ToGiveBack> {
  if (before?.signInEnabled !== false || !after.signInEnabled) return { groupIds: [], rules: [] };
  const groupIds = await transaction.rememberedMemberships(customer.id, after.id);
  for (const groupId of groupIds) {
    const group = await transaction.liveGroup(customer.id, groupId);
    if (group?.enabled === false) return { groupIds, rules: ['frozen-group-passed-over'] };
  }
  return { groupIds, rules: [] };
}

/**
 * Gives back what was taken, once the person is enabled and stored. A group that is gone is passed over, and so is an
 * external one for somebody who has become internal. One that is disabled is frozen: what was taken of it stays
 * remembered for a return when it is enabled again.
 */
export async function giveMembershipsBack(
  write: ResourceWrite,
  user: UserRecord,
  { groupIds }: ToGiveBack,
): Promise<void> {
  const { transaction, request } = write;
  const { customer } = request;
  const settled: string[] = [];
  for (const groupId of groupIds) {
    const group = await transaction.liveGroup(customer.id, groupId);
    if (group?.enabled === false) continue;
    settled.push(groupId);
    if (group === undefined || isOutOfReach(customer, group) || (group.external && !user.external)) continue;
    await changeMembership(write, groupId, { added: [user.id], removed: [] }, ['memberships-given-back']);
  }
  if (settled.length > 0) await transaction.forgetMemberships(customer.id, [user.id], settled);
}

function isOutOfReach(customer: Customer, group: GroupRecord): boolean {
  return isReserved(group) && customer.rules.reservedGroups === 'refuse';
}
