// One operation on the members of a group inside a write: which rows come and go; no member is loaded that is not named.

import type { Condition } from '../../directory/condition';
import { assertMayJoin } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import { assertMayNest } from '../../directory/nested-groups';
import type { MemberDisplays } from '../../directory/ports';
import type { MassChange } from '../../directory/member-list';
import { quoted } from '../failure';
import type { GivenMembers, MemberOperation } from '../patch/operation';
import { HELD_MAX, MassNeeded } from './mass-members';
import { displaysToKeep, without } from './member-displays';
import { idsMeeting, visibleIds } from './meant-members';
import type { MembershipChange } from './membership-change';
import type { ResourceWrite } from './services';

/** A refusal may be about thousands. */
const STRANGERS_NAMED = 10;

export interface MembershipWrite {
  readonly write: ResourceWrite;
  /** The group as the same write leaves it, but for the groups nested in it. */
  readonly group: GroupRecord;
  /** The groups nested in it, as the operations change them one after the other. */
  readonly nested: Set<string>;
  /** Whether rows may be marked as those of people whom only a nested group brings in. */
  readonly hasMarks: boolean;
  /** Who was told to leave a group with nested ones: whether they do is settled after the operations. */
  readonly leaving: Set<string>;
  /** What becomes of the change where too many are members; undefined: it is made all the same. */
  readonly inMass: MassChange | undefined;
}

/** @throws DirectoryFailure `invalidValue` where a user or a group may not become a member */
export async function applyMemberOperation(
  membership: MembershipWrite,
  operation: MemberOperation,
): Promise<MembershipChange> {
  switch (operation.kind) {
    case 'add':
      return { added: await add(membership, operation), removed: [] };
    case 'remove':
      await forget(membership, operation.ids);
      return { added: [], removed: await remove(membership, operation.ids) };
    case 'removeAll':
      return replace(membership, { ids: [] });
    case 'removeWhere':
      return { added: [], removed: await removeWhere(membership, operation.condition) };
    case 'replace':
      return replace(membership, operation);
  }
}

async function replace(
  membership: MembershipWrite,
  { ids, displays }: GivenMembers,
): Promise<MembershipChange> {
  const wanted = new Set(ids);
  const current = await ownIds(membership);
  const held = new Set(current);
  const unwanted = current.filter((id) => !wanted.has(id));
  const leaving = [...membership.nested].filter((id) => !wanted.has(id));
  const visible = await visibleIds(membership.write, membership.group, unwanted);
  const removed = await remove(membership, [...visible, ...leaving]);
  const coming = ids.filter((id) => !held.has(id));
  const added = await add(membership, displays === undefined ? { ids: coming } : { ids: coming, displays });
  if (displays !== undefined)
    await showKept(
      membership,
      ids.filter((id) => held.has(id)),
      displays,
    );
  return { added, removed };
}

/** An id that is neither is skipped: one bad id must not lose a whole push (imanage-model.md §3a). */
async function add(
  membership: MembershipWrite,
  { ids, displays: sent }: GivenMembers,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { write, group } = membership;
  const { transaction } = write;
  const named = [...new Set(ids)];
  const users = await transaction.liveUsers(group.customer, named);
  if (users.length < named.length) {
    const known = new Set(users.map(({ id }) => id));
    await nest(
      membership,
      named.filter((id) => !known.has(id)),
    );
  }
  if (users.length === 0) return [];
  assertMayJoin(group, users);
  const joining = users.map(({ id }) => id);
  const displays = displaysToKeep(users, sent);
  const added = await transaction.addMembers(group.customer, group.id, joining, { nested: false, displays });
  await show(membership, without(displays, added));
  if (hasNested(membership))
    await transaction.markMembers(group.customer, group.id, joining, { nested: false });
  return added;
}

/** Of members who stay: what the client sent takes the place of what it sent before. */
async function showKept(
  membership: MembershipWrite,
  ids: readonly string[],
  sent: ReadonlyMap<string, string>,
): Promise<void> {
  const { write, group } = membership;
  const named = ids.filter((id) => sent.has(id));
  await show(membership, displaysToKeep(await write.transaction.liveUsers(group.customer, named), sent));
}

async function show({ write, group }: MembershipWrite, displays: MemberDisplays): Promise<void> {
  if (displays.size > 0) await write.transaction.showMembers(group.customer, group.id, displays);
}

/** In words; some of them, where they are many. */
function strangersAmong(ids: readonly string[], groups: readonly GroupRecord[]): string {
  const known = new Set(groups.map(({ id }) => id));
  const strangers = ids.filter((id) => !known.has(id));
  return `members ${strangers.slice(0, STRANGERS_NAMED).map(quoted).join(', ')}`;
}

/** Of ids that are no users: the groups among them, if they may be nested. */
async function nest({ write, group, nested }: MembershipWrite, ids: readonly string[]): Promise<void> {
  const { transaction, request, notes } = write;
  const groups = await transaction.liveGroups(group.customer, ids);
  if (groups.length < ids.length) notes.note('unknown-member-skipped', strangersAmong(ids, groups));
  assertMayNest(request.customer, group, groups);
  for (const { id } of groups) {
    if (nested.has(id)) continue;
    nested.add(id);
    // Whoever joins or leaves it at the same time does not know yet that this group follows.
    await transaction.holdGroup(group.customer, id);
  }
}

async function remove(membership: MembershipWrite, ids: readonly string[]): Promise<readonly string[]> {
  const { write, group, nested, leaving } = membership;
  if (ids.length === 0) return [];
  if (!hasNested(membership)) return write.transaction.removeMembers(group.customer, group.id, ids);
  for (const id of ids) if (!nested.delete(id)) leaving.add(id);
  // They leave as far as it was asked for; who is still brought in by a nested group is settled after the operations.
  await write.transaction.markMembers(group.customer, group.id, ids, { nested: true });
  return [];
}

/** Whom the client takes out by their id is not given back on return, where a disable took them out before (rule 3.4). */
async function forget({ write, group }: MembershipWrite, ids: readonly string[]): Promise<void> {
  const { transaction, request } = write;
  if (request.customer.rules.membershipsOnDisable === 'keep') return;
  await transaction.forgetMemberships(group.customer, ids, [group.id]);
}

async function removeWhere(membership: MembershipWrite, condition: Condition): Promise<readonly string[]> {
  return remove(membership, await idsMeeting(membership.write, membership.group, condition));
}

function hasNested({ hasMarks, nested }: MembershipWrite): boolean {
  return hasMarks || nested.size > 0;
}

/** Without those whom only a nested group brings in: they are not the client's to take away one by one. */
async function ownIds(membership: MembershipWrite): Promise<readonly string[]> {
  const { write, group, inMass } = membership;
  const selection = hasNested(membership) ? { nested: false } : {};
  if (inMass === undefined) return write.transaction.memberIds(group.customer, group.id, selection);
  const most = { ...selection, most: HELD_MAX };
  const ids = await write.transaction.memberIds(group.customer, group.id, most);
  if (ids.length > HELD_MAX) throw new MassNeeded(inMass);
  return ids;
}
