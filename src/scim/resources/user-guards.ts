// Rules about one person that only a look at others can keep: a User ID that is taken, an e-mail address that another has, an external group that is joined.

import { sameName } from '../../directory/comparison';
import { lacksOf, newLacks, type Lack } from '../../directory/completeness';
import type { Customer } from '../../directory/customer';
import { DirectoryFailure } from '../../directory/failure';
import type { JsonValue } from '../../directory/json';
import type { DirectoryTransaction } from '../../directory/ports';
import { suffixedUserId } from '../../directory/user-id';
import type { UserRecord } from '../../directory/user-record';
import type { ResourceWrite } from './services';

/** People of one name whom a firm ever had; beyond it somebody plays with the gateway. */
const SUFFIX_MAX = 999;

/** Whoever else has or had the User ID that the person is to have. */
export async function userIdHolder(
  transaction: DirectoryTransaction,
  user: UserRecord,
): Promise<UserRecord | undefined> {
  if (user.userId === null) return undefined;
  const holder = await transaction.userWithUserId(user.customer, user.userId);
  return holder?.id === user.id ? undefined : holder;
}

/**
 * The person with a User ID that nobody else has or had (imanage-model.md §1): the one asked for or, where the customer
 * wants it so, one with a suffix (rule 3.2).
 *
 * @param holder as `userIdHolder` found it
 * @throws DirectoryFailure `uniqueness`, saying what to do
 */
export async function withFreeUserId(
  { transaction, request: { customer }, services }: ResourceWrite,
  user: UserRecord,
  holder: UserRecord | undefined,
): Promise<UserRecord> {
  if (user.userId === null || holder === undefined) return user;
  const taken = conflict(user, user.userId, holder, { now: services.now() });
  const isSuffixed = customer.rules.userIdConflict === 'suffix' && !isSameLiveName(user, holder);
  if (!isSuffixed) throw taken;
  for (let number = 2; number <= SUFFIX_MAX; number += 1) {
    const userId = suffixedUserId(user.userId, number);
    const other = await transaction.userWithUserId(user.customer, userId);
    if (other === undefined) return { ...user, userId, suffixedFrom: user.userId };
  }
  throw taken;
}

function conflict(
  user: UserRecord,
  userId: string,
  holder: UserRecord,
  { now }: { readonly now: Date },
): DirectoryFailure {
  // The User ID comes from the userName where none is sent: then the userName is what the client can mend.
  if (isSameLiveName(user, holder)) {
    const userName = JSON.stringify(text(user.profile['userName']));
    return new DirectoryFailure(
      'uniqueness',
      `userName: a user with the userName ${userName} exists`,
      'user-name-taken',
    );
  }
  const state = holder.deletedAt === null ? 'is in use by another user' : 'was used before by a deleted user';
  return new DirectoryFailure(
    'uniqueness',
    `userId: the User ID ${JSON.stringify(userId)} ${state} and can never be reused for another person; ` +
      `send an own "userId" in the iManage extension${approvalWords(holder, now)}`,
    holder.deletedAt === null ? 'user-id-taken' : 'user-id-burned',
  );
}

function approvalWords({ deletedAt, returnApprovedUntil: until }: UserRecord, now: Date): string {
  if (deletedAt === null) return '';
  const approve = ', or, if it is the same person, approve the return in the console';
  if (until === undefined || until > now) return approve;
  return `${approve} once more: an approval was given and ended on ${until.toISOString().slice(0, 10)}`;
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
      throw lack.isTaken
        ? new DirectoryFailure('uniqueness', lack.reason, 'email-taken')
        : new DirectoryFailure('invalidValue', lack.reason, 'person-incomplete');
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
    'in-external-group',
  );
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
