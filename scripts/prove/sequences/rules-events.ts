// Owns that state and events tell the same story: versions without gap, the stored documents as the events lead to them. Reads no database.
import type { GroupDocument, UserDocument } from '../../../src/store/documents';
import { breachOf, type Breach } from './breach';
import type { Json } from './call';
import type { Evidence } from './evidence';
import type { Step } from './replay';

export function eventBreaches(evidence: Evidence, steps: readonly Step[]): readonly Breach[] {
  return [
    ...refusedBreaches(steps),
    ...versionBreaches(evidence),
    ...storedBreaches(evidence, steps),
    ...memberRowBreaches(evidence, steps),
  ];
}

/** Nothing half-applied: a refused request, and one that only reads, leaves nothing behind. */
function refusedBreaches(steps: readonly Step[]): readonly Breach[] {
  return steps.flatMap(({ isDone, call, events, answer, number }) =>
    events.length === 0 || (isDone && call.method !== 'GET')
      ? []
      : [
          breachOf(
            'events',
            number,
          )(`${call.method} was answered ${answer.status} and left ${events.length} events`),
        ],
  );
}

/** 1, 2, 3 … up to the resource's own. */
function versionBreaches({ events, users, groups }: Evidence): readonly Breach[] {
  const breach = breachOf('events', undefined);
  return [...users, ...groups].flatMap(({ _id, version }) => {
    const told = events.filter(({ resourceId }) => resourceId === _id).map((event) => event.version);
    const isWhole = told.length === version && told.every((one, index) => one === index + 1);
    return isWhole ? [] : [breach(`${_id} is at version ${version} with events of ${told.join()}`)];
  });
}

function storedBreaches({ users, groups }: Evidence, steps: readonly Step[]): readonly Breach[] {
  const breach = breachOf('events', undefined);
  const world = steps.at(-1)?.after;
  const compare = (id: string, stored: Json, told: Json = {}): readonly Breach[] =>
    [...new Set([...Object.keys(stored), ...Object.keys(told)])]
      .filter((name) => canonical(stored[name]) !== canonical(told[name]))
      .map((name) =>
        breach(
          `${name} of ${id} is stored as ${canonical(stored[name])}, the events lead to ${canonical(told[name])}`,
        ),
      );
  return [
    ...users.flatMap((user) => compare(user._id, userAsTold(user), world?.users.get(user._id))),
    ...groups.flatMap((group) => compare(group._id, groupAsTold(group), world?.groups.get(group._id))),
    ...missing(users, world?.users, breach),
    ...missing(groups, world?.groups, breach),
  ];
}

function missing(
  stored: readonly { readonly _id: string }[],
  told: ReadonlyMap<string, Json> = new Map(),
  breach: (text: string) => Breach,
): readonly Breach[] {
  const ids = new Set(stored.map(({ _id }) => _id));
  return [...told.keys()]
    .filter((id) => !ids.has(id))
    .map((id) => breach(`${id} is told of, but not stored`));
}

function memberRowBreaches({ groups, memberships }: Evidence, steps: readonly Step[]): readonly Breach[] {
  const members = steps.at(-1)?.after.members;
  return groups.flatMap(({ _id, memberSet }) => {
    const rows = memberships.filter(({ set }) => set === memberSet).map(({ member }) => member);
    const told = [...(members?.get(_id) ?? [])];
    return rows.toSorted().join() === told.toSorted().join()
      ? []
      : [
          breachOf(
            'events',
            undefined,
          )(`${_id} has the member rows [${rows.join()}], the events lead to [${told.join()}]`),
        ];
  });
}

function userAsTold(user: UserDocument): Json {
  return {
    ...user.profile,
    userId: user.userId ?? user.unusableUserId,
    fullName: user.fullName,
    email: user.email,
    location: user.location,
    signInEnabled: user.signInEnabled,
    ...(user.activeUnassigned ? { activeUnassigned: true } : {}),
    external: user.external,
    preferredLibrary: user.preferredLibrary,
    accountType: user.accountType,
    libraries: user.assignments,
    deleted: user.deletedAt !== null,
  };
}

function groupAsTold(group: GroupDocument): Json {
  return {
    ...group.profile,
    groupId: group.groupId,
    library: group.library,
    external: group.external,
    enabled: group.enabled,
    nestedGroups: group.nestedGroups,
    deleted: group.deletedAt !== null,
  };
}

/** Null is as good as absent, and the order of members in an object says nothing. */
function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, one]) => `${name}:${canonical(one)}`).join()}}`;
}
