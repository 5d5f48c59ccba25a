// What one person was at a moment of the past, from the events. Reads the person's own and those of the groups that took the person in or out.

import { personOf } from '../../directory/answers/facts';
import { statesAt } from '../../directory/answers/fold';
import { momentOf } from '../../directory/answers/moment';
import { teamsAt } from '../../directory/past-memberships';
import type { UserRecord } from '../../directory/user-record';
import type { AdminContext } from '../context';
import type { AnswerOf } from '../contract';
import type { PEOPLE } from '../contract/people';
import { namesOf } from './person-row';
import { byName, counted, shownTeam } from './team-shown';

type At = AnswerOf<(typeof PEOPLE)['people.at']>;

/** @throws DirectoryFailure `invalidValue` where nothing is known of the moment */
export async function personAt(
  { stores, customer, services }: AdminContext,
  { id, created }: UserRecord,
  asked: string,
): Promise<At> {
  const known = { first: await stores.history.firstEventAt(customer.id), now: services.now() };
  const moment = momentOf('at', asked, known);
  const at = moment.toISOString();
  const facts = await factsAt({ stores, customer }, id, moment);
  if (facts === undefined) {
    const words = `Nobody of this id existed then; the person came on ${created.toISOString().slice(0, 10)}.`;
    return { at, person: null, words };
  }
  const [teams] = await teamsAt(stores.past, customer.id, [id], [moment]);
  const groups = (teams?.get(id) ?? []).map(shownTeam).sort(byName);
  const { signIn, email, external, location, preferredLibrary, libraries, ...names } = facts;
  const open = libraries.filter((row) => row.signInEnabled).length;
  return {
    at,
    person: {
      ...namesOf({ ...names, signIn, email, external, location, preferredLibrary, libraries }),
      email,
      signIn,
      external,
      location,
      preferredLibrary,
      libraries: [...libraries],
      groups,
    },
    words: `Then the sign-in was ${signIn}, with ${counted(open, 'library', 'libraries')} enabled and ${counted(groups.length, 'group')}.`,
  };
}

async function factsAt(
  { stores, customer }: Pick<AdminContext, 'stores' | 'customer'>,
  id: string,
  moment: Date,
): Promise<ReturnType<typeof personOf> | undefined> {
  for await (const { at } of statesAt(stores.history.eventsOf(customer.id, [id]), [moment])) {
    const [state] = at;
    if (state !== undefined) return personOf(id, state.facts);
  }
  return undefined;
}
