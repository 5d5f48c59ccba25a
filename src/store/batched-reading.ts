// Owns reading a query to its end in batches, under the directory's names for what can fail. Must not know what is read.

import type { mongo } from 'mongoose';
import { named } from './driver-failure';

/** Documents that the server is asked for at a time; it sends fewer where they would come to more than 16 MB. */
const BATCH = 1_000;

/** The server's own batches; the cursor is closed when the reader stops early. */
export async function* readInBatches<D extends mongo.Document, R>(
  find: () => mongo.FindCursor<mongo.WithId<D>>,
  toRecord: (document: mongo.WithId<D>) => R,
): AsyncGenerator<readonly R[]> {
  const cursor = find().batchSize(BATCH);
  try {
    while (await named(cursor.hasNext()))
      yield cursor.readBufferedDocuments().map((document) => toRecord(document));
  } finally {
    await cursor.close();
  }
}
