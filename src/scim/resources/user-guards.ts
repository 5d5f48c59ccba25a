// Rules about one person that only a look at others can keep: a User ID that is taken, an e-mail address that another has, an external group that is joined.

import { sameName } from '../../directory/comparison';
import { lacksOf, newLacks, type Lack } from '../../directory/completeness';
import type { Customer } from '../../directory/customer';
import { DirectoryFailure } from '../../directory/failure';
import type { JsonValue } from '../../directory/json';
import type { DirectoryTransaction } from '../../directory/ports';
import { suffixedUserId } from '../../directory/user-id';
import type { UserRecord } from '../../directory/user-record';

/** People of one name whom a firm ever had; beyond it somebody plays with the gateway. */
const SUFFIX_MAX = 999;

/**
 * The person with a User ID that nobody else has or had (imanage-model.md §1): the one asked for or, where the customer
 * wants it so, one with a suffix (rule 3.2).
 *
 * @throws DirectoryFailure `uniqueness`, saying what to do
 */
export async function withFreeUserId(
  transaction: DirectoryTransaction,
  customer: Customer,
  user: UserRecord,
): Promise<UserRecord> {
  if (user.userId === null) return user;
  const holder = await transaction.userWithUserId(user.customer, user.userId);
  if (holder === undefined || holder.id === user.id) return user;
  const isSuffixed = customer.rules.userIdConflict === 'suffix' && !isSameLiveName(user, holder);
  if (!isSuffixed) throw new DirectoryFailure('uniqueness', conflict(user, user.userId, holder));
  for (let number = 2; number <= SUFFIX_MAX; number += 1) {
    const userId = suffixedUserId(user.userId, number);
    const other = await transaction.userWithUserId(user.customer, userId);
    if (other === undefined) return { ...user, userId, suffixedFrom: user.userId };
  }
  throw new DirectoryFailure('uniqueness', conflict(user, user.userId, holder));
}

function conflict(user: UserRecord, userId: string, holder: UserRecord): string {
  // The User ID comes from the userName where none is sent: then the userName is what the client can mend.
  if (isSameLiveName(user, holder)) {
    return `userName: a user with the userName ${JSON.stringify(text(user.profile['userName']))} exists`;
  }
  const isDeleted = holder.deletedAt !== null;
  const state = isDeleted ? 'was used before by a deleted user' : 'is in use by another user';
  const approve = isDeleted ? ', or, if it is the same person, approve the return in the console' : '';
  return (
    `userId: the User ID ${JSON.stringify(userId)} ${state} and can never be reused for another person; ` +
    `send an own "userId" in the iManage extension${approve}`
  );
}

function isSameLiveName(user: UserRecord, holder: UserRecord): boolean {
  const isLive = holder.deletedAt === null;
  return isLive && sameName(text(user.profile['userName']), text(holder.profile['userName']));
}

/**
 * Rule 3.9. Under strict validation what iManage could not hold is refused as soon as it comes, and the e-mail address is
 * claimed, so that of two people who come with it at once one is refused. What was lacking before is no fault of this
 * request, and a disable is carried always.
 *
 * @returns whether the person claims the address
 * @throws DirectoryFailure `invalidValue`, `uniqueness` for an e-mail address that another live user has
 */
export async function claimsEmail(
  transaction: DirectoryTransaction,
  customer: Customer,
  before: UserRecord | undefined,
  after: UserRecord,
): Promise<boolean> {
  if (customer.rules.validation !== 'strict') return false;
  const lacks = await lacksNow(transaction, after);
  const isDisable = before?.signInEnabled === true && !after.signInEnabled;
  if (lacks.length > 0 && !isDisable) {
    // Who comes back is judged like a newcomer.
    const held = before?.deletedAt === null ? before : undefined;
    const lacksBefore = held === undefined ? undefined : await lacksNow(transaction, held);
    const [lack] = newLacks(lacksBefore, lacks);
    if (lack !== undefined)
      throw new DirectoryFailure(lack.isTaken ? 'uniqueness' : 'invalidValue', lack.reason);
  }
  return after.email !== null && lacks.every(({ field }) => field !== 'email');
}

async function lacksNow(transaction: DirectoryTransaction, user: UserRecord): Promise<readonly Lack[]> {
  const holders = await transaction.emailHolders(user.customer, [user]);
  return lacksOf(user, holders.get(user.id));
}

/** Rule 3.7: an external group has external members only. @throws DirectoryFailure `invalidValue` naming the group */
export async function assertMayBecomeInternal(
  transaction: DirectoryTransaction,
  before: UserRecord,
  after: UserRecord,
): Promise<void> {
  if (!before.external || after.external) return;
  // Whoever lets the user join one at the same time has read that the user is external: one of the two must be run again.
  await transaction.holdExternalGroups(before.customer);
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
