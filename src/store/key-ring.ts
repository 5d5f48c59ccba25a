// Keeps the gateway's own keys: made once for all processes on this database, never changed.

import type { mongo } from 'mongoose';
import type { JsonObject } from '../directory/json';
import type { KeyPurpose, KeyRing } from '../directory/key-ring';
import { named } from './driver-failure';
import { firstOfTwo } from './first-of-two';

/** By its purpose. */
export interface KeyDocument {
  readonly _id: KeyPurpose;
  readonly key: JsonObject;
  readonly created: Date;
}

export function createKeyRing(keys: mongo.Collection<KeyDocument>): KeyRing {
  return {
    async key(purpose, make) {
      const known = await named(keys.findOne({ _id: purpose }));
      if (known !== null) return known.key;
      const made = { $setOnInsert: { key: await make(), created: new Date() } };
      const options = { upsert: true, returnDocument: 'after' } as const;
      const kept = await named(firstOfTwo(() => keys.findOneAndUpdate({ _id: purpose }, made, options)));
      if (kept === null) throw new Error(`the key for ${purpose} was not kept`);
      return kept.key;
    },
  };
}
