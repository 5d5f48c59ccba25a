// Takes away indexes of earlier versions, which every write would still pay for. Must not know what took their place.

import { mongo } from 'mongoose';

/** By collection. An older gateway beside this one names none of them in a query: it finds the same, more slowly. */
const RETIRED: Readonly<Record<string, readonly string[]>> = {
  users: ['words', 'enabled'],
  events: ['customer_1__id_1'],
  traffic: ['customer_1_at_1'],
};
const INDEX_NOT_FOUND = 27;

export async function dropRetired(database: mongo.Db): Promise<void> {
  for (const [name, retired] of Object.entries(RETIRED))
    for (const index of retired) await dropIfThere(database.collection(name), index);
}

/** Another gateway may be quicker, and then there is none any more. */
export async function dropIfThere(collection: mongo.Collection, index: string): Promise<void> {
  if (!(await collection.indexExists(index))) return;
  await collection.dropIndex(index).catch((error: unknown) => {
    if (!(error instanceof mongo.MongoServerError && error.code === INDEX_NOT_FOUND)) throw error;
  });
}
