// Finds the one person or group that somebody at the terminal means by a name. Knows no answer.

import { comparisonKey } from '../../directory/comparison';
import type { Asker } from '../asking';
import { CommandFailure } from '../failure';

const PAGE = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By id, userName, User ID or e-mail address. @returns the id @throws CommandFailure where it is nobody, or several */
export async function personCalled({ ask }: Asker, text: string): Promise<string> {
  return (await ask('people.show', { person: text })).ids.id;
}

/** By id, displayName or groupId, `LIB/NAME` for a group of a library. @returns the id @throws CommandFailure where it is none, or several */
export async function groupCalled({ ask, rows }: Asker, text: string): Promise<string> {
  if (UUID.test(text)) return (await ask('groups.show', { group: text })).id;
  const key = comparisonKey(text);
  const part = text.slice(text.lastIndexOf('/') + 1);
  const found: { readonly id: string; readonly library: string | null }[] = [];
  for (const state of [{}, { state: 'deleted' }] as const) {
    for await (const { id, name, groupId, library } of rows('groups.list', {
      text: part,
      limit: PAGE,
      ...state,
    })) {
      const names = [name, groupId].flatMap((one) => [one, `${library ?? ''}/${one}`]);
      if (names.some((one) => comparisonKey(one) === key)) found.push({ id, library });
    }
  }
  const [only, ...others] = found;
  if (only === undefined)
    throw new CommandFailure(
      `no group is called ${JSON.stringify(text)}: give an id, displayName or groupId`,
    );
  if (others.length === 0) return only.id;
  const ids = found.map(({ id, library }) => `${id} (${library ?? 'global'})`);
  throw new CommandFailure(
    `several groups are called ${JSON.stringify(text)}; give an id: ${ids.join(', ')}`,
  );
}
