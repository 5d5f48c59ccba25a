// The indexes by which the sync log is found, and the collections that the request log adds up in; holds no documents.

import type { mongo } from 'mongoose';
import { movedCounts, type DirectoryEvent } from '../directory/event';
import { collectionSchema, type Index } from './collection-schema';

/** What the indexes of members hold, and what a query says that reads them. */
export const JOINED = { 'membersAdded.0': { $exists: true }, mass: null } as const;
export const LEFT = { 'membersRemoved.0': { $exists: true }, mass: null } as const;
/** Members that one event may put into the indexes of members. */
const MEMBERS_MAX = 2_000;

/** How an event is kept that moves more. */
export function massMark(event: Pick<DirectoryEvent, 'membersAdded' | 'membersRemoved' | 'moved'>): {
  readonly mass?: true;
} {
  const { added, removed } = movedCounts(event);
  return added + removed > MEMBERS_MAX ? { mass: true } : {};
}

/** Of events. Every filter from the menus is found by the kind (log-kinds.ts); the subject is there to be passed over unread. */
export const EVENT_LOG_INDEXES: readonly Index[] = [
  [{ customer: 1, kind: 1, at: 1, _id: 1, resourceId: 1 }, { name: 'log' }],
  // A group of everybody has as many changes as there are people.
  [
    { customer: 1, resourceId: 1, at: 1, _id: 1, kind: 1 },
    { name: 'groupLog', partialFilterExpression: { resourceType: 'Group' } },
  ],
  [
    { customer: 1, membersAdded: 1, at: 1, _id: 1 },
    { name: 'joined', partialFilterExpression: JOINED },
  ],
  [
    { customer: 1, membersRemoved: 1, at: 1, _id: 1 },
    { name: 'left', partialFilterExpression: LEFT },
  ],
  // One entry for each member of such an event would be more than a transaction holds: they are few, and looked into.
  [
    { customer: 1, mass: 1, at: 1, _id: 1 },
    { name: 'mass', partialFilterExpression: { mass: true } },
  ],
  [
    { customer: 1, 'moved.id': 1 },
    { name: 'moved', partialFilterExpression: { 'moved.id': { $exists: true } } },
  ],
];

/** Of requests: only those that were refused have a kind, and only those are found by whom they name. */
export const REQUEST_LOG_INDEXES: readonly Index[] = [
  [{ customer: 1, requestId: 1 }, { name: 'request' }],
  [
    { customer: 1, kind: 1, at: 1, _id: 1 },
    { name: 'log', partialFilterExpression: { kind: { $exists: true } } },
  ],
  [
    { customer: 1, about: 1, at: 1, _id: 1 },
    { name: 'about', partialFilterExpression: { about: { $exists: true } } },
  ],
  [
    { customer: 1, words: 1, at: 1, _id: 1 },
    { name: 'words', partialFilterExpression: { words: { $exists: true } } },
  ],
];

/** By customer, connection and hour. */
export interface TrafficDocument {
  readonly _id: string;
  readonly customer: string;
  readonly connection: string;
  readonly at: Date;
  readonly requests: number;
  readonly refused: number;
  readonly failed: number;
}

/** By customer, connection and token. */
export interface SightDocument {
  readonly _id: string;
  readonly customer: string;
  readonly connection: string;
  readonly token: string | null;
  readonly at: Date;
  readonly client: string;
  readonly status: number;
}

export interface TrafficCollections {
  readonly traffic: mongo.Collection<TrafficDocument>;
  readonly sightings: mongo.Collection<SightDocument>;
}

/** Seven years of hours of ten connections are 600,000 small documents: none of them is thrown away. */
export const TRAFFIC_COLLECTIONS = {
  traffic: collectionSchema([[{ customer: 1, connection: 1, at: 1 }]]),
  sightings: collectionSchema([[{ customer: 1, connection: 1, token: 1 }]]),
};

export function trafficCollectionsOf(database: mongo.Db): TrafficCollections {
  return { traffic: database.collection('traffic'), sightings: database.collection('sightings') };
}
