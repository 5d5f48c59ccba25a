// Access on a date, counted from the events in another way than the product's: no fold, but for every single fact the last event that speaks of it.

import type { DirectoryEvent } from '../../../src/directory/event';
import type { JsonValue } from '../../../src/directory/json';

/** What is said of one person in one library, by column; the key is `person/library`. */
export type Recounted = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export function recountAccess(events: readonly DirectoryEvent[], moment: Date): Recounted {
  const past = events.filter(({ at }) => at.getTime() <= moment.getTime());
  const ids = (type: string): readonly string[] => [
    ...new Set(past.filter(({ resourceType }) => resourceType === type).map(({ resourceId }) => resourceId)),
  ];
  const newestFirst = new Map<string, DirectoryEvent[]>();
  for (const event of past)
    newestFirst.set(event.resourceId, [event, ...(newestFirst.get(event.resourceId) ?? [])]);

  const fact = (id: string, name: string): JsonValue | undefined =>
    newestFirst.get(id)?.find(({ before, after }) => name in before || name in after)?.after[name];
  const isMember = (team: string, person: string): boolean =>
    newestFirst
      .get(team)
      ?.find(
        ({ membersAdded, membersRemoved }) =>
          membersAdded.includes(person) || membersRemoved.includes(person),
      )
      ?.membersAdded.includes(person) === true;

  const teams = ids('Group');
  const rows = new Map<string, Readonly<Record<string, unknown>>>();
  for (const person of ids('User')) {
    const mine = teams.filter((team) => isMember(team, person));
    for (const row of fact(person, 'libraries') as readonly Record<string, JsonValue>[]) {
      const here = mine.filter((team) => [undefined, row['library']].includes(fact(team, 'library')));
      const names = here.map(
        (team) => (fact(team, 'groupId') as string) + (fact(team, 'enabled') === true ? '' : ' (disabled)'),
      );
      rows.set(`${person}/${row['library'] as string}`, {
        role: row['role'],
        librarySignIn: row['signInEnabled'] === true ? 'enabled' : 'disabled',
        groups: names.sort().join(),
        external: fact(person, 'external'),
        nrtAdmin: here.some((team) =>
          ['groupId', 'displayName'].some(
            (name) => (fact(team, name) as string).toUpperCase() === 'NRTADMIN',
          ),
        ),
        globalSignIn:
          fact(person, 'deleted') === true
            ? 'deleted'
            : fact(person, 'signInEnabled') === true
              ? 'enabled'
              : 'disabled',
      });
    }
  }
  return rows;
}

/** `person/library: column before → after` for each column that differs. */
export function recountDifference(
  events: readonly DirectoryEvent[],
  earlier: Date,
  later: Date,
): readonly string[] {
  const [was, is] = [recountAccess(events, earlier), recountAccess(events, later)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((key) => {
      const [before, after] = [was.get(key) ?? {}, is.get(key) ?? {}];
      const columns = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
      return columns.map((name) => `${key}: ${name} ${String(before[name])} → ${String(after[name])}`);
    })
    .sort();
}
