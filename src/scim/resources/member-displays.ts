// How members are shown: as the client sent it, which is kept only where it is not the person's own displayName. Pure.

import type { MemberDisplays } from '../../directory/ports';

interface ShownPerson {
  readonly id: string;
  readonly displayName: string | undefined;
}

/** What to keep of the displays that were sent of these people; undefined: nothing. Who was sent without is left out. */
export function displaysToKeep(
  people: readonly ShownPerson[],
  sent: ReadonlyMap<string, string> | undefined,
): MemberDisplays {
  if (sent === undefined) return new Map();
  const named = people.filter(({ id }) => sent.has(id));
  return new Map(
    named.map(({ id, displayName }) => [id, sent.get(id) === displayName ? undefined : sent.get(id)]),
  );
}

export function without(displays: MemberDisplays, ids: readonly string[]): MemberDisplays {
  const left = new Map(displays);
  for (const id of ids) left.delete(id);
  return left;
}
