// Owns the sync log as one list: changes and refused requests merged by time, page by page. Which index finds what is said elsewhere.

import { mongo } from 'mongoose';
import {
  isNewer,
  type LogEntry,
  type LogPage,
  type LogPosition,
  type Subject,
  type SyncLog,
} from '../directory/sync-log';
import { displayNameOf, type Collections, type EventDocument, type RequestDocument } from './documents';
import { named } from './driver-failure';
import { partsBeside, toldOf } from './event-members';
import { recordedEvent } from './latest-events';
import { eventKinds, readEvents } from './log-events';
import { facetOf } from './log-kinds';
import type { Before } from './log-reading';
import { readRefused, requestKinds } from './log-requests';
import type { Scanned } from './log-scan';
import { keptRequest } from './log-request-record';
import { matchText } from './log-text';

type Sources = Pick<Collections, 'events' | 'requests' | 'users' | 'groups' | 'connections'>;

/** Of one request; a bulk request may have a thousand operations, each with its changes. */
const SAME_REQUEST_MAX = 200;
/** Ids of rows say which of the two lists they come from. */
const EVENT = 'e.';
const REQUEST = 'r.';

export function createSyncLog(collections: Sources): SyncLog {
  const { events, requests } = collections;
  return {
    async page(customer, query, { limit, after }) {
      const text = query.text === undefined ? undefined : await matchText(collections, customer, query.text);
      const asked = { query, text, wanted: limit + 1 };
      const isDoneAsked = query.status === undefined || query.status === 'done';
      const isRefusedAsked = query.status !== 'done';
      const [changes, refused] = await Promise.all([
        isDoneAsked ? readEvents(events, customer, { ...asked, before: beforeOf(after, EVENT) }) : NOTHING,
        isRefusedAsked
          ? readRefused(collections, customer, { ...asked, before: beforeOf(after, REQUEST) })
          : NOTHING,
      ]);
      const page = merged({ changes, refused }, limit);
      const { person } = query;
      return person === undefined
        ? page
        : { ...page, entries: await Promise.all(page.entries.map((entry) => about(events, entry, person))) };
    },

    async entry(customer, id) {
      if (!id.startsWith(REQUEST)) {
        // Whoever has the id of an event has that of its row.
        const _id = id.startsWith(EVENT) ? id.slice(EVENT.length) : id;
        const event = await named(events.findOne({ _id, customer }));
        return event === null ? undefined : changeEntry(event);
      }
      if (!mongo.ObjectId.isValid(id.slice(REQUEST.length))) return undefined;
      const _id = new mongo.ObjectId(id.slice(REQUEST.length));
      const request = await named(requests.findOne({ _id, customer }));
      return request === null ? undefined : refusedEntry(request);
    },

    async ofRequest(customer, requestId) {
      const options = { limit: SAME_REQUEST_MAX };
      const [changes, refused] = await named(
        Promise.all([
          events.find({ customer, ...requestFilter('actor.requestId', requestId) }, options).toArray(),
          requests
            .find({ customer, ...requestFilter('requestId', requestId), kind: { $exists: true } }, options)
            .toArray(),
        ]),
      );
      return [...changes.map(changeEntry), ...refused.map(refusedEntry)].sort(newestFirst);
    },

    async exchanges(customer, requestId) {
      const found = await named(
        requests
          .find({ customer, ...requestFilter('requestId', requestId) }, { limit: SAME_REQUEST_MAX })
          .sort({ at: 1, _id: 1 })
          .toArray(),
      );
      return found.map(keptRequest);
    },

    async facets(customer) {
      const kinds = await Promise.all([eventKinds(events, customer), requestKinds(requests, customer)]);
      return kinds.flat().map(facetOf);
    },

    subjects: (customer, ids) => named(readSubjects(collections, customer, ids)),
  };
}

const NOTHING: Scanned<never> = { kept: [], stoppedAt: undefined };

/** A page ends where one of the two lists was not looked through any further. */
function merged(
  {
    changes,
    refused,
  }: { readonly changes: Scanned<EventDocument>; readonly refused: Scanned<RequestDocument> },
  limit: number,
): LogPage {
  const both = [changes, refused];
  const ends = [
    ...(changes.stoppedAt === undefined ? [] : [changePosition(changes.stoppedAt)]),
    ...(refused.stoppedAt === undefined ? [] : [refusedPosition(refused.stoppedAt)]),
  ].sort(newestFirst);
  const [end] = ends;
  const found = [...changes.kept.map(changeEntry), ...refused.kept.map(refusedEntry)].sort(newestFirst);
  const known = end === undefined ? found : found.filter((entry) => !isNewer(end, entry));
  const entries = known.slice(0, limit);
  const last = entries.at(-1);
  if (known.length > limit && last !== undefined)
    return { entries, next: positionOf(last), searchedTo: null };
  if (end === undefined) return { entries, next: null, searchedTo: null };
  // Fewer than asked for although there may be more: what was looked through goes back to the end of one of the lists.
  const isShort = both.every(({ kept }) => kept.length <= limit);
  return { entries, next: positionOf(end), searchedTo: isShort ? end.at : null };
}

function positionOf({ at, id }: LogPosition): LogPosition {
  return { at, id };
}

function newestFirst(left: LogPosition, right: LogPosition): number {
  return isNewer(left, right) ? -1 : 1;
}

/** Of one moment the ids of requests stand before those of events. */
function beforeOf(after: LogPosition | undefined, own: typeof EVENT | typeof REQUEST): Before | undefined {
  if (after === undefined) return undefined;
  const { at, id } = after;
  if (!id.startsWith(own)) return { at, id: own === EVENT ? undefined : null };
  const bare = id.slice(own.length);
  return { at, id: own === EVENT ? bare : new mongo.ObjectId(bare) };
}

function changePosition({ at, _id }: Pick<EventDocument, 'at' | '_id'>): LogPosition {
  return { at, id: `${EVENT}${_id}` };
}

function refusedPosition({ at, _id }: Pick<RequestDocument, 'at' | '_id'>): LogPosition {
  return { at, id: `${REQUEST}${_id.toHexString()}` };
}

function changeEntry(document: EventDocument): LogEntry {
  const event = recordedEvent(document);
  return { kind: 'change', ...changePosition(document), event };
}

async function about(events: Sources['events'], entry: LogEntry, person: string): Promise<LogEntry> {
  if (entry.kind !== 'change' || entry.event.moved === undefined) return entry;
  return { ...entry, event: await toldOf(partsBeside(events), entry.event, person) };
}

function refusedEntry(document: RequestDocument): LogEntry {
  return { kind: 'refused', ...refusedPosition(document), request: keptRequest(document) };
}

/** The request itself, and the operations of a bulk request: their ids go on behind a slash. */
function requestFilter(field: string, requestId: string): Record<string, unknown> {
  // The character after the slash: every operation lies between the two.
  return { $or: [{ [field]: requestId }, { [field]: { $gt: `${requestId}/`, $lt: `${requestId}0` } }] };
}

async function readSubjects(
  { users, groups, connections }: Pick<Collections, 'users' | 'groups' | 'connections'>,
  customer: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Subject>> {
  const wanted = [...new Set(ids)];
  const query = { _id: { $in: wanted }, customer };
  const [people, teams, sources] = await Promise.all([
    users.find(query, { projection: { fullName: 1, userId: 1 } }).toArray(),
    groups.find(query, { projection: { 'profile.displayName': 1, groupId: 1 } }).toArray(),
    connections
      .find({ customer, connection: { $in: wanted } }, { projection: { connection: 1, name: 1 } })
      .toArray(),
  ]);
  return new Map<string, Subject>([
    ...people.map(
      ({ _id, fullName, userId }) =>
        [_id, { type: 'User', name: fullName, userId }] satisfies [string, Subject],
    ),
    ...teams.map(
      ({ _id, profile, groupId }) =>
        [_id, { type: 'Group', name: displayNameOf(profile) ?? groupId, userId: null }] satisfies [
          string,
          Subject,
        ],
    ),
    ...sources.map(
      ({ connection, name }) =>
        [connection, { type: 'Connection', name, userId: null }] satisfies [string, Subject],
    ),
  ]);
}
