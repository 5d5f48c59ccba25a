// Owns what must hold of stored data whatever happened: nothing half-written, state and events tell the same story. Knows no answers.
import { groupFacts, sameJson, userFacts } from '../../../src/directory/event';
import type { JsonObject } from '../../../src/directory/json';
import { groupRecord, type EventDocument, type GroupDocument, type UserDocument } from '../../../src/store/documents';
import { userRecord } from '../../../src/store/stored-record';
import type { Snapshot } from './snapshot';

/** What is wrong, one sentence each; empty where all holds. */
export function brokenInvariants(snapshot: Snapshot): readonly string[] {
  const { users, groups, events } = snapshot;
  return [
    ...[...users.values()].flatMap((user) => userFaults(user, snapshot)),
    ...[...groups.values()].flatMap((group) => groupFaults(group, snapshot)),
    ...[...events.keys()]
      .filter((id) => !users.has(id) && !groups.has(id))
      .map((id) => `events tell of ${id}, which does not exist`),
  ];
}

function userFaults(user: UserDocument, { events }: Snapshot): readonly string[] {
  const told = events.get(user._id) ?? [];
  const isLive = user.deletedAt === null;
  return [
    ...versionFaults(`user ${user._id}`, user.version, told),
    ...(sameJson(retold(told), userFacts(userRecord(user)))
      ? []
      : [`user ${user._id} is not what the events tell`]),
    ...(user.live === isLive ? [] : [`user ${user._id} is live ${String(user.live)} but deleted`]),
    ...(isLive || !user.signInEnabled ? [] : [`user ${user._id} is deleted but may sign in`]),
  ];
}

function groupFaults(group: GroupDocument, { users, members, events }: Snapshot): readonly string[] {
  const told = events.get(group._id) ?? [];
  const name = `group ${group._id}`;
  const rows = members.get(group._id) ?? [];
  const { ids, faults } = retoldMembers(name, told);
  return [
    ...versionFaults(name, group.version, told),
    ...(sameJson(retold(told), groupFacts(groupRecord(group)))
      ? []
      : [`${name} is not what the events tell`]),
    ...faults,
    ...rows.filter((id) => !ids.has(id)).map((id) => `${name} has member ${id} without an event`),
    ...[...ids]
      .filter((id) => !rows.includes(id))
      .map((id) => `${name} lacks member ${id} that events added`),
    ...rows.filter((id) => !users.has(id)).map((id) => `${name} has member ${id}, who does not exist`),
  ];
}

/** Every version has one event: 1, 2, 3 … up to the resource's own. */
function versionFaults(name: string, version: number, told: readonly EventDocument[]): readonly string[] {
  const faults = told.flatMap((event, index) =>
    event.version === index + 1 ? [] : [`${name}: event ${index + 1} is of version ${event.version}`],
  );
  if (told.length !== version) faults.push(`${name} is at version ${version} with ${told.length} events`);
  return faults.slice(0, 2);
}

/** The state that the events lead to, one change after the other. */
function retold(events: readonly EventDocument[]): JsonObject {
  const state = new Map<string, JsonObject[string]>();
  for (const { before, after } of events) {
    for (const name of Object.keys(before)) state.delete(name);
    for (const [name, value] of Object.entries(after)) state.set(name, value);
  }
  return Object.fromEntries(state);
}

function retoldMembers(
  name: string,
  events: readonly EventDocument[],
): { readonly ids: ReadonlySet<string>; readonly faults: readonly string[] } {
  const ids = new Set<string>();
  const faults: string[] = [];
  for (const { version, membersAdded, membersRemoved } of events) {
    for (const id of membersRemoved)
      if (!ids.delete(id)) faults.push(`${name}: version ${version} removed ${id}, who was no member`);
    for (const id of membersAdded)
      if (ids.has(id)) faults.push(`${name}: version ${version} added ${id} a second time`);
      else ids.add(id);
  }
  return { ids, faults };
}
