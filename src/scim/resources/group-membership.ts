// Owns changing the members of one group as a part of a write on something else, such as a person who leaves. Must not know why.

import type { AppliedRule } from '../../directory/event';
import { changeMembers } from './group-members';
import { saveWithParents } from './group-nesting';
import { isMembershipChange, NO_MEMBERSHIP_CHANGE, type MembershipChange } from './membership-change';
import { toleranceNotes, type ResourceWrite } from './services';

/**
 * Lets people join and leave one group in this write: the group's next version and its event, if anything changes, and
 * those of the groups in which it is nested. A group that is gone is left alone, and so is a disabled one, whose
 * membership is frozen (rule 3.8). The people who join must be live in this transaction, so store a person who comes
 * back first.
 *
 * @returns whose own membership came and went; who was to leave may still be there, brought in by a nested group
 * @throws DirectoryFailure `invalidValue` where somebody internal would join an external group (rule 3.7)
 */
export async function changeMembership(
  write: ResourceWrite,
  groupId: string,
  asked: MembershipChange,
  rules: readonly AppliedRule[],
): Promise<MembershipChange> {
  const { transaction, request } = write;
  const before = await transaction.liveGroup(request.customer.id, groupId);
  if (!before?.enabled) return NO_MEMBERSHIP_CHANGE;
  const own = { among: asked.removed, nested: false };
  const leaving =
    before.nestedGroups.length > 0 ? await transaction.memberIds(before.customer, groupId, own) : undefined;
  // What is put up with here is no client's doing.
  const { group, members } = await changeMembers({ ...write, notes: toleranceNotes() }, before, [
    { kind: 'remove', ids: asked.removed },
    { kind: 'add', ids: asked.added },
  ]);
  if (isMembershipChange(members)) {
    await saveWithParents(write, before, group, { operation: 'patch', members, rules, tolerances: [] });
  }
  return leaving === undefined ? members : { ...members, removed: leaving };
}
