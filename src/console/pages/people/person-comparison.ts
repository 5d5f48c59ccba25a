// A person then and now, fact by fact, with what differs. Pure.

import type { Answer } from '../../shell/api';
import type { Person } from './person';

export type PastPerson = NonNullable<Answer<'people.at'>['person']>;

export interface Compared {
  readonly name: string;
  readonly then: string;
  readonly now: string;
  readonly differs: boolean;
}

const NONE = '–';
const SIGN_IN = { enabled: 'can sign in', disabled: 'disabled', deleted: 'deleted' } as const;

/** Then is null where the person did not exist yet. */
export function compared(then: PastPerson | null, now: Person): readonly Compared[] {
  return [
    row('Sign-in', then && SIGN_IN[then.signIn], SIGN_IN[now.signIn.status]),
    row('Full name', then?.fullName, now.fullName),
    row('User ID', then?.userId, now.userId),
    row('User name (login)', then?.userName, now.userName),
    row('E-mail', then?.email, now.email),
    row('Kind', then && kindWords(then.external), kindWords(now.external)),
    row('Location', then?.location, now.location),
    row('Preferred library', then?.preferredLibrary, now.preferredLibrary),
    ...eachNamed('Library', libraryRows(then?.libraries ?? []), libraryRows(now.libraries)),
    ...eachNamed('Group', groupRows(then?.groups ?? []), groupRows(now.groups)),
  ];
}

function row(name: string, then: string | null | undefined, now: string): Compared {
  const was = then === null || then === undefined || then === '' ? NONE : then;
  const is = now === '' ? NONE : now;
  return { name, then: was, now: is, differs: was !== is };
}

type Named = ReadonlyMap<string, string>;

function eachNamed(kind: string, then: Named, now: Named): readonly Compared[] {
  const names = [...new Set([...then.keys(), ...now.keys()])].sort((a, b) => a.localeCompare(b));
  return names.map((name) => row(`${kind} ${name}`, then.get(name), now.get(name) ?? ''));
}

function libraryRows(libraries: PastPerson['libraries']): Named {
  return new Map(
    libraries.map(({ library, role, signInEnabled }) => [
      library,
      `${role}${signInEnabled ? '' : ', sign-in disabled'}`,
    ]),
  );
}

function groupRows(groups: PastPerson['groups']): Named {
  return new Map(
    groups.map(({ name, library }) => [library === null ? name : `${library}/${name}`, 'member']),
  );
}

function kindWords(external: boolean): string {
  return external ? 'External' : 'Internal';
}
