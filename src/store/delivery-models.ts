// The collections of what is on its way — event streams, tokens, accepted requests, who works on them — and their indexes.

import { collectionSchema } from './collection-schema';

const SECONDS_PER_DAY = 86_400;

const LEASES = collectionSchema([]);
const COUNTERS = collectionSchema([]);
/** Found by customer and id, which are the document's own. */
const EVENT_STREAMS = collectionSchema([]);
const EVENT_TOKENS = collectionSchema([
  [{ stream: 1, state: 1, number: 1 }],
  // What a receiver has acknowledged is kept for a while, so that it is known when it is met again.
  [{ doneAt: 1 }, { name: 'expiry', expireAfterSeconds: 7 * SECONDS_PER_DAY }],
]);
const ASYNC_REQUESTS = collectionSchema([
  [
    { customer: 1, number: 1 },
    { name: 'waiting', partialFilterExpression: { waiting: true } },
  ],
  [{ expires: 1 }, { name: 'expiry', expireAfterSeconds: 0 }],
]);

export const DELIVERY_COLLECTIONS = {
  leases: LEASES,
  counters: COUNTERS,
  eventStreams: EVENT_STREAMS,
  eventTokens: EVENT_TOKENS,
  asyncRequests: ASYNC_REQUESTS,
};
