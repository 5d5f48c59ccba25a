// Rules about one person that only a look at others can keep: a User ID that is taken, an external group that is joined.

import { sameName } from '../../directory/comparison';
import { DirectoryFailure } from '../../directory/failure';
import type { JsonValue } from '../../directory/json';
import type { DirectoryTransaction } from '../../directory/ports';
import type { UserRecord } from '../../directory/user-record';

/**
 * The User ID is unique over everybody who ever was (imanage-model.md §1).
 *
 * @throws DirectoryFailure `uniqueness`, saying what to do (rule 3.2)
 */
export async function assertUserIdFree(transaction: DirectoryTransaction, user: UserRecord): Promise<void> {
  if (user.userId === null) return;
  const holder = await transaction.userWithUserId(user.customer, user.userId);
  if (holder === undefined || holder.id === user.id) return;
  throw new DirectoryFailure('uniqueness', conflict(user, user.userId, holder));
}

function conflict(user: UserRecord, userId: string, holder: UserRecord): string {
  const userName = text(user.profile['userName']);
  const isDeleted = holder.deletedAt !== null;
  // The User ID comes from the userName where none is sent: then the userName is what the client can mend.
  if (!isDeleted && sameName(userName, text(holder.profile['userName']))) {
    return `userName: a user with the userName ${JSON.stringify(userName)} exists`;
  }
  const state = isDeleted ? 'was used before by a deleted user' : 'is in use by another user';
  const approve = isDeleted ? ', or, if it is the same person, approve the return in the console' : '';
  return (
    `userId: the User ID ${JSON.stringify(userId)} ${state} and can never be reused for another person; ` +
    `send an own "userId" in the iManage extension${approve}`
  );
}

/** Rule 3.7: an external group has external members only. @throws DirectoryFailure `invalidValue` naming the group */
export async function assertMayBecomeInternal(
  transaction: DirectoryTransaction,
  before: UserRecord,
  after: UserRecord,
): Promise<void> {
  if (!before.external || after.external) return;
  const [group] = await transaction.externalGroupsOf(before.customer, before.id);
  if (group === undefined) return;
  throw new DirectoryFailure(
    'invalidValue',
    `external: the user is a member of the external group "${group}"; take the user out of it first`,
  );
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
