// Changes of membership inside one write: which rows really come and go; no member is loaded that is not named.

import { comparisonKey } from '../../directory/comparison';
import { assertMayJoin, assertNotFrozen } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import { meets } from '../../directory/meets';
import type { DirectoryTransaction } from '../../directory/ports';
import type { MemberOperation } from '../patch/operation';
import type { NoteTolerance } from '../tolerance';
import type { Services } from './services';

export interface MembershipChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export const NO_MEMBERSHIP_CHANGE: MembershipChange = { added: [], removed: [] };

interface MembershipWrite {
  readonly services: Services;
  readonly transaction: DirectoryTransaction;
  /** The group as the same write leaves it. */
  readonly group: GroupRecord;
  readonly note: NoteTolerance;
}

/** @throws DirectoryFailure where the group's membership is frozen, or an internal user would join an external group */
export async function changeMembers(
  write: MembershipWrite,
  operations: readonly MemberOperation[],
): Promise<MembershipChange> {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const operation of operations) {
    const change = await applyOperation(write, operation);
    for (const id of change.removed) if (!added.delete(id)) removed.add(id);
    for (const id of change.added) if (!removed.delete(id)) added.add(id);
  }
  if (added.size + removed.size > 0) assertNotFrozen(write.group);
  return { added: [...added], removed: [...removed] };
}

async function applyOperation(write: MembershipWrite, operation: MemberOperation): Promise<MembershipChange> {
  switch (operation.kind) {
    case 'add':
      return { added: await add(write, operation.ids), removed: [] };
    case 'remove':
      return { added: [], removed: await remove(write, operation.ids) };
    case 'removeAll':
      return { added: [], removed: await remove(write, await visible(write, await currentIds(write))) };
    case 'removeWhere':
      return { added: [], removed: await remove(write, await idsMeeting(write, operation)) };
    case 'replace':
      return replace(write, operation.ids);
  }
}

async function replace(write: MembershipWrite, ids: readonly string[]): Promise<MembershipChange> {
  const wanted = new Set(ids);
  const current = await currentIds(write);
  const held = new Set(current);
  const unwanted = current.filter((id) => !wanted.has(id));
  const removed = await remove(write, await visible(write, unwanted));
  const added = await add(
    write,
    ids.filter((id) => !held.has(id)),
  );
  return { added, removed };
}

/** An id that is no user of the customer is skipped: one bad id must not lose a whole push (imanage-model.md §3a). */
async function add(write: MembershipWrite, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { transaction, group } = write;
  const users = await transaction.liveUsers(group.customer, [...new Set(ids)]);
  if (users.length < new Set(ids).size) write.note('unknown-member-skipped');
  if (users.length === 0) return [];
  assertMayJoin(group, users);
  return transaction.addMembers(
    group.customer,
    group.id,
    users.map((user) => user.id),
  );
}

function remove({ transaction, group }: MembershipWrite, ids: readonly string[]): Promise<readonly string[]> {
  return ids.length === 0 ? Promise.resolve([]) : transaction.removeMembers(group.customer, group.id, ids);
}

function currentIds({ transaction, group }: MembershipWrite): Promise<readonly string[]> {
  return transaction.memberIds(group.customer, group.id);
}

/**
 * Without the rows of deleted people: they stay hidden until the return (imanage-model.md §3a), and a client that
 * writes back what it read, or a list of its own, says nothing of somebody it cannot see.
 */
async function visible(
  { transaction, group }: MembershipWrite,
  ids: readonly string[],
): Promise<readonly string[]> {
  return (await transaction.liveUsers(group.customer, ids)).map(({ id }) => id);
}

/** Rare: a filter on anything but `value`. Reading outside the transaction is safe, the group's version guards it. */
async function idsMeeting(
  { services, group }: MembershipWrite,
  { condition }: Extract<MemberOperation, { readonly kind: 'removeWhere' }>,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const batch of services.store.membersOf(group.customer, group.id)) {
    for (const { id, display } of batch) {
      const shown = display === undefined ? {} : { display: comparisonKey(display) };
      const form = { value: id, ...shown, type: 'user' };
      if (meets(condition, form, () => false)) ids.push(id);
    }
  }
  return ids;
}
