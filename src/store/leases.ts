// Leases in MongoDB, by the database's own clock: those of the gateways need not agree. Must not know what is leased.

import type { mongo } from 'mongoose';
import type { Leases } from '../directory/lease';
import { firstOfTwo } from './first-of-two';
import { named } from './driver-failure';

/** By what is leased. */
export interface LeaseDocument {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}

export function createLeases(leases: mongo.Collection<LeaseDocument>): Leases {
  return {
    async hold(name, holder, forMs) {
      const isFree = { $or: [{ $eq: ['$holder', holder] }, { $lte: ['$until', '$$NOW'] }] };
      const taken = { $set: { holder, until: { $add: ['$$NOW', forMs] } } };
      const { matchedCount } = await named(leases.updateOne({ _id: name, $expr: isFree }, [taken]));
      if (matchedCount === 1) return true;
      // It is somebody else's, or was never anybody's.
      const { upsertedCount } = await named(
        firstOfTwo(() =>
          leases.updateOne({ _id: name }, [{ $set: firstHeld(holder, forMs) }], { upsert: true }),
        ),
      );
      return upsertedCount === 1;
    },

    async release(name, holder) {
      await named(leases.deleteOne({ _id: name, holder }));
    },
  };
}

/** Only where the document is new: of a lease that is there, every field stays as it is. */
function firstHeld(holder: string, forMs: number): mongo.Document {
  return {
    holder: { $ifNull: ['$holder', holder] },
    until: { $ifNull: ['$until', { $add: ['$$NOW', forMs] }] },
  };
}
