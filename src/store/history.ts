// Reads everything that is kept of a customer, deleted people and groups and all events, in batches; changes nothing.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import type { DirectoryEvent } from '../directory/event';
import type { DirectoryHistory } from '../directory/history';
import { readMemberships, readTeamsOf } from './all-memberships';
import { readInBatches } from './batched-reading';
import { named } from './driver-failure';
import { withAllMembers } from './event-members';
import { groupRecord, type Collections, type EventDocument, type UserDocument } from './documents';
import { userRecord } from './stored-record';
import { latestEvents, recordedEvent } from './latest-events';

const WITHOUT_SEARCH_FORM = { search: 0 };
/** Deleted or not: an index that knows the two apart is read for both. */
const EITHER = { $in: [true, false] };
/** People who may go by one name; more are of no use to somebody who looks for one. */
const NAMESAKES_MAX = 50;

export function createHistory(collections: Collections): DirectoryHistory {
  const { users, groups, events } = collections;
  const byVersion = { resourceId: 1, version: 1 } as const;
  return {
    users: (customer) =>
      readInBatches(
        () => users.find({ customer, live: EITHER }, { projection: WITHOUT_SEARCH_FORM }).sort({ _id: 1 }),
        userRecord,
      ),
    groups: (customer) =>
      readInBatches(
        () => groups.find({ customer, live: EITHER }, { projection: WITHOUT_SEARCH_FORM }).sort({ _id: 1 }),
        groupRecord,
      ),
    memberships: (customer) => readMemberships(collections, customer),
    groupsOf: (customer, userIds) => named(readTeamsOf(collections, customer, userIds)),

    events: (customer, resourceType) =>
      withAllMembers(
        collections.eventMembers,
        readInBatches(() => events.find({ customer, resourceType }).sort(byVersion), recordedEvent),
      ),
    eventsOf(customer, resourceIds, options) {
      const found = readInBatches(
        () => events.find({ customer, resourceId: { $in: [...resourceIds] } }).sort(byVersion),
        recordedEvent,
      );
      return options?.withMembers === true ? withAllMembers(collections.eventMembers, found) : found;
    },
    latestEvents: (customer, query) => latestEvents(events, customer, query),
    async event(customer, id) {
      const document = await named(events.findOne({ _id: id, customer }));
      return document === null ? undefined : recordedEvent(document);
    },
    firstEventAt: (customer) => named(readFirst(events, customer)),

    async userWithUserId(customer, userId) {
      const document = await named(users.findOne({ customer, userIdKey: comparisonKey(userId) }));
      return document === null ? undefined : userRecord(document);
    },

    async usersCalled(customer, text) {
      const key = comparisonKey(text);
      const query = {
        $or: [
          { customer, live: EITHER, _id: text },
          { customer, userIdKey: key },
          { customer, live: true, 'search.userName': key },
          { customer, live: false, 'search.userName': key },
          { customer, live: EITHER, 'search.emails.value': key },
        ],
      } as mongo.Filter<UserDocument>;
      const documents = await named(users.find(query, { limit: NAMESAKES_MAX }).toArray());
      return documents.toSorted((a, b) => Number(b.live) - Number(a.live)).map(userRecord);
    },

    names: (customer, ids) => named(readNames(collections, customer, ids)),
  };
}

async function readFirst(
  events: mongo.Collection<EventDocument>,
  customer: string,
): Promise<Date | undefined> {
  const first = await events.findOne({ customer }, { sort: { at: 1 }, projection: { at: 1 } });
  return (first as Pick<DirectoryEvent, 'at'> | null)?.at;
}

async function readNames(
  { users, groups }: Collections,
  customer: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const query = { _id: { $in: [...ids] }, customer };
  const projection = { 'profile.userName': 1, 'profile.displayName': 1 };
  const people = await users.find(query, { projection }).toArray();
  const teams = await groups.find(query, { projection }).toArray();
  return new Map([
    ...people.map(({ _id, profile }) => [_id, text(profile['userName'])] as const),
    ...teams.map(({ _id, profile }) => [_id, text(profile['displayName'])] as const),
  ]);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
