// Keeps what admins made and changed of connections, and the number by which every process knows that something changed.

import type { mongo } from 'mongoose';
import type { ConnectionReader, ConnectionRecord, ConnectionSteps } from '../directory/connection-record';
import { DirectoryFailure } from '../directory/failure';
import { collectionSchema } from './collection-schema';
import type { ConnectionDocument } from './connection-documents';
import type { Collections } from './documents';
import { isDuplicate, named } from './driver-failure';
import { versionConflict } from './version-conflict';

const CHANGES = 'connections';
/** Requests wait for it: better refused for now than kept. */
const CHANGE_NUMBER_MS = 3_000;
const LAST_REQUESTS_MS = 2_000;

export const CONNECTION_COLLECTIONS = {
  connections: collectionSchema([
    [{ customer: 1 }],
    [
      { customer: 1, nameKey: 1 },
      { name: 'connectionName', unique: true, partialFilterExpression: { nameKey: { $exists: true } } },
    ],
    // Without the customer, on purpose: a token opens one connection of one customer in the whole gateway.
    [
      { digests: 1 },
      { name: 'connectionToken', unique: true, partialFilterExpression: { digests: { $exists: true } } },
    ],
  ]),
};

export function createConnections({
  connections,
  counters,
  requests,
}: Pick<Collections, 'connections' | 'counters' | 'requests'>): ConnectionReader {
  const read = async (query: mongo.Filter<ConnectionDocument>): Promise<readonly ConnectionRecord[]> =>
    (await named(connections.find(query).sort({ created: 1, _id: 1 }).toArray())).map(connectionRecord);
  return {
    changeNumber: async () =>
      (await named(counters.findOne({ _id: CHANGES }, { maxTimeMS: CHANGE_NUMBER_MS })))?.last ?? 0,
    all: () => read({}),
    ofCustomer: (customer) => read({ customer }),
    lastRequests: (customer, connection, { from, limit }) =>
      named(
        requests
          .find({ customer, connection, at: { $gte: from } }, { maxTimeMS: LAST_REQUESTS_MS })
          .sort({ at: -1 })
          .limit(limit)
          .map(({ requestId, at, method, url, status, detail = null }) => ({
            requestId,
            at,
            method,
            url,
            status,
            detail,
          }))
          .toArray(),
      ),
  };
}

export function connectionSteps(
  { connections, counters }: Pick<Collections, 'connections' | 'counters'>,
  session: mongo.ClientSession,
): ConnectionSteps {
  return {
    async connections(customer) {
      const documents = connections.find({ customer }, { session }).sort({ created: 1, _id: 1 });
      return (await documents.toArray()).map(connectionRecord);
    },

    async keepConnection(before, after) {
      const { _id, ...document } = connectionDocument(after);
      const where = { _id, version: before.version };
      const { matchedCount } = await unique(
        before.version === 0
          ? connections.insertOne({ _id, ...document }, { session }).then(() => ({ matchedCount: 1 }))
          : connections.replaceOne(where, document, { session }),
      );
      if (matchedCount === 0) throw versionConflict();
      // In the same transaction: who sees the new number sees the change.
      await counters.updateOne({ _id: CHANGES }, { $inc: { last: 1 } }, { upsert: true, session });
    },
  };
}

async function unique<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const message = String(error);
    if (message.includes('index: connectionName'))
      throw new DirectoryFailure(
        'uniqueness',
        'There is a connection of this name already; take another name.',
      );
    if (message.includes('index: connectionToken'))
      throw new DirectoryFailure(
        'uniqueness',
        'This token is of another connection already; make another one.',
      );
    // Somebody else's first change of the same configured connection.
    throw versionConflict();
  }
}

function connectionDocument({ id, ...record }: ConnectionRecord): ConnectionDocument {
  const isNamed = record.origin === 'console' && record.removed === null;
  return {
    _id: `${record.customer}/${id}`,
    connection: id,
    ...record,
    ...(isNamed ? { nameKey: record.name.toLowerCase() } : {}),
    ...(record.tokens.length === 0 ? {} : { digests: record.tokens.map(({ digest }) => digest) }),
  };
}

function connectionRecord({
  _id,
  connection,
  nameKey: _nameKey,
  digests: _digests,
  ...record
}: ConnectionDocument): ConnectionRecord {
  return { id: connection, ...record };
}
