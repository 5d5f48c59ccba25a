// Who really came into a group and who left it in one write; knows neither rows nor rules.

import type { MovedMembers } from '../../directory/event';

export interface MembershipChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Of a mass change, whose lists are the first of them. */
  readonly moved?: MovedMembers;
}

export const NO_MEMBERSHIP_CHANGE: MembershipChange = { added: [], removed: [] };

export function isMembershipChange({ added, removed }: MembershipChange): boolean {
  return added.length + removed.length > 0;
}

/** Adds up changes that follow each other: whoever comes and leaves again did neither. */
export interface MembershipTally {
  count(change: MembershipChange): void;
  total(): MembershipChange;
}

export function membershipTally(): MembershipTally {
  const added = new Set<string>();
  const removed = new Set<string>();
  return {
    count(change) {
      for (const id of change.removed) if (!added.delete(id)) removed.add(id);
      for (const id of change.added) if (!removed.delete(id)) added.add(id);
    },
    total: () => ({ added: [...added], removed: [...removed] }),
  };
}
