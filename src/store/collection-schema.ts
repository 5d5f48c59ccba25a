// One collection as a mongoose schema that is indexes and nothing else; holds no documents.

import { Schema } from 'mongoose';

export type Index = readonly [Record<string, 1>, Record<string, unknown>?];

export function collectionSchema(indexes: readonly Index[]): Schema {
  const schema = new Schema(
    { _id: String },
    { strict: false, autoIndex: false, autoCreate: false, id: false },
  );
  for (const [keys, options] of indexes) schema.index(keys, options);
  return schema;
}
