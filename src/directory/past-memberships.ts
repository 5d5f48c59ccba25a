// Who was in which group at moments of the past, of some people only; what it needs of a store is a port.

import { teamOf, type Team } from './answers/facts';
import { statesAt } from './answers/fold';
import type { DirectoryEvent } from './event';

/** One event of a group, and whom of those that were asked about it took in or out. */
export interface MemberStep {
  readonly groupId: string;
  readonly version: number;
  readonly at: Date;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface PastMemberships {
  /** Group by group in order of version, up to the moment. */
  memberSteps(customer: string, userIds: readonly string[], until: Date): Promise<readonly MemberStep[]>;
  /** The events that tell what the groups are, without those that only say who is in them: group by group, in order of version. */
  groupFacts(customer: string, groupIds: readonly string[]): AsyncIterable<readonly DirectoryEvent[]>;
  /** Ids in the order in which people came, of those who were there at the moment; deleted people too. */
  peopleBefore(
    customer: string,
    request: { readonly at: Date; readonly after: string; readonly limit: number },
  ): Promise<readonly string[]>;
}

/** The groups of each of some people by user id. */
export type TeamsOfPeople = ReadonlyMap<string, readonly Team[]>;

/** One for each moment. @param moments in ascending order */
export async function teamsAt(
  past: Pick<PastMemberships, 'memberSteps' | 'groupFacts'>,
  customer: string,
  userIds: readonly string[],
  moments: readonly Date[],
): Promise<readonly TeamsOfPeople[]> {
  const steps = await past.memberSteps(customer, userIds, moments.at(-1) ?? new Date(0));
  const facts = await teamStates(past, customer, steps, moments);
  return moments.map((moment, index) => {
    const byPerson = new Map<string, Team[]>();
    for (const [groupId, members] of membersAt(steps, moment)) {
      const team = facts.get(groupId)?.[index];
      if (team === undefined) continue;
      for (const member of members) {
        const held = byPerson.get(member);
        if (held === undefined) byPerson.set(member, [team]);
        else held.push(team);
      }
    }
    return byPerson;
  });
}

async function teamStates(
  past: Pick<PastMemberships, 'groupFacts'>,
  customer: string,
  steps: readonly MemberStep[],
  moments: readonly Date[],
): Promise<ReadonlyMap<string, readonly (Team | undefined)[]>> {
  const groupIds = [...new Set(steps.map(({ groupId }) => groupId))];
  const states = new Map<string, readonly (Team | undefined)[]>();
  if (groupIds.length === 0) return states;
  for await (const { id, at } of statesAt(past.groupFacts(customer, groupIds), moments))
    states.set(
      id,
      at.map((state) => (state === undefined ? undefined : teamOf(id, state.facts))),
    );
  return states;
}

function membersAt(steps: readonly MemberStep[], moment: Date): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  for (const { groupId, at, added, removed } of steps) {
    if (at > moment) continue;
    const held = members.get(groupId) ?? new Set<string>();
    for (const member of removed) held.delete(member);
    for (const member of added) held.add(member);
    members.set(groupId, held);
  }
  return members;
}
