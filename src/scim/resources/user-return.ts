// Who a new POST may be: one of the people who were deleted (imanage-model.md §3.2, §3a), or nobody. Changes nothing.

import { sameName } from '../../directory/comparison';
import type { JsonValue } from '../../directory/json';
import type { DirectoryTransaction } from '../../directory/ports';
import { isNamedBy, mayReturn } from '../../directory/return-approval';
import type { UserRecord } from '../../directory/user-record';
import type { RequestedUser } from './requested-user';

/**
 * The deleted person who comes back: externalIds equal; or userNames equal and an admin has approved it; or one or both
 * have no externalId and the userNames are equal. Of several, they go in this order, then the most recently deleted.
 */
export async function findReturning(
  transaction: DirectoryTransaction,
  customer: string,
  { profile, input }: RequestedUser,
  now: Date,
): Promise<UserRecord | undefined> {
  const userName = text(profile['userName']) ?? '';
  const externalId = text(profile['externalId']);
  const deleted = await transaction.deletedUsers(customer, { externalId, userName });
  const sameExternalId = deleted.find(
    (user) => externalId !== undefined && text(user.profile['externalId']) === externalId,
  );
  if (sameExternalId !== undefined) return sameExternalId;
  const approved = deleted.find(
    (user) => mayReturn(user, now) && isNamedBy(user, userName, input.userId ?? null),
  );
  if (approved !== undefined) return approved;
  return deleted.find((user) => {
    const isUnnumbered = externalId === undefined || text(user.profile['externalId']) === undefined;
    return isUnnumbered && sameName(text(user.profile['userName']) ?? '', userName);
  });
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
