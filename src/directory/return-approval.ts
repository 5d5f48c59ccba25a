// The approval by which an admin lets a deleted person come back under another externalId (imanage-model.md §3.2). Pure.

import { sameName } from './comparison';
import type { UserRecord } from './user-record';

export const RETURN_APPROVAL_DAYS = 30;
const DAY_MS = 86_400_000;

/** The deleted person may come back within 30 days. */
export function withApproval(user: UserRecord, now: Date): UserRecord {
  return { ...user, returnApprovedUntil: new Date(now.getTime() + RETURN_APPROVAL_DAYS * DAY_MS) };
}

export function withoutApproval({ returnApprovedUntil: _withdrawn, ...user }: UserRecord): UserRecord {
  return user;
}

export function mayReturn({ deletedAt, returnApprovedUntil }: UserRecord, now: Date): boolean {
  return deletedAt !== null && returnApprovedUntil !== undefined && returnApprovedUntil > now;
}

/** Whoever names a User ID of their own says that they are somebody else. @param userId as asked for, null where it was not */
export function isNamedBy(user: UserRecord, userName: string, userId: string | null): boolean {
  const held = user.profile['userName'];
  if (userId !== null && !sameName(user.userId ?? '', userId)) return false;
  return typeof held === 'string' && sameName(held, userName);
}
