// Owns finding and clearing away member sets that no group has, which mass changes leave behind (member-sets.ts). Must not know writes.

import { mongo } from 'mongoose';
import type { Collections } from './documents';

/** Many times what a write can take that still fills its set. */
export const FRESH_MS = 3_600_000;

type SetCollections = Pick<Collections, 'groups' | 'memberships'>;

/**
 * A fresh set may be of a write that has yet to make its group change over, so it is left alone. The sets are listed
 * before the groups, so that a group made meanwhile loses nothing.
 */
export async function abandonedSets(
  { groups, memberships }: SetCollections,
  customer: string,
  now: number,
): Promise<readonly string[]> {
  const sets = await memberships.distinct('set', { customer });
  const held = new Set(await groups.distinct('memberSet', { customer }));
  return sets.filter((set) => !held.has(set) && !isFresh(set, now));
}

export async function clearSets(
  { memberships }: SetCollections,
  customer: string,
  sets: readonly string[],
): Promise<void> {
  for (const set of sets) await memberships.deleteMany({ customer, set });
}

/** The first set of a group carries the group's id and was never made aside. */
function isFresh(set: string, now: number): boolean {
  if (!mongo.ObjectId.isValid(set)) return false;
  return new mongo.ObjectId(set).getTimestamp().getTime() > now - FRESH_MS;
}
