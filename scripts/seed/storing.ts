// Owns putting documents into a collection as fast as it takes them. Must not know what they are.

import { mongo } from 'mongoose';
import { chunks } from '../prove/parallel';

const BATCH = 2_000;
const DUPLICATE = 11_000;

export type StoreAll = <D extends mongo.Document>(
  collection: mongo.Collection<D>,
  documents: readonly D[],
) => Promise<void>;

/** @param isAgain some of the documents may be there already, under the same ids */
export function storeAll(isAgain: boolean): StoreAll {
  return async (collection, documents) => {
    for (const batch of chunks(documents, BATCH)) {
      try {
        await collection.insertMany([...batch] as mongo.OptionalUnlessRequiredId<never>[], {
          ordered: false,
        });
      } catch (error) {
        if (!isAgain || !areAllThere(error)) throw error;
      }
    }
  };
}

function areAllThere(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const errors = [error.writeErrors].flat();
  return errors.every(({ code, errmsg = '' }) => code === DUPLICATE && errmsg.includes('index: _id_ '));
}
