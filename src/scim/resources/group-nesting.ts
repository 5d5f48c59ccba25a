// Owns keeping a group in step with the groups nested in it (rule nestedGroups "flatten"). Must not know what was asked.
//
// A member row marked as nested is there only because a nested group brings the person in; every other row was asked for.
// So a group's people are those it was given and those that any group below it was given: a cycle of groups just ends.

import type { GroupRecord } from '../../directory/group-record';
import { assertMayBring, withoutNested } from '../../directory/nested-groups';
import { saveGroup, type SavedChange } from './group-save';
import { isMembershipChange, NO_MEMBERSHIP_CHANGE, type MembershipChange } from './membership-change';
import type { ResourceWrite } from './services';

/**
 * Brings in whom the nested groups bring, and takes out whom they no longer do.
 *
 * @param among only these people; undefined: everybody
 * @throws DirectoryFailure `invalidValue` where somebody internal would come into an external group (rule 3.7)
 */
export async function settleNested(
  { transaction }: ResourceWrite,
  group: GroupRecord,
  among: readonly string[] | undefined,
): Promise<MembershipChange> {
  const { customer, id } = group;
  const brought = await broughtIn({ transaction }, group, among);
  const held = new Set(await transaction.memberIds(customer, id, { among: among ?? [...brought] }));
  const marked = await transaction.memberIds(customer, id, { among, nested: true });
  const removed = marked.filter((member) => !brought.has(member));
  const missing = [...brought].filter((member) => !held.has(member));
  const added = await whoMayCome({ transaction }, group, missing);
  if (removed.length > 0) await transaction.removeMembers(customer, id, removed);
  if (added.length > 0) await transaction.addMembers(customer, id, added, { nested: true });
  return { added, removed };
}

type Steps = Pick<ResourceWrite, 'transaction'>;

/** The frozen membership of a disabled group counts as it is (rule 3.8), so nothing below it is asked. */
async function broughtIn(
  { transaction }: Steps,
  group: GroupRecord,
  among: readonly string[] | undefined,
): Promise<ReadonlySet<string>> {
  const people = new Set<string>();
  const seen = new Set([group.id]);
  for (let level = group.nestedGroups; level.length > 0;) {
    const fresh = level.filter((id) => !seen.has(id));
    const below: string[] = [];
    for (const nested of await transaction.liveGroups(group.customer, fresh)) {
      seen.add(nested.id);
      const own = nested.enabled ? { among, nested: false } : { among };
      for (const id of await transaction.memberIds(group.customer, nested.id, own)) people.add(id);
      if (nested.enabled) below.push(...nested.nestedGroups);
    }
    level = below;
  }
  return people;
}

/** A deleted person who is internal is left out of an external group, and nobody is told of them. */
async function whoMayCome(
  { transaction }: Steps,
  group: GroupRecord,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (!group.external || ids.length === 0) return ids;
  const users = await transaction.knownUsers(group.customer, ids);
  assertMayBring(
    group,
    users.filter(({ live }) => live),
  );
  return users.filter(({ external }) => external).map(({ id }) => id);
}

/** Stores the group with its event, and then every group above it whose people change with it. */
export async function saveWithParents(
  write: ResourceWrite,
  before: GroupRecord | undefined,
  changed: GroupRecord,
  change: SavedChange,
): Promise<GroupRecord> {
  const parents = await parentsOf(write, before, changed, change.members);
  const isOneFrozen = parents.some(({ enabled }) => !enabled);
  const rules = isOneFrozen ? [...change.rules, 'frozen-parent-kept' as const] : change.rules;
  const group = await saveGroup(write, before, changed, { ...change, rules });
  for (const { id } of parents) await followUp(write, id, group, change.members);
  return group;
}

/** One look-up by index, and only where somebody came or left and the customer has groups flattened. */
async function parentsOf(
  { transaction, request }: ResourceWrite,
  before: GroupRecord | undefined,
  changed: GroupRecord,
  members: MembershipChange,
): Promise<readonly GroupRecord[]> {
  if (before === undefined || request.customer.rules.nestedGroups !== 'flatten') return [];
  if (changed.deletedAt === null && !isMembershipChange(members)) return [];
  return transaction.groupsNesting(changed.customer, changed.id);
}

/** The parent is read again: a group between may have changed it already. A frozen one keeps its people (rule 3.8). */
async function followUp(
  write: ResourceWrite,
  parentId: string,
  nested: GroupRecord,
  { added, removed }: MembershipChange,
): Promise<void> {
  const { transaction } = write;
  // Whatever else is settled in the parent at the same time meets this write, though it may change nothing there.
  await transaction.holdGroup(nested.customer, parentId);
  const before = await transaction.liveGroup(nested.customer, parentId);
  if (before === undefined) return;
  const parent = nested.deletedAt === null ? before : withoutNested(before, nested.id);
  const members = before.enabled
    ? await settleNested(write, parent, [...added, ...removed])
    : NO_MEMBERSHIP_CHANGE;
  if (parent === before && !isMembershipChange(members)) return;
  await saveWithParents(write, before, parent, {
    operation: 'patch',
    members,
    rules: [before.enabled ? 'nested-group-flattened' : 'frozen-parent-kept'],
    tolerances: [],
  });
}
