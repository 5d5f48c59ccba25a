// Keeps which assertions were used, one document each until it expires; the same for all processes on this database.

import { createHash } from 'node:crypto';
import { mongo } from 'mongoose';
import type { UsedAssertions } from '../directory/used-assertions';
import { named } from './driver-failure';

/** By digest of client and `jti`; kept until the assertion expires. */
export interface AssertionDocument {
  readonly _id: string;
  readonly expires: Date;
}

const DUPLICATE_KEY = 11_000;

/** That one of two simultaneous uses wins is the promise of the `_id` index. */
export function createUsedAssertions(assertions: mongo.Collection<AssertionDocument>): UsedAssertions {
  return {
    async use(client, jti, expires) {
      const _id = createHash('sha256')
        .update(JSON.stringify([client, jti]))
        .digest('hex');
      try {
        await named(assertions.insertOne({ _id, expires }));
        return true;
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
        throw error;
      }
    },
  };
}
