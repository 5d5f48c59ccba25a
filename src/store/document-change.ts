// The update that makes one stored document of another: only what differs, so that the database renews only the indexes of that. Must not know what the document is.

import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';

/** Its members are compared one by one; names in it have no dots (models.ts), as those of other objects may. */
const OPENED = 'search';

type Fields = Readonly<Record<string, unknown>>;

/** Both have the same `_id`. */
export function documentChange(before: object, after: object): mongo.UpdateFilter<mongo.Document> {
  const set: Record<string, unknown> = {};
  const unset: Record<string, true> = {};
  const compare = (path: string, from: Fields, to: Fields): void => {
    for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const [was, is] = [from[name], to[name]];
      if (path === '' && name === OPENED && isFields(was) && isFields(is)) compare(`${OPENED}.`, was, is);
      else if (!Object.hasOwn(to, name)) unset[path + name] = true;
      else if (!Object.hasOwn(from, name) || !isDeepStrictEqual(was, is)) set[path + name] = is;
    }
  };
  compare('', before as Fields, after as Fields);
  // An update without an operator would be a document that takes the place of the stored one.
  return Object.keys(unset).length === 0 ? { $set: set } : { $set: set, $unset: unset };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
