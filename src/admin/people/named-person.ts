// Finds the one person whom an admin means by a name, and shows who somebody is. Knows no action.

import type { SignIn } from '../../directory/answers/facts';
import { personNow } from '../../directory/answers/facts';
import type { Assignment, UserRecord } from '../../directory/user-record';
import type { AdminContext } from '../context';
import { AdminFailure } from '../failure';

interface Who {
  id: string;
  userId: string;
  userName: string;
  fullName: string;
}

interface PersonState extends Who {
  signIn: SignIn | 'deleted';
  libraries: Assignment[];
  returnApprovedUntil: string | null;
}

type Place = Pick<AdminContext, 'stores' | 'customer'>;

/**
 * By id, userName, User ID or e-mail address; a live person is meant before a deleted one of the same name.
 *
 * @throws AdminFailure where it is nobody, or several
 */
export async function namedPerson({ stores, customer }: Place, text: string): Promise<UserRecord> {
  const found = await stores.history.usersCalled(customer.id, text);
  const meant = found.find(({ id }) => id === text);
  if (meant !== undefined) return meant;
  const live = found.filter(({ deletedAt }) => deletedAt === null);
  const [only, ...others] = live.length > 0 ? live : found;
  if (only === undefined)
    throw new AdminFailure(
      'notFound',
      `Nobody is called ${JSON.stringify(text)}. Give an id, userName, User ID or e-mail address as a whole.`,
    );
  if (others.length === 0) return only;
  const ids = [only, ...others].map(({ id, userId }) => `${id} (User ID ${userId ?? 'none'})`);
  throw new AdminFailure(
    'conflict',
    `Several people are called ${JSON.stringify(text)}. Give the id of one: ${ids.join(', ')}.`,
  );
}

export function whoIs(user: UserRecord): Who {
  const { id, userId, userName, fullName } = personNow(user);
  return { id, userId, userName, fullName };
}

export function stateOf(user: UserRecord): PersonState {
  const { signIn } = personNow(user);
  return {
    ...whoIs(user),
    signIn,
    libraries: user.assignments.map(({ library, role, signInEnabled }) => ({ library, role, signInEnabled })),
    returnApprovedUntil: user.returnApprovedUntil?.toISOString() ?? null,
  };
}

/** As a sentence speaks of somebody: `MARCIE DAVENPORT (mdavenport)`. */
export function calledInWords(user: UserRecord): string {
  const { fullName, userName } = whoIs(user);
  return fullName === '' || fullName === userName ? userName : `${fullName} (${userName})`;
}
