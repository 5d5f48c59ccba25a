// Finds the one person or group that somebody at the terminal means by a name. Knows no answer.

import { comparisonKey } from '../../directory/comparison';
import { teamNow, type Team } from '../../directory/answers/facts';
import type { UserRecord } from '../../directory/user-record';
import type { CommandContext } from '../context';
import { CommandFailure } from '../failure';

type Place = Pick<CommandContext, 'store' | 'customer'>;

/**
 * By id, userName, User ID or e-mail address; a live person is meant before a deleted one of the same name.
 *
 * @throws CommandFailure where it is nobody, or several
 */
export async function onePerson({ store, customer }: Place, text: string): Promise<UserRecord> {
  const found = await store.history.usersCalled(customer.id, text);
  const live = found.filter(({ deletedAt }) => deletedAt === null);
  const meant = found.find(({ id }) => id === text);
  const [only, ...others] = meant === undefined ? (live.length > 0 ? live : found) : [meant];
  if (only === undefined)
    throw new CommandFailure(
      `nobody is called ${JSON.stringify(text)}: give an id, userName, User ID or e-mail address; "users ${text}" looks for parts of names`,
    );
  if (others.length === 0) return only;
  const ids = [only, ...others].map(({ id, userId }) => `${id} (User ID ${userId ?? 'none'})`);
  throw new CommandFailure(
    `several people are called ${JSON.stringify(text)}; give an id: ${ids.join(', ')}`,
  );
}

/** By id, displayName or groupId, `LIB/NAME` for a group of a library. @throws CommandFailure where it is none, or several */
export async function oneGroup({ store, customer }: Place, text: string): Promise<Team> {
  const key = comparisonKey(text);
  const found: Team[] = [];
  for await (const batch of store.history.groups(customer.id)) {
    for (const team of batch.map(teamNow)) {
      const names = [team.displayName, team.groupId].flatMap((name) => [
        name,
        `${team.library ?? ''}/${name}`,
      ]);
      if (team.id === text || names.some((name) => comparisonKey(name) === key)) found.push(team);
    }
  }
  const [only, ...others] = found;
  if (only === undefined)
    throw new CommandFailure(
      `no group is called ${JSON.stringify(text)}: give an id, displayName or groupId`,
    );
  if (others.length === 0) return only;
  const ids = found.map(({ id, library }) => `${id} (${library ?? 'global'})`);
  throw new CommandFailure(
    `several groups are called ${JSON.stringify(text)}; give an id: ${ids.join(', ')}`,
  );
}
