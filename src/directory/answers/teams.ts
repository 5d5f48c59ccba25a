// Groups as they are now, and how many are in them, disabled people told apart. Pure.

import { comparisonKey } from '../comparison';
import type { DirectoryHistory } from '../history';
import { teamNow, type Team } from './facts';

export interface TeamRow {
  readonly team: Team;
  readonly created: Date;
  /** As the group shows them: without deleted people. */
  readonly members: number;
  /** Of these, how many may not sign in. */
  readonly disabledMembers: number;
  /** Rows of deleted people, which iManage keeps and no list shows. */
  readonly deletedMembers: number;
}

export interface TeamsWanted {
  /** Part of the name or groupId, without letter case. */
  readonly called?: string | undefined;
  readonly deletedToo?: boolean;
}

/** In the order in which they came. */
export async function* teams(
  history: Pick<DirectoryHistory, 'users' | 'groups' | 'memberships'>,
  customer: string,
  { called, deletedToo = false }: TeamsWanted,
): AsyncGenerator<TeamRow> {
  const key = comparisonKey(called ?? '');
  const counts = await memberCounts(history, customer);
  for await (const batch of history.groups(customer)) {
    for (const group of batch) {
      const team = teamNow(group);
      if (team.deleted && !deletedToo) continue;
      const isCalled = [team.displayName, team.groupId].some((name) => comparisonKey(name).includes(key));
      if (isCalled) yield { team, created: group.created, ...(counts.get(group.id) ?? NO_MEMBERS) };
    }
  }
}

type MemberCounts = Pick<TeamRow, 'members' | 'disabledMembers' | 'deletedMembers'>;
const NO_MEMBERS: MemberCounts = { members: 0, disabledMembers: 0, deletedMembers: 0 };

/** Only who is not enabled is held in memory, and a few numbers for each group. */
async function memberCounts(
  history: Pick<DirectoryHistory, 'users' | 'memberships'>,
  customer: string,
): Promise<ReadonlyMap<string, MemberCounts>> {
  const gone = new Map<string, 'disabled' | 'deleted'>();
  for await (const batch of history.users(customer)) {
    for (const user of batch) {
      if (user.deletedAt !== null) gone.set(user.id, 'deleted');
      else if (!user.signInEnabled) gone.set(user.id, 'disabled');
    }
  }
  const counts = new Map<string, MemberCounts>();
  for await (const batch of history.memberships(customer)) {
    for (const { groupId, userId } of batch)
      counts.set(groupId, withMember(counts.get(groupId) ?? NO_MEMBERS, gone.get(userId)));
  }
  return counts;
}

function withMember(held: MemberCounts, gone: 'disabled' | 'deleted' | undefined): MemberCounts {
  if (gone === 'deleted') return { ...held, deletedMembers: held.deletedMembers + 1 };
  const disabledMembers = held.disabledMembers + (gone === 'disabled' ? 1 : 0);
  return { ...held, members: held.members + 1, disabledMembers };
}
