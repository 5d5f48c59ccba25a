// Makes up the life of one group in a firm: who came and who went, with an event for each change. Stores nothing.

import { groupFacts, type DirectoryEvent } from '../../src/directory/event';
import { newGroup } from '../../src/directory/group';
import type { GroupRecord } from '../../src/directory/group-record';
import { range } from '../prove/parallel';
import type { Chance } from '../prove/random';
import { idAt } from './chances';
import type { LifeSpan } from './life';

const JOINED_AT_ONCE_MAX = 40;

export interface GroupLife {
  readonly group: GroupRecord;
  readonly events: readonly DirectoryEvent[];
  readonly members: ReadonlySet<string>;
}

export function groupLife(
  index: number,
  people: readonly string[],
  { customer, chance, from, to, events: eventsMax }: LifeSpan,
): GroupLife {
  const span = to.getTime() - from.getTime();
  const created = new Date(from.getTime() + chance.below(span / 10));
  const group = createdGroup(`Matter team ${index}`, created, { customer, chance });
  const members = new Set<string>();
  const events = [firstEvent(group, chance)];
  const rest = to.getTime() - created.getTime();
  for (const step of range(people.length === 0 ? 0 : eventsMax - 1)) {
    const at = new Date(created.getTime() + Math.floor((rest * (step + 1)) / eventsMax));
    const chosen = range(1 + chance.below(JOINED_AT_ONCE_MAX)).map(
      () => people[chance.below(people.length)] ?? '',
    );
    const isLeaving = step % 4 === 3;
    const moved = [...new Set(chosen)].filter((id) => members.has(id) === isLeaving);
    const left = isLeaving ? [...members].slice(0, 5) : [];
    const [added, removed] = isLeaving ? [[], [...new Set([...moved, ...left])]] : [moved, []];
    if (added.length + removed.length === 0) continue;
    for (const id of added) members.add(id);
    for (const id of removed) members.delete(id);
    events.push(movedEvent(group, { at, version: events.length + 1, added, removed, chance }));
  }
  return { group: afterEvents(group, events), events, members };
}

export function createdGroup(
  displayName: string,
  created: Date,
  { customer, chance }: Pick<LifeSpan, 'customer' | 'chance'>,
): GroupRecord {
  return newGroup(customer, { displayName }, {}, { id: idAt(created, chance), now: created });
}

export function afterEvents(group: GroupRecord, events: readonly DirectoryEvent[]): GroupRecord {
  const last = events.at(-1);
  return { ...group, version: last?.version ?? 1, lastModified: last?.at ?? group.created };
}

export function firstEvent(group: GroupRecord, chance: Chance): DirectoryEvent {
  const told = { at: group.created, version: 1, added: [], removed: [], chance };
  return { ...movedEvent(group, told), operation: 'create', after: groupFacts(group) };
}

interface Move {
  readonly at: Date;
  readonly version: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly chance: Chance;
}

export function movedEvent(
  group: GroupRecord,
  { at, version, added, removed, chance }: Move,
): DirectoryEvent {
  return {
    id: idAt(at, chance),
    customer: group.customer,
    at,
    actor: { connection: 'okta', client: 'okta', requestId: idAt(at, chance) },
    resourceType: 'Group',
    resourceId: group.id,
    version,
    operation: 'patch',
    before: {},
    after: {},
    membersAdded: added,
    membersRemoved: removed,
    rules: [],
    tolerances: [],
  };
}
