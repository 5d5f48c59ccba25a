// Owns the words: what is different in iManage between two views, in iManage's terms. Knows neither requests nor HTTP.
import type { Assignment, Group, Person, View } from './view';

/**
 * @param known everybody and everything seen so far, so that a return is not taken for a newcomer
 * @returns one sentence per difference; none where nothing changed
 */
export function describeChanges(before: View, after: View, known: View): string[] {
  return [
    ...differences(before.groups, after.groups, (id, was, is) =>
      describeGroup(was, is, known.groups.get(id)),
    ),
    ...differences(before.people, after.people, (id, was, is) =>
      describePerson(was, is, known.people.get(id)),
    ),
  ];
}

/** What was known, brought up to date; those who are gone stay as they were last. */
export function remember(known: View, seen: View): View {
  return {
    people: new Map([...known.people, ...seen.people]),
    groups: new Map([...known.groups, ...seen.groups]),
  };
}

type Describe<T> = (id: string, was: T | undefined, is: T | undefined) => readonly string[];

function differences<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  describe: Describe<T>,
): string[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id) => describe(id, before.get(id), after.get(id)));
}

function describeGroup(
  was: Group | undefined,
  is: Group | undefined,
  last: Group | undefined,
): readonly string[] {
  if (is === undefined)
    return was ? [`Group ${was.name} is in no SCIM list any more. Last seen: group id ${was.groupId}.`] : [];
  if (was === undefined) {
    const how = last ? 'is back' : 'is new in iManage';
    const place = is.library === '' ? 'global' : `of library ${is.library}`;
    return [`Group ${is.name} ${how}: group id ${is.groupId}, ${place}, ${count(is.size, 'member')}.`];
  }
  return [
    ...(was.name === is.name
      ? []
      : [`Group ${was.name} is now called ${is.name}; ${keptOr('group id', was.groupId, is.groupId)}.`]),
    ...(was.enabled === is.enabled
      ? []
      : [`Group ${is.name} is ${is.enabled ? 'enabled' : 'disabled: its membership is frozen'}.`]),
  ];
}

function describePerson(
  was: Person | undefined,
  is: Person | undefined,
  last: Person | undefined,
): readonly string[] {
  if (is !== undefined && was !== undefined) return describeDifference(was, is);
  if (is !== undefined) return [last ? describeReturn(last, is) : describeNewcomer(is)];
  if (was === undefined) return [];
  return [`${was.name} is in no SCIM list any more. Last seen: User ID ${was.userId}; ${membership(was)}.`];
}

function describeNewcomer(is: Person): string {
  const facts = [
    is.external ? 'external' : 'internal',
    is.department && `department ${is.department}`,
    libraries(is),
    is.missing.length > 0 && `iManage still needs: ${is.missing.join(', ')}`,
  ];
  return `${is.name} is new in iManage: User ID ${is.userId}, ${signIn(is)}; ${facts.filter(Boolean).join('; ')}.`;
}

function describeReturn(last: Person, is: Person): string {
  const facts = [keptOr('User ID', last.userId, is.userId), signIn(is), membership(is), libraries(is)];
  return `${is.name} is back as the same iManage user: ${facts.join('; ')}.`;
}

function describeDifference(was: Person, is: Person): readonly string[] {
  const userId = keptOr('User ID', was.userId, is.userId);
  const sentences: string[] = [];
  if (was.signIn !== is.signIn) {
    const still = is.signIn ? '' : 'still ';
    const facts = [userId, `${still}a ${membership(is)}`, libraries(is)];
    sentences.push(`Sign-in of ${is.name} ${is.signIn ? 'enabled' : 'disabled'}; ${facts.join('; ')}.`);
  }
  if (was.loginName !== is.loginName) {
    sentences.push(`Login name of ${is.name} is now ${is.loginName}, before ${was.loginName}; ${userId}.`);
  } else if (was.userId !== is.userId) {
    sentences.push(`${userId}.`);
  }
  return [...sentences, ...changedFacts(was, is), ...changedAssignments(was, is), ...changedGroups(was, is)];
}

const FACTS: readonly (readonly [string, (person: Person) => string])[] = [
  ['Full name', (person) => person.name],
  ['E-mail', (person) => person.email],
  ['Title', (person) => person.title],
  ['Department', (person) => person.department],
  ['Location', (person) => person.location],
  ['Kind of user', (person) => (person.external ? 'external' : 'internal')],
  ['Preferred library', (person) => person.preferredLibrary],
  ['What iManage still needs', (person) => person.missing.join(', ')],
];

function changedFacts(was: Person, is: Person): string[] {
  return FACTS.filter(([, fact]) => fact(was) !== fact(is)).map(
    ([label, fact]) => `${label} of ${is.name}: ${fact(is) || 'none'}, before ${fact(was) || 'none'}.`,
  );
}

function changedAssignments(was: Person, is: Person): string[] {
  const before = new Map(was.assignments.map((row) => [row.library, row]));
  return is.assignments.flatMap((row) => {
    const old = before.get(row.library);
    if (old && describeAssignment(old) === describeAssignment(row)) return [];
    const then = old ? `, before ${describeAssignment(old)}` : ', newly assigned';
    return [`Library ${row.library} for ${is.name}: ${describeAssignment(row)}${then}.`];
  });
}

function changedGroups(was: Person, is: Person): string[] {
  const joined = is.groups.filter((group) => !was.groups.includes(group));
  const left = was.groups.filter((group) => !is.groups.includes(group));
  return [
    ...joined.map((group) => `${is.name} is now a member of ${group}.`),
    ...left.map((group) => `${is.name} is no longer a member of ${group}.`),
  ];
}

const describeAssignment = ({ role, signIn: enabled }: Assignment): string =>
  `role ${role}, sign-in ${enabled ? 'enabled' : 'disabled'}`;

const signIn = (person: Person): string => `sign-in ${person.signIn ? 'enabled' : 'disabled'}`;

const membership = ({ groups }: Person): string =>
  groups.length === 0
    ? 'member of no group'
    : `member of ${count(groups.length, 'group')} (${groups.join(', ')})`;

const libraries = ({ assignments }: Person): string =>
  assignments.map((row) => `library ${row.library}: ${describeAssignment(row)}`).join('; ') || 'no library';

const keptOr = (label: string, was: string, is: string): string =>
  was === is ? `${label} ${is} kept` : `${label} changed from ${was} to ${is}`;

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
