// The changes of the sync log, newest first: from which index each combination of filters is read.

import type { mongo } from 'mongoose';
import type { LogQuery } from '../directory/sync-log';
import { named } from './driver-failure';
import type { EventDocument } from './documents';
import { movesOf, partsBeside } from './event-members';
import { isAsked, narrowsKinds } from './log-kinds';
import { JOINED, LEFT } from './log-models';
import { inRanges, newestFirst, readPlaces, type Before, type Place } from './log-reading';
import { scan, type Scanned } from './log-scan';
import type { TextMatch } from './log-text';

type Events = mongo.Collection<EventDocument>;

interface Asked {
  readonly query: LogQuery;
  readonly text: TextMatch | undefined;
}

export async function readEvents(
  events: Events,
  customer: string,
  { query, text, before, wanted }: Asked & { readonly before: Before | undefined; readonly wanted: number },
): Promise<Scanned<EventDocument>> {
  if (text === undefined || text.few !== undefined) {
    const places = await placesOf(events, customer, { query, text });
    const kept = await readPlaces(events, places, { ...query, before, wanted });
    return { kept, stoppedAt: kept.length < wanted ? undefined : kept.at(-1) };
  }
  const { group } = query;
  // Of one group all rows are meant or none.
  if (group !== undefined && !(await text.among([group])).has(group))
    return { kept: [], stoppedAt: undefined };
  return lookedThrough(events, customer, { query, text, before, wanted });
}

/** Where too many people are meant to be asked for one by one: whom a row is about stands in the index. */
async function lookedThrough(
  events: Events,
  customer: string,
  {
    query,
    text,
    before,
    wanted,
  }: {
    readonly query: LogQuery;
    readonly text: TextMatch;
    readonly before: Before | undefined;
    readonly wanted: number;
  },
): Promise<Scanned<EventDocument>> {
  const isWhole = query.person !== undefined || query.group !== undefined;
  const places = isWhole
    ? await placesOf(events, customer, { query, text })
    : kindPlaces(customer, await kindsAsked(events, customer, query));
  const { kept, stoppedAt } = await scan<Pick<EventDocument, '_id' | 'at' | 'resourceId'>>({
    read: (after, most) =>
      readPlaces(events, places, {
        ...query,
        before: after === undefined ? before : { at: after.at, id: after._id },
        wanted: most,
        projection: SUBJECT,
      }),
    keep: async (part) => {
      const meant = await text.among(part.map(({ resourceId }) => resourceId));
      return part.filter(({ resourceId }) => meant.has(resourceId));
    },
    wanted,
  });
  const shown = kept.slice(0, wanted);
  const whole = await named(events.find({ _id: { $in: shown.map(({ _id }) => _id) } }).toArray());
  const end = kept.length > wanted ? shown.at(-1) : stoppedAt;
  return { kept: whole.sort(newestFirst), stoppedAt: end };
}

/** What the index `log` holds. */
const SUBJECT = { _id: 1, at: 1, resourceId: 1 } as const;

/** Every kind of changes that the customer has; read from the index alone, one key for each. */
export async function eventKinds(events: Events, customer: string): Promise<readonly string[]> {
  const kinds: unknown[] = await named(events.distinct('kind', { customer }));
  return kinds.filter((kind) => typeof kind === 'string');
}

export async function placesOf(
  events: Events,
  customer: string,
  { query, text }: Asked,
): Promise<readonly Place[]> {
  const { person, group } = query;
  const kinds = narrowsKinds(query) ? await kindsAsked(events, customer, query) : undefined;
  if (kinds?.length === 0) return [];
  const narrow = { customer, ...(kinds === undefined ? {} : { kind: { $in: kinds } }) };
  const subjects = text?.few === undefined ? undefined : [...text.few.people, ...text.few.groups];
  if (person !== undefined) {
    const moves = await movesOf(partsBeside(events), customer, person);
    return placesOfPerson(person, { narrow, group, subjects, moved: moves.map(({ moved }) => moved) });
  }
  if (group !== undefined)
    return subjects === undefined || subjects.includes(group) ? [groupPlace(narrow, [group])] : [];
  if (text?.few !== undefined) {
    const { people, groups } = text.few;
    return [
      ...(people.length === 0
        ? []
        : [{ filter: { ...narrow, resourceId: { $in: people } }, hint: 'version' }]),
      ...(groups.length === 0 ? [] : [groupPlace(narrow, groups)]),
    ];
  }
  if (kinds === undefined) return [{ filter: narrow, hint: 'customer_1_at_1__id_1' }];
  return kindPlaces(customer, kinds);
}

async function kindsAsked(events: Events, customer: string, query: LogQuery): Promise<readonly string[]> {
  return (await eventKinds(events, customer)).filter((kind) => isAsked(kind, query));
}

function kindPlaces(customer: string, kinds: readonly string[]): readonly Place[] {
  return inRanges(kinds).map((range) => ({ filter: { customer, kind: { $in: range } }, hint: 'log' }));
}

type Narrow = Readonly<Record<string, unknown>>;

function groupPlace(narrow: Narrow, groups: readonly string[]): Place {
  return { filter: { ...narrow, resourceType: 'Group', resourceId: { $in: groups } }, hint: 'groupLog' };
}

/** The person's own changes, and those of groups that the person came into or left. */
function placesOfPerson(
  person: string,
  {
    narrow,
    group,
    subjects,
    moved: massMoves,
  }: {
    readonly narrow: Narrow;
    readonly group: string | undefined;
    readonly subjects: readonly string[] | undefined;
    /** Mass changes that moved the person. */
    readonly moved: readonly string[];
  },
): readonly Place[] {
  const isMeant = group === undefined && (subjects === undefined || subjects.includes(person));
  const groups =
    subjects?.filter((id) => group === undefined || id === group) ??
    (group === undefined ? undefined : [group]);
  const moved = { ...narrow, ...(groups === undefined ? {} : { resourceId: { $in: groups } }) };
  return [
    ...(isMeant ? [{ filter: { ...narrow, resourceId: person }, hint: 'version' }] : []),
    { filter: { ...moved, ...JOINED, membersAdded: person }, hint: 'joined' },
    { filter: { ...moved, ...LEFT, membersRemoved: person }, hint: 'left' },
    {
      filter: {
        ...moved,
        mass: true,
        $or: [{ membersAdded: person }, { membersRemoved: person }, { 'moved.id': { $in: massMoves } }],
      },
      hint: 'mass',
    },
  ];
}
