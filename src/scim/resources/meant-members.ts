// Which members of a group a request means that does not name them one by one. Changes nothing.

import { comparisonKey } from '../../directory/comparison';
import type { Condition } from '../../directory/condition';
import type { GroupRecord } from '../../directory/group-record';
import { meets } from '../../directory/meets';
import type { ResourceWrite } from './services';

/**
 * Without the rows of deleted people: they stay hidden until the return (imanage-model.md §3a), and a client that
 * writes back what it read, or a list of its own, says nothing of somebody it cannot see.
 */
export async function visibleIds(
  { transaction }: ResourceWrite,
  group: GroupRecord,
  ids: readonly string[],
): Promise<readonly string[]> {
  return (await transaction.liveUsers(group.customer, ids)).map(({ id }) => id);
}

/** Rare: a filter on anything but `value`. Reading outside the transaction is safe, the group's version guards it. */
export async function idsMeeting(
  { services }: ResourceWrite,
  group: GroupRecord,
  condition: Condition,
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
