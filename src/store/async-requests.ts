// Accepted requests in MongoDB: their order in each customer, who has one in hand, what became of it. Must not know what they ask.

import type { mongo } from 'mongoose';
import type { AsyncRequestStore, TakenRequest } from '../directory/async-request';
import { DirectoryFailure } from '../directory/failure';
import type { JsonObject } from '../directory/json';
import { EffectRefused, type DirectoryTransaction } from '../directory/ports';
import { nextNumber } from './counters';
import type { AsyncRequestDocument } from './delivery-documents';
import type { Collections, EventDocument } from './documents';
import { isAway, named } from './driver-failure';

/** A document ends at 16 MB; the outcome needs room, too. */
const ASKED_BYTES_MAX = 8 * 1024 * 1024;

/** A request that a dead process was writing is locked by its transaction. */
const TAKE_MS_MAX = 1_000;

/** @param endAbandoned called while a request cannot be taken; must not reject */
export function createAsyncRequests(
  { asyncRequests, counters, events }: Pick<Collections, 'asyncRequests' | 'counters' | 'events'>,
  endAbandoned: () => Promise<void>,
): AsyncRequestStore {
  return {
    fits: ({ asked }) => isSmall(JSON.stringify(asked)),

    async accept({ id, customer, asked: request }) {
      const asked = JSON.stringify(request);
      if (!isSmall(asked)) throw new DirectoryFailure('tooLarge', 'the request is too large to be kept');
      const number = await named(nextNumber(counters, `asyncRequests/${customer}`));
      const document = { _id: id, customer, number, at: new Date(), asked, waiting: true } as const;
      await named(asyncRequests.insertOne(document));
    },

    // With a bound on the customer, or the index of those that wait would not be used, and all that are done be read.
    customersWaiting: () =>
      named(asyncRequests.distinct('customer', { customer: { $gt: '' }, waiting: true })),

    async take(customer, holder) {
      const query = { customer, waiting: true, number: { $gt: 0 } } as const;
      const options = { sort: { number: 1 }, maxTimeMS: TAKE_MS_MAX } as const;
      const taking = asyncRequests.findOneAndUpdate(query, { $set: { holder } }, options);
      const found = await named(
        taking.catch(async (error: unknown) => {
          if (!isAway(error)) await endAbandoned();
          throw error;
        }),
      );
      return found === null ? undefined : takenRequest(found);
    },

    async decide(id, holder, outcome) {
      const query = { _id: id, holder, waiting: true, outcome: { $exists: false } } as const;
      const decided = { $set: { outcome: JSON.stringify(outcome), doneAt: new Date() } };
      return (await named(asyncRequests.updateOne(query, decided))).matchedCount === 1;
    },

    async complete(id, { asked, expires }) {
      const query = { _id: id, waiting: true, outcome: { $exists: true } } as const;
      const done = { asked: JSON.stringify(asked), expires };
      await named(asyncRequests.updateOne(query, { $set: done, $unset: { waiting: 1, effects: 1 } }));
    },

    async outcome(customer, id) {
      const query = { _id: id, customer, waiting: { $exists: false } } as const;
      const found = await named(asyncRequests.findOne(query, { projection: { outcome: 1 } }));
      return found?.outcome === undefined ? null : parsed(found.outcome);
    },

    async effectOf(customer, { requestId, resourceType, resourceId }) {
      const what =
        resourceId === undefined ? { operation: { $in: ['create', 'return'] as const } } : { resourceId };
      const query = { customer, 'actor.requestId': requestId, resourceType, ...what };
      const options = { sort: { version: -1 }, projection: { resourceId: 1, version: 1 } } as const;
      const event = await named(events.findOne(query as mongo.Filter<EventDocument>, options));
      return event === null ? undefined : { resourceId: event.resourceId, version: event.version };
    },

    async status(customer, id) {
      const found = await named(asyncRequests.findOne({ _id: id, customer }));
      if (found === null) return undefined;
      const { at, asked, outcome, doneAt, expires, waiting } = found;
      return {
        at,
        asked: parsed(asked),
        outcome: outcome === undefined || waiting === true ? null : parsed(outcome),
        doneAt: waiting === true ? null : (doneAt ?? null),
        expires: expires ?? null,
      };
    },
  };
}

function isSmall(asked: string): boolean {
  return Buffer.byteLength(asked) <= ASKED_BYTES_MAX;
}

function takenRequest({ _id, customer, asked, outcome }: AsyncRequestDocument): TakenRequest {
  return {
    id: _id,
    customer,
    asked: parsed(asked),
    outcome: outcome === undefined ? null : parsed(outcome),
  };
}

function parsed(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

/**
 * Whoever takes a request away writes the document that this one writes: of the two, only one commits. So a process that
 * was thought dead and comes back cannot have an effect any more.
 */
export function effectSteps(
  { asyncRequests }: Pick<Collections, 'asyncRequests'>,
  session: mongo.ClientSession,
): Pick<DirectoryTransaction, 'claimEffect'> {
  return {
    async claimEffect({ request, holder, effect }) {
      const query = { _id: request, holder, waiting: true, effects: { $ne: effect } } as const;
      const { matchedCount } = await asyncRequests.updateOne(
        query,
        { $push: { effects: effect } },
        { session },
      );
      if (matchedCount === 0) throw new EffectRefused('another execution has the effect of this request');
    },
  };
}
