// Gives a test a database of its own: one that an earlier test file of this worker used, emptied. Knows nothing of what is kept in it.

import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { testDatabaseUri } from './database';

/** Of this test file; a file after it begins anew and finds the databases of this one. */
let taken = 0;
/** From here on a collection is quicker made anew than emptied. */
const DOCUMENTS_MAX = 2_000;

/** Emptied rather than dropped: making all collections and indexes anew takes five times as long. */
export async function ownDatabase(prefix: string): Promise<string> {
  const uri = new URL(testDatabaseUri());
  uri.pathname = `/${prefix}_${process.env['JEST_WORKER_ID'] ?? '0'}_${taken}`;
  taken += 1;
  const client = new mongo.MongoClient(uri.href, CLIENT_OPTIONS);
  // A test may have had the commands of its database recorded.
  await client.db().command({ profile: 0 });
  const collections = await client.db().collections();
  await Promise.all(collections.map(empty));
  await client.close();
  return uri.href;
}

async function empty(collection: mongo.Collection): Promise<void> {
  const count = await collection.estimatedDocumentCount();
  // No document can be taken out of what MongoDB keeps of itself.
  if (count > DOCUMENTS_MAX || collection.collectionName.startsWith('system.')) await collection.drop();
  else if (count > 0) await collection.deleteMany({});
}
