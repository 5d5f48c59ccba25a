// Gives people who were kept before there was the list of people a place in it. Must not know how a place is made.

import type { mongo } from 'mongoose';
import { foundBy } from '../directory/people-words';
import { personPlace, type UserDocument } from './documents';
import { userRecord } from './stored-record';
import { named } from './driver-failure';

type Users = mongo.Collection<UserDocument>;

const BATCH = 500;

export async function isPreparing(users: Users, customer: string): Promise<boolean> {
  return (await users.findOne(withoutPlace(customer), { projection: { _id: 1 } })) !== null;
}

/** Until none is left; somebody who is written meanwhile gets the place by that write. Any number of gateways may do it at once. */
export async function preparePlaces(
  users: Users,
  customer: string,
  { stopping, onProgress }: { readonly stopping?: AbortSignal; readonly onProgress?: (done: number) => void },
): Promise<number> {
  for (let done = 0; ;) {
    const documents = await named(users.find(withoutPlace(customer), { limit: BATCH }).toArray());
    if (documents.length === 0 || stopping?.aborted === true) return done;
    const updates = documents.map((document) => {
      const user = userRecord(document);
      // No version is made: nobody changed anything.
      const filter = { _id: document._id, customer, version: document.version };
      return { updateOne: { filter, update: { $set: personPlace(user, foundBy(user, document.former)) } } };
    });
    await named(users.bulkWrite(updates as mongo.AnyBulkWriteOperation<UserDocument>[], { ordered: false }));
    done += documents.length;
    onProgress?.(done);
  }
}

/** The index of the list has those who have no kind all in one place. */
function withoutPlace(customer: string): mongo.Filter<UserDocument> {
  return { customer, kind: null } as unknown as mongo.Filter<UserDocument>;
}
