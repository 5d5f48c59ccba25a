// People as they are now: all or those called so, the external ones, and the groups that they are in. Pure.

import { comparisonKey } from '../comparison';
import type { DirectoryHistory } from '../history';
import { personNow, teamNow, type Person, type Team } from './facts';

export interface PersonRow {
  readonly person: Person;
  readonly created: Date;
  readonly groups: readonly Team[];
}

export interface PeopleWanted {
  /** Part of a name, User ID or e-mail address, without letter case. */
  readonly called?: string | undefined;
  readonly externalOnly?: boolean;
  readonly deletedToo?: boolean;
}

/** In the order in which they came. */
export async function* people(
  history: Pick<DirectoryHistory, 'users' | 'groupsOf'>,
  customer: string,
  { called, externalOnly = false, deletedToo = false }: PeopleWanted,
): AsyncGenerator<PersonRow> {
  const key = comparisonKey(called ?? '');
  for await (const batch of history.users(customer)) {
    const wanted = batch
      .map((user) => ({ person: personNow(user), created: user.created }))
      .filter(({ person }) => deletedToo || person.signIn !== 'deleted')
      .filter(({ person }) => !externalOnly || person.external)
      .filter(({ person }) => isCalled(person, key));
    const groups =
      wanted.length === 0
        ? new Map<string, readonly never[]>()
        : await history.groupsOf(
            customer,
            wanted.map(({ person }) => person.id),
          );
    for (const row of wanted) yield { ...row, groups: (groups.get(row.person.id) ?? []).map(teamNow) };
  }
}

function isCalled({ userName, userId, fullName, email }: Person, key: string): boolean {
  return [userName, userId, fullName, email].some((name) => comparisonKey(name).includes(key));
}
