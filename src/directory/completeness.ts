// What a user still lacks before iManage can hold it (rule 3.9). Pure; computed on each look and stored nowhere as truth.

import { comparisonKey } from './comparison';
import { isUsableUserId } from './user-id';
import type { UserRecord } from './user-record';

/** Another live user with the same e-mail address, who took it earlier. */
export interface EmailHolder {
  readonly userName: string;
}

export interface Lack {
  /** As the model names it. The full name never lacks: it falls back to the userName. */
  readonly field: 'userId' | 'email';
  /** Why, and what would do. */
  readonly reason: string;
  /** The value is fine in itself, but another user has it. */
  readonly isTaken: boolean;
}

const EMAIL_LENGTH_MAX = 254;
const EMAIL_PART_LENGTH_MAX = 64;
/** Local part, domain name and extension (imanage-model.md §1). */
const EMAIL = /^([^\s@]+)@([^\s@]+)\.([^\s@.]+)$/u;

/**
 * @param holder who else had the user's e-mail address first, if anybody
 * @returns nothing for a user that is ready
 */
export function lacksOf(user: UserRecord, holder: EmailHolder | undefined): readonly Lack[] {
  return [...userIdLack(user), ...emailLack(user, holder)];
}

/** What the change took from the user that was not lacking before; `undefined` before: the user is new. */
export function newLacks(before: readonly Lack[] | undefined, after: readonly Lack[]): readonly Lack[] {
  const known = new Set(before?.map(({ field, isTaken }) => `${field}/${String(isTaken)}`));
  return after.filter(({ field, isTaken }) => !known.has(`${field}/${String(isTaken)}`));
}

/** The key under which an address is unique among live users; undefined for none. */
export function emailKey(user: Pick<UserRecord, 'email'>): string | undefined {
  return user.email === null ? undefined : comparisonKey(user.email);
}

/** Since when the user has the present address: a return takes it anew. */
export function emailSinceAfter(before: UserRecord | undefined, after: UserRecord, now: Date): Date {
  const isKept = before !== undefined && before.deletedAt === null && emailKey(before) === emailKey(after);
  return isKept ? before.emailSince : now;
}

function userIdLack(user: UserRecord): readonly Lack[] {
  if (user.userId !== null) return [];
  const asked = user.unusableUserId ?? user.profile['userName'];
  const shown = JSON.stringify(typeof asked === 'string' ? asked.slice(0, 80) : '');
  const fault =
    typeof asked === 'string' && isUsableUserId(asked) ? 'is not settled yet' : 'cannot be held by iManage';
  const reason = `userId: ${shown} ${fault}; send a "userId" of 1 to 64 characters without white space in the iManage extension`;
  return [{ field: 'userId', reason, isTaken: false }];
}

function emailLack(user: UserRecord, holder: EmailHolder | undefined): readonly Lack[] {
  const lack = (reason: string, isTaken = false): readonly Lack[] => [{ field: 'email', reason, isTaken }];
  if (user.email === null) return lack('email: none was sent; iManage needs one, send it in "emails"');
  const fault = emailFault(user.email);
  if (fault !== undefined) return lack(`email: ${fault}`);
  if (holder === undefined) return [];
  return lack(
    `email: ${JSON.stringify(user.email)} is the address of the user ${JSON.stringify(holder.userName)} already; ` +
      'iManage takes an address once, send another one or take it from that user',
    true,
  );
}

function emailFault(email: string): string | undefined {
  const shown = JSON.stringify(email.slice(0, 80));
  const [, local, domain, extension] = EMAIL.exec(email) ?? [];
  if (local === undefined || domain === undefined || extension === undefined)
    return `${shown} is no address that iManage takes, such as name@firm.example`;
  if (email.length > EMAIL_LENGTH_MAX) return `${shown} has more than ${EMAIL_LENGTH_MAX} characters`;
  const tooLong = [local, domain, extension].some((part) => part.length > EMAIL_PART_LENGTH_MAX);
  return tooLong
    ? `${shown}: the local part, the domain name and the extension have at most ${EMAIL_PART_LENGTH_MAX} characters each`
    : undefined;
}
