// Whether a User ID may still be given to somebody: one that was ever used is burned for good (imanage-model.md §1, User). Pure.

import type { DirectoryHistory } from '../history';
import { isUsableUserId } from '../user-id';
import { personNow, type Person } from './facts';

export type UserIdAnswer =
  | { readonly state: 'free' }
  | { readonly state: 'unusable'; readonly reason: string }
  | { readonly state: 'in use'; readonly holder: Person; readonly userId: string }
  | { readonly state: 'burned'; readonly holder: Person; readonly userId: string; readonly deletedAt: Date };

/** Without letter case, as iManage compares. */
export async function checkUserId(
  history: Pick<DirectoryHistory, 'userWithUserId'>,
  customer: string,
  text: string,
): Promise<UserIdAnswer> {
  if (!isUsableUserId(text)) return { state: 'unusable', reason: unusableBecause(text) };
  const user = await history.userWithUserId(customer, text);
  if (user === undefined) return { state: 'free' };
  const held = { holder: personNow(user), userId: user.userId ?? text };
  return user.deletedAt === null
    ? { state: 'in use', ...held }
    : { state: 'burned', ...held, deletedAt: user.deletedAt };
}

function unusableBecause(text: string): string {
  if (text === '') return 'it is empty; a User ID has 1 to 64 characters';
  if (/\s/u.test(text)) return 'it holds white space';
  // As iManage's pattern counts: one outside the basic plane is not in it at all.
  if (text.length > 64) return `it has ${text.length} characters; a User ID has at most 64`;
  return 'it holds a character that iManage does not take: a control character, or one outside the basic plane';
}
