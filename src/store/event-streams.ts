// The tokens that wait for each receiver, in MongoDB: their order, what became of them. Must not know what they say.

import { mongo } from 'mongoose';
import type { EventStreamStore, OutgoingToken, StreamStatus } from '../directory/event-stream';
import { nextNumber } from './counters';
import type { Collections } from './documents';
import { isAway, named } from './driver-failure';
import { openEventFeed, standing } from './event-feed';
import { streamKey, type TokenDocument } from './delivery-documents';

const DUPLICATE_KEY = 11_000;

export function createEventStreams(collections: Collections): EventStreamStore {
  const { eventTokens, counters } = collections;
  return {
    begin: async (stream) => {
      await named(standing(collections.eventStreams, stream));
    },
    follow: (stream) => openEventFeed(collections, stream),
    externalIds: (customer, ids) => named(readExternalIds(collections, customer, ids)),

    async add(stream, tokens) {
      if (tokens.length === 0) return;
      const key = streamKey(stream);
      const first = await named(nextNumber(counters, `eventStream/${key}`, tokens.length));
      const documents = tokens.map((token, index) => waitingDocument(key, token, first + index));
      await named(insertUnknown(eventTokens, documents));
    },

    async waiting(stream, limit) {
      const query = { stream: streamKey(stream), state: 'waiting' } as const;
      const found = await named(eventTokens.find(query).sort({ number: 1 }).limit(limit).toArray());
      return found.map(({ _id, token, tries, retryAt }) => ({ jti: _id, token, tries, retryAt }));
    },

    async acknowledge(stream, jtis) {
      const query = { _id: { $in: [...jtis] }, stream: streamKey(stream), state: 'waiting' } as const;
      // Only that it was told is kept, not what: people's data stays no longer than it is needed.
      const done = { $set: { state: 'acknowledged', doneAt: new Date(), token: '' } } as const;
      if (jtis.length > 0) await named(eventTokens.updateMany(query, done));
    },

    async refuse(stream, refusals) {
      const at = new Date();
      const updates = refusals.map(({ jti, err, description }) => ({
        updateOne: {
          filter: { _id: jti, stream: streamKey(stream), state: 'waiting' } as const,
          update: { $set: { state: 'refused', refusal: { at, err, description } } } as const,
        },
      }));
      return updates.length === 0 ? 0 : (await named(eventTokens.bulkWrite(updates))).modifiedCount;
    },

    async postpone(stream, jti, { retryAt, reason }) {
      const query = { _id: jti, stream: streamKey(stream), state: 'waiting' } as const;
      await named(eventTokens.updateOne(query, { $set: { retryAt, failure: reason }, $inc: { tries: 1 } }));
    },

    status: (stream) => named(readStatus(eventTokens, streamKey(stream))),

    async retryRefused(stream) {
      const query = { stream: streamKey(stream), state: 'refused' } as const;
      const again = { $set: { state: 'waiting', tries: 0, retryAt: null } } as const;
      return (await named(eventTokens.updateMany(query, again))).modifiedCount;
    },
  };
}

function waitingDocument(stream: string, { jti, token }: OutgoingToken, number: number): TokenDocument {
  return { _id: jti, stream, number, state: 'waiting', token, tries: 0, retryAt: null };
}

/** What is known was added before a position was kept that a crash then lost. */
async function insertUnknown(
  tokens: mongo.Collection<TokenDocument>,
  documents: readonly TokenDocument[],
): Promise<void> {
  try {
    await tokens.insertMany([...documents], { ordered: false });
  } catch (error) {
    const isKnown =
      error instanceof mongo.MongoBulkWriteError &&
      !isAway(error) &&
      [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
    if (!isKnown) throw error;
  }
}

async function readExternalIds(
  { users, groups }: Collections,
  customer: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const query = { _id: { $in: [...ids] }, customer };
  const projection = { 'profile.externalId': 1 };
  const [people, teams] = await Promise.all([
    users.find(query, { projection }).toArray(),
    groups.find(query, { projection }).toArray(),
  ]);
  return new Map(
    [...people, ...teams].flatMap(({ _id, profile }) => {
      // A projection leaves the profile out where nothing of it is asked for that it has.
      const externalId = (profile as typeof profile | undefined)?.['externalId'];
      return typeof externalId === 'string' ? [[_id, externalId] as const] : [];
    }),
  );
}

async function readStatus(tokens: mongo.Collection<TokenDocument>, stream: string): Promise<StreamStatus> {
  const [waiting, refused, lastRefused, first] = await Promise.all([
    tokens.countDocuments({ stream, state: 'waiting' }),
    tokens.countDocuments({ stream, state: 'refused' }),
    tokens.findOne({ stream, state: 'refused' }, { sort: { number: -1 } }),
    tokens.findOne({ stream, state: 'waiting' }, { sort: { number: 1 } }),
  ]);
  return {
    waiting,
    refused,
    lastRefusal: lastRefused?.refusal ?? null,
    lastFailure: first?.failure ?? null,
  };
}
