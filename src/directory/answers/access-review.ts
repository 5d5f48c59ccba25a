// Who had access to what at given moments: user × library × role × groups, and NRTADMIN, as the events tell it. Pure.

import type { DirectoryEvent } from '../event';
import type { DirectoryHistory } from '../history';
import { teamsAt, type PastMemberships, type TeamsOfPeople } from '../past-memberships';
import { isOfLibrary, personOf, signIn, teamOf, type Person, type SignIn, type Team } from './facts';
import { statesAt } from './fold';

/** One person in one library. */
export interface Access {
  readonly library: string;
  readonly role: string;
  /** Sign-in to this library. */
  readonly librarySignIn: SignIn;
  /** By groupId: those of the library, and global ones; disabled ones are marked. Deleted people keep theirs. */
  readonly groups: readonly string[];
  readonly external: boolean;
  readonly nrtAdmin: boolean;
  readonly globalSignIn: SignIn | 'deleted';
}

export interface AccessRow extends Access {
  readonly person: Person;
}

/** What one person had at each of the moments. */
export interface PersonAccess {
  /** The person as last seen at any of the moments. */
  readonly person: Person;
  readonly at: readonly (readonly AccessRow[])[];
}

type PastEvents = Pick<DirectoryHistory, 'events'>;

/** Each user and library on that date, in the order in which the people came. */
export async function* accessReview(
  history: PastEvents,
  customer: string,
  moment: Date,
): AsyncGenerator<AccessRow> {
  for await (const { at } of accessAt(history, customer, [moment])) yield* at.flat();
}

/**
 * Person by person: groups are folded first, and of them only who is in which is held in memory.
 *
 * @param moments in ascending order
 */
export async function* accessAt(
  history: PastEvents,
  customer: string,
  moments: readonly Date[],
): AsyncGenerator<PersonAccess> {
  const teams = await teamsOfPeople(history, customer, moments);
  yield* accessIn(history.events(customer, 'User'), teams, moments);
}

/**
 * Of some people only, in the order of their events: what a page needs, where all groups would be too many.
 *
 * @param moments in ascending order
 */
export async function* accessOfPeople(
  history: Pick<DirectoryHistory, 'eventsOf'>,
  past: Pick<PastMemberships, 'memberSteps' | 'groupFacts'>,
  customer: string,
  { ids, moments }: { readonly ids: readonly string[]; readonly moments: readonly Date[] },
): AsyncGenerator<PersonAccess> {
  const teams = await teamsAt(past, customer, ids, moments);
  yield* accessIn(history.eventsOf(customer, ids), teams, moments);
}

async function* accessIn(
  events: AsyncIterable<readonly DirectoryEvent[]>,
  teams: readonly TeamsOfPeople[],
  moments: readonly Date[],
): AsyncGenerator<PersonAccess> {
  for await (const { id, at } of statesAt(events, moments)) {
    const people = at.map((state) => (state === undefined ? undefined : personOf(id, state.facts)));
    const person = people.findLast((one) => one !== undefined);
    if (person === undefined) continue;
    yield {
      person,
      at: people.map((one, index) => (one === undefined ? [] : accessOf(one, teams[index]?.get(id) ?? []))),
    };
  }
}

/** For each moment, the groups of each person by user id. */
async function teamsOfPeople(
  history: PastEvents,
  customer: string,
  moments: readonly Date[],
): Promise<readonly TeamsOfPeople[]> {
  const teams = moments.map(() => new Map<string, Team[]>());
  for await (const { id, at } of statesAt(history.events(customer, 'Group'), moments)) {
    for (const [index, byPerson] of teams.entries()) {
      const state = at[index];
      if (state === undefined) continue;
      const team = teamOf(id, state.facts);
      for (const member of state.members) {
        const held = byPerson.get(member);
        if (held === undefined) byPerson.set(member, [team]);
        else held.push(team);
      }
    }
  }
  return teams;
}

function accessOf(person: Person, teams: readonly Team[]): readonly AccessRow[] {
  return person.libraries.map(({ library, role, signInEnabled }) => {
    const here = teams.filter((team) => isOfLibrary(team, library));
    return {
      person,
      library,
      role,
      librarySignIn: signIn(signInEnabled),
      groups: here.map(groupText).sort(),
      external: person.external,
      nrtAdmin: here.some((team) => team.nrtAdmin),
      globalSignIn: person.signIn,
    };
  });
}

/** The groupId stays when a group is renamed, so that a new name alone is no change of access. */
function groupText({ groupId, enabled }: Team): string {
  return enabled ? groupId : `${groupId} (disabled)`;
}
