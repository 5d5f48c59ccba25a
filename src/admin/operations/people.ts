// The operations that show people: lists, one person, what happened, what was. Change nothing.

import { isCalled, personNow, teamNow } from '../../directory/answers/facts';
import { comparisonKey } from '../../directory/comparison';
import type { PlaceCount } from '../../directory/people-list';
import { nameOrderOf } from '../directory/name-place';
import { pageOf, placeAfter } from '../directory/place-cursor';
import { completenessOf, exportedPerson, filterOf, namesOf } from '../directory/person-row';
import { personAt } from '../directory/person-at';
import { shownPerson } from '../directory/person-shown';
import { byName, shownTeam } from '../directory/team-shown';
import { timeline } from '../directory/timeline';
import { namedPerson } from '../people/named-person';
import type { AdminContext } from '../context';
import type { InputOf, RowOf } from '../contract';
import type { PEOPLE } from '../contract/people';
import type { Operations } from '../operation';

export const peopleOperations: Operations<typeof PEOPLE> = {
  async 'people.list'({ stores, customer }, { limit, cursor, ...filters }) {
    const filter = filterOf(filters);
    const [after] = placeAfter(cursor, 1) ?? [];
    const [page, preparing] = await Promise.all([
      pageOf(
        limit,
        (most) => stores.people.page(customer.id, { filter, limit: most, ...nameOrderOf(after) }),
        ({ place }) => [place],
      ),
      stores.people.isPreparing(customer.id),
    ]);
    const groups = await stores.history.groupsOf(
      customer.id,
      page.rows.map(({ user }) => user.id),
    );
    const rows = page.rows.map((listed) => {
      const { user } = listed;
      const { completeness, missing } = completenessOf(listed);
      const { signIn, email, external, location, preferredLibrary, libraries, ...person } = personNow(user);
      const isServed = libraries.some((row) => row.signInEnabled);
      return {
        ...namesOf({ ...person, signIn, email, external, location, preferredLibrary, libraries }),
        email,
        signIn,
        locked: user.locked,
        external,
        location,
        preferredLibrary,
        libraries: [...libraries],
        groups: (groups.get(user.id) ?? []).filter(({ deletedAt }) => deletedAt === null).length,
        completeness,
        missing,
        servesNobody: user.signInEnabled && !isServed,
        created: user.created.toISOString(),
      };
    });
    return { rows, next: page.next, preparing };
  },

  async 'people.choices'({ stores, customer }) {
    const counts = await stores.people.countsByPlace(customer.id);
    const nameOf = (id: string): string =>
      customer.libraries.find((library) => library.id === id)?.displayName ?? id;
    return {
      locations: choices(counts, ({ location }) => location),
      libraries: choices(counts, ({ preferredLibrary }) => preferredLibrary).map(({ value, people }) => ({
        value,
        name: nameOf(value),
        people,
      })),
    };
  },

  'people.export': (context, filters) => exported(context, filters),

  async 'people.show'(context, { person }) {
    return shownPerson(context, await namedPerson(context, person));
  },

  async 'people.timeline'(context, { person, limit, cursor }) {
    return timeline(context, await namedPerson(context, person), { limit, cursor });
  },

  async 'people.at'(context, { person, at }) {
    return personAt(context, await namedPerson(context, person), at);
  },
};

function choices(
  counts: readonly PlaceCount[],
  valueOf: (count: PlaceCount) => string | null,
): { value: string; people: number }[] {
  const byValue = new Map<string, number>();
  for (const count of counts) {
    const value = valueOf(count) ?? '';
    byValue.set(value, (byValue.get(value) ?? 0) + count.people);
  }
  return [...byValue]
    .map(([value, people]) => ({ value, people }))
    .sort((left, right) => left.value.localeCompare(right.value));
}

async function* exported(
  { stores, customer, stopping }: AdminContext,
  { part = '', ...filters }: InputOf<(typeof PEOPLE)['people.export']>,
): AsyncGenerator<RowOf<(typeof PEOPLE)['people.export']>> {
  const key = comparisonKey(part);
  for await (const everybody of stores.people.all(customer.id, filterOf(filters))) {
    if (stopping.aborted) return;
    const batch = everybody.filter(({ user }) => isCalled(personNow(user), key));
    const groups = await stores.history.groupsOf(
      customer.id,
      batch.map(({ user }) => user.id),
    );
    for (const listed of batch) {
      const teams = (groups.get(listed.user.id) ?? []).map((group) => shownTeam(teamNow(group))).sort(byName);
      yield exportedPerson(
        listed,
        teams.map(({ name }) => name),
      );
    }
  }
}
