// Makes stored search forms anew where a customer's own schemas are others than those they were made by. Must not know the schemas.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import { DirectoryFailure } from '../directory/failure';
import { OWN_DIGEST, OWN_UNIQUE, type FormMaker, type FormRenewal } from '../directory/own-resource';
import { groupRecord, type Collections } from './documents';
import { userRecord } from './stored-record';
import { isDuplicate, named, ownUniqueOf } from './driver-failure';
import { hasOwnIndexes } from './own-indexes';
import { ownResourceRecord } from './own-resources';

const BATCH = 500;
const MADE_BY = `search.${OWN_DIGEST}`;
const UNIQUE = `search.${OWN_UNIQUE}`;

interface Kept {
  readonly _id: string;
  readonly version: number;
}

export function createFormRenewal({ users, groups, ownResources }: Collections): FormRenewal {
  return {
    async renewForms({ customer, user, group, own }) {
      let count = await renewIn(users, { customer }, { ...user, recordOf: userRecord });
      count += await renewIn(groups, { customer }, { ...group, recordOf: groupRecord });
      for (const [type, maker] of own)
        count += await renewIn(ownResources, { customer, type }, { ...maker, recordOf: ownResourceRecord });
      return count;
    },
  };
}

interface Renewal<D, R> extends FormMaker<R> {
  readonly recordOf: (document: D) => R;
}

/** Until none is left; a record that is written meanwhile gets its new form by that write, or is met again. */
async function renewIn<D extends Kept, R>(
  collection: mongo.Collection<D>,
  where: { readonly customer: string; readonly type?: string },
  { digest, form, recordOf }: Renewal<D, R>,
): Promise<number> {
  if (digest === undefined && !(await named(hasOwnIndexes(collection)))) return 0;
  // Any text, and not merely something: the index tells who has one, and none is looked at who has not.
  const stale = { ...where, [MADE_BY]: digest === undefined ? { $gte: '' } : { $ne: digest } };
  for (let count = 0; ;) {
    const documents = await named(
      collection.find(stale as mongo.Filter<D>, { limit: BATCH }).toArray() as Promise<D[]>,
    );
    if (documents.length === 0) return count;
    const renewed = documents.map((document) => ({ document, form: form(recordOf(document)) }));
    const updates = renewed.map(({ document: { _id, version }, form: search }) => ({
      // A new form is no new version: nobody changed anything.
      updateOne: { filter: { _id, customer: where.customer, version }, update: { $set: { search } } },
    }));
    try {
      await collection.bulkWrite(updates as unknown as mongo.AnyBulkWriteOperation<D>[], { ordered: false });
    } catch (error) {
      if (isDuplicate(error)) await refuseDuplicates(collection, where.customer, renewed);
      await named(Promise.reject(error as Error));
    }
    count += documents.length;
  }
}

/** Which two they are, so that somebody can mend it: what is right only people know. */
async function refuseDuplicates<D extends Kept>(
  collection: mongo.Collection<D>,
  customer: string,
  renewed: readonly { readonly document: D; readonly form: SearchForm }[],
): Promise<void> {
  for (const { document, form } of renewed) {
    const keys = form[OWN_UNIQUE];
    if (!Array.isArray(keys)) continue;
    for (const key of keys as readonly string[]) {
      const query = { customer, [UNIQUE]: key, _id: { $ne: document._id } };
      const other = await named(collection.findOne(query as unknown as mongo.Filter<D>));
      if (other === null) continue;
      const { type, path } = ownUniqueOf(key);
      throw new DirectoryFailure(
        'uniqueness',
        `customer "${customer}": the configuration says that no two ${type} resources have the same ${path}, but ` +
          `${other._id} and ${document._id} do. Change one of them or the configuration, then start again`,
      );
    }
  }
}
