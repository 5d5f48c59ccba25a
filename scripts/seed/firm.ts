// Puts a whole firm into a database: people with their lives, groups with who came and went, requests that were refused. Past the requests of the gateway, but by its own rules and documents.

import type { mongo } from 'mongoose';
import type { Customer } from '../../src/directory/customer';
import { marksOf, seatSteps } from '../../src/directory/day-marks';
import { groupFacts, type DirectoryEvent } from '../../src/directory/event';
import { newGroup } from '../../src/directory/group';
import type { GroupRecord } from '../../src/directory/group-record';
import type { UserRecord } from '../../src/directory/user-record';
import { groupResource } from '../../src/scim/resources/group-resource';
import { userResource } from '../../src/scim/resources/user-resource';
import { typeNamed, type SchemaMap } from '../../src/scim/schema/schema-map';
import { searchForm } from '../../src/scim/schema/search-form';
import { collectionsOf, groupDocument, userDocument, type EventDocument } from '../../src/store/documents';
import { eventKind } from '../../src/store/log-kinds';
import { massMark } from '../../src/store/log-models';
import { tellsGroup } from '../../src/store/past-memberships';
import { chunks, range } from '../prove/parallel';
import type { Chance } from '../prove/random';
import { idAt, lifeOf } from './life';
import { storeRefused } from './refused';

const BATCH = 2_000;
const BASE_URL = 'http://127.0.0.1/scim/v2';
const JOINED_AT_ONCE_MAX = 40;
const GROUP_EVENTS = 40;
const EVENTS_PER_REFUSAL = 20;
/** People whose requests are refused now and then. */
const REFUSED_PEOPLE = 2_000;

export interface FirmOptions {
  readonly customer: Customer;
  readonly schemaMap: SchemaMap;
  readonly chance: Chance;
  readonly people: number;
  readonly events: number;
  readonly groups: number;
  readonly from: Date;
  readonly to: Date;
  readonly onProgress: (what: string, done: number, of: number) => void;
  readonly stopping: AbortSignal;
}

/** @returns how many events there are */
export async function storeFirm(database: mongo.Db, options: FirmOptions): Promise<number> {
  const { groups, events } = options;
  const groupEvents = Math.min(groups * (GROUP_EVENTS + 1), Math.floor(events / 5));
  const people = await storePeople(database, options, events - groupEvents);
  const count = await storeGroups(database, options, people.ids);
  const { chance, to } = options;
  await storeRefused(database, {
    ...{ chance, to, people: people.some },
    count: Math.round(events / EVENTS_PER_REFUSAL),
  });
  return people.events + count;
}

interface Stored {
  /** Of those who may be put into groups. */
  readonly ids: readonly string[];
  /** The first ones. */
  readonly some: readonly UserRecord[];
  readonly events: number;
}

async function storePeople(database: mongo.Db, options: FirmOptions, events: number): Promise<Stored> {
  const { people, onProgress, stopping } = options;
  const each = Math.max(1, Math.round(events / people));
  const { users, events: eventCollection } = collectionsOf(database);
  const ids: string[] = [];
  const some: UserRecord[] = [];
  let stored = 0;
  for (const indexes of chunks(range(people), BATCH / 4)) {
    stopping.throwIfAborted();
    const lives = indexes.map((index) => lifeOf(index, { ...options, events: each }));
    const documents = lives.flatMap((life) => eventDocuments(life.events));
    await Promise.all([
      users.insertMany(
        lives.map(({ user }) => userDocumentOf(options, user)),
        { ordered: false },
      ),
      ...[...chunks(documents, BATCH)].map((batch) => eventCollection.insertMany(batch, { ordered: false })),
    ]);
    ids.push(...lives.flatMap(({ user }) => (user.external || user.deletedAt !== null ? [] : [user.id])));
    if (some.length < REFUSED_PEOPLE) some.push(...lives.map(({ user }) => user));
    stored += documents.length;
    onProgress('people', (indexes.at(-1) ?? 0) + 1, people);
  }
  return { ids, some, events: stored };
}

function userDocumentOf({ schemaMap }: FirmOptions, user: UserRecord): ReturnType<typeof userDocument> {
  const type = typeNamed(schemaMap, 'User');
  return userDocument(user, searchForm(type.attributes, userResource(user, BASE_URL)));
}

function eventDocuments(events: readonly DirectoryEvent[]): readonly EventDocument[] {
  const steps = seatSteps(events);
  return events.map((event) => {
    const { id, ...facts } = event;
    const marks = marksOf(event, event.resourceType === 'User' ? steps.get(id) : undefined);
    return {
      ...{ _id: id, ...facts, kind: eventKind(facts) },
      marks,
      ...tellsGroup(event),
      ...massMark(event),
    };
  });
}

async function storeGroups(
  database: mongo.Db,
  options: FirmOptions,
  people: readonly string[],
): Promise<number> {
  const { groups, onProgress, stopping } = options;
  const collections = collectionsOf(database);
  let stored = 0;
  for (const index of range(groups)) {
    stopping.throwIfAborted();
    const { group, events, members } = groupLife(index, options, people);
    const type = typeNamed(options.schemaMap, 'Group');
    const form = searchForm(type.attributes, groupResource(group, BASE_URL));
    const rows = [...members].map((member) => ({ customer: group.customer, set: group.id, member }));
    await collections.groups.insertOne(groupDocument(group, form, group.id));
    await collections.events.insertMany([...eventDocuments(events)], { ordered: false });
    if (rows.length > 0) await collections.memberships.insertMany(rows, { ordered: false });
    stored += events.length;
    if (index % 10 === 9 || index === groups - 1) onProgress('groups', index + 1, groups);
  }
  return stored;
}

interface GroupLife {
  readonly group: GroupRecord;
  readonly events: readonly DirectoryEvent[];
  readonly members: ReadonlySet<string>;
}

function groupLife(
  index: number,
  { customer, chance, from, to }: FirmOptions,
  people: readonly string[],
): GroupLife {
  const span = to.getTime() - from.getTime();
  const created = new Date(from.getTime() + chance.below(span / 10));
  const displayName = `Matter team ${index}`;
  const group = newGroup(customer, { displayName }, {}, { id: idAt(created), now: created });
  const members = new Set<string>();
  const events = [groupEvent(group, created, { operation: 'create', version: 1, added: [], removed: [] })];
  const rest = to.getTime() - created.getTime();
  for (const step of range(people.length === 0 ? 0 : GROUP_EVENTS)) {
    const at = new Date(created.getTime() + Math.floor((rest * (step + 1)) / (GROUP_EVENTS + 1)));
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
    events.push(groupEvent(group, at, { operation: 'patch', version: events.length + 1, added, removed }));
  }
  const last = events.at(-1);
  return {
    group: { ...group, version: last?.version ?? 1, lastModified: last?.at ?? created },
    events,
    members,
  };
}

interface GroupHappening {
  readonly operation: 'create' | 'patch';
  readonly version: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function groupEvent(
  group: GroupRecord,
  at: Date,
  { operation, version, added, removed }: GroupHappening,
): DirectoryEvent {
  return {
    id: idAt(at),
    customer: group.customer,
    at,
    actor: { connection: 'okta', client: 'okta', requestId: idAt(at) },
    resourceType: 'Group',
    resourceId: group.id,
    version,
    operation,
    before: {},
    after: operation === 'create' ? groupFacts(group) : {},
    membersAdded: added,
    membersRemoved: removed,
    rules: [],
    tolerances: [],
  };
}
