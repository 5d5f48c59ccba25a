// Owns telling the story again from the events alone: the people, groups and members before and after each request. Judges nothing.
import type { EventDocument } from '../../../src/store/documents';
import type { Json } from './call';
import { requestIdOf, type Evidence, type Told } from './evidence';

/** The directory as far as the sequence made it, deleted ones included. */
export interface World {
  /** What the events tell of each, attribute by attribute. */
  readonly users: ReadonlyMap<string, Json>;
  readonly groups: ReadonlyMap<string, Json>;
  /** By group; deleted people keep their row until they return. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly versions: ReadonlyMap<string, number>;
}

export interface Step extends Told {
  /** From 1. */
  readonly number: number;
  readonly isDone: boolean;
  readonly before: World;
  readonly after: World;
  /** What this request left behind. */
  readonly events: readonly EventDocument[];
}

const NOTHING: World = { users: new Map(), groups: new Map(), members: new Map(), versions: new Map() };

export function replay({ told, events }: Evidence): readonly Step[] {
  const byRequest = new Map<string, EventDocument[]>();
  for (const event of events) {
    const { requestId } = event.actor;
    byRequest.set(requestId, [...(byRequest.get(requestId) ?? []), event]);
  }
  const own = new Set(told.map(requestIdOf));
  let world = afterAll(
    NOTHING,
    events.filter(({ actor }) => !own.has(actor.requestId)),
  );
  return told.map((one, index) => {
    const before = world;
    const left = byRequest.get(requestIdOf(one)) ?? [];
    world = afterAll(before, left);
    const isDone = one.answer.status >= 200 && one.answer.status < 300;
    return { ...one, number: index + 1, isDone, before, after: world, events: left };
  });
}

function afterAll(world: World, events: readonly EventDocument[]): World {
  if (events.length === 0) return world;
  const users = new Map(world.users);
  const groups = new Map(world.groups);
  const members = new Map(world.members);
  const versions = new Map(world.versions);
  for (const event of events) {
    const { resourceId: id } = event;
    const facts = event.resourceType === 'User' ? users : groups;
    facts.set(id, changed(facts.get(id) ?? {}, event));
    versions.set(id, event.version);
    if (event.resourceType !== 'Group') continue;
    const left = new Set(event.membersRemoved);
    const stayed = [...(members.get(id) ?? [])].filter((member) => !left.has(member));
    members.set(id, new Set([...stayed, ...event.membersAdded]));
  }
  return { users, groups, members, versions };
}

function changed(facts: Json, { before, after }: EventDocument): Json {
  const kept = Object.entries(facts).filter(([name]) => !(name in before) || name in after);
  return { ...Object.fromEntries(kept), ...after };
}

export function isLive(facts: Json | undefined): facts is Json {
  return facts !== undefined && facts['deleted'] === false;
}

export function liveMembers(world: World, group: string): readonly string[] {
  return [...(world.members.get(group) ?? [])].filter((id) => isLive(world.users.get(id)));
}
