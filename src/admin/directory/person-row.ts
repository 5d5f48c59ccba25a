// One person as a row of lists and files. Pure.

import { personNow, type Person } from '../../directory/answers/facts';
import { lacksOf } from '../../directory/completeness';
import type { ListedPerson, PeopleFilter } from '../../directory/people-list';
import type { RowOf, InputOf } from '../contract';
import type { PEOPLE } from '../contract/people';

type Filters = InputOf<(typeof PEOPLE)['people.export']>;
type ExportRow = RowOf<(typeof PEOPLE)['people.export']>;

export function filterOf({
  text,
  signIn,
  external,
  location,
  preferredLibrary,
  completeness,
  seat,
}: Filters): PeopleFilter {
  // A seat is taken by whoever may sign in.
  const asked = seat === 'servesNobody' ? seatStates(signIn) : statesOf(signIn);
  return {
    ...(text === undefined ? {} : { text }),
    ...(asked === undefined ? {} : { states: asked }),
    ...(external === undefined ? {} : { external }),
    ...(location === undefined ? {} : { location: location === '' ? null : location }),
    ...(preferredLibrary === undefined ? {} : { preferredLibrary }),
    ...(completeness === undefined ? {} : { completeness }),
    ...(seat === undefined ? {} : { servesNobody: true }),
  };
}

function statesOf(signIn: Filters['signIn']): PeopleFilter['states'] {
  if (signIn === undefined) return undefined;
  return signIn === 'live' ? ['enabled', 'disabled'] : [signIn];
}

function seatStates(signIn: Filters['signIn']): PeopleFilter['states'] {
  return signIn === 'disabled' || signIn === 'deleted' ? [] : ['enabled'];
}

export function namesOf({ id, userId, userName, fullName }: Person): {
  id: string;
  userId: string;
  userName: string;
  fullName: string;
} {
  return { id, userId, userName, fullName };
}

export function completenessOf({ user, holder }: Pick<ListedPerson, 'user' | 'holder'>): {
  completeness: 'ready' | 'incomplete';
  missing: string[];
  reasons: string[];
} {
  const lacks = lacksOf(user, holder);
  return {
    completeness: lacks.length === 0 ? 'ready' : 'incomplete',
    missing: lacks.map(({ field }) => field),
    reasons: lacks.map(({ reason }) => reason),
  };
}

export function exportedPerson(listed: ListedPerson, groups: readonly string[]): ExportRow {
  const person = personNow(listed.user);
  const { completeness, missing } = completenessOf(listed);
  return {
    ...namesOf(person),
    email: person.email,
    signIn: person.signIn,
    kind: person.external ? 'external' : 'internal',
    location: person.location,
    preferredLibrary: person.preferredLibrary,
    libraries: person.libraries.map(
      ({ library, role, signInEnabled }) => `${library}:${role}${signInEnabled ? '' : ' (disabled)'}`,
    ),
    groups: [...groups],
    completeness,
    missing,
    created: listed.user.created.toISOString(),
  };
}
