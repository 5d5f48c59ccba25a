// One page of a collection in a stable order, with the total; knows no records.

import type { mongo } from 'mongoose';
import type { Page, PageRequest } from '../directory/ports';
import { fieldName } from './condition';

/**
 * Each command sees the collection as it was at one moment. Otherwise a document that moves in an index while it is
 * scanned, because somebody changes it, is met twice or not at all; a list by `meta.lastModified` counted 20 too many.
 */
const ONE_MOMENT = { readConcern: { level: 'snapshot' } } as const;

/** The search form is a third of a document, and no record has it. */
const WITHOUT_SEARCH_FORM = { search: 0 } as const;

/** Fields that an index has in order (models.ts). */
const INDEXED: ReadonlySet<string> = new Set([
  '_id',
  'search.userName',
  'search.displayName',
  'search.meta.lastModified',
]);
/** Those of which no two live documents have the same value, so that nothing has to break a tie. */
const UNIQUE: ReadonlySet<string> = new Set(['_id', 'search.userName']);

/**
 * Documents without their search form.
 *
 * Without sortBy, resources come in the order in which they were created: ids rise with time.
 */
export async function readPage<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  page: PageRequest,
): Promise<Page<D>> {
  const { skip, limit } = page;
  const filter = query as mongo.Filter<D>;
  const documents = limit === 0 ? [] : await readDocuments(collection, filter, page);
  const isLastPage = documents.length < limit && (documents.length > 0 || skip === 0);
  const total = isLastPage ? skip + documents.length : await collection.countDocuments(filter, ONE_MOMENT);
  return { total, records: documents as D[] };
}

function readDocuments<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  filter: mongo.Filter<D>,
  { sort, skip, limit }: PageRequest,
): Promise<mongo.Document[]> {
  const field = sort === undefined ? '_id' : fieldName(sort.path, 'search');
  const direction = sort?.descending === true ? -1 : 1;
  if (sort === undefined || (sort.alwaysPresent && INDEXED.has(field))) {
    const order: Record<string, 1 | -1> = {
      [field]: direction,
      ...(UNIQUE.has(field) ? {} : { _id: direction }),
    };
    const options = { ...ONE_MOMENT, projection: WITHOUT_SEARCH_FORM };
    return collection.find(filter, options).sort(order).skip(skip).limit(limit).toArray();
  }
  const stages = [
    { $match: filter },
    ...missingLast(field, direction),
    { $skip: skip },
    { $limit: limit },
    ...wholeDocuments(collection.collectionName),
  ];
  return collection.aggregate(stages, { ...ONE_MOMENT, allowDiskUse: true }).toArray();
}

/**
 * RFC 7644 §3.4.2.3: resources without the attribute come last in ascending order, first in descending. Nothing but
 * the id and the value is carried along, because the documents of all that is sorted would not fit in memory.
 */
function missingLast(field: string, direction: 1 | -1): mongo.Document[] {
  return [
    { $project: { sortValue: valueOf(field) } },
    // The first element of a list that is not there is null; no attribute is ever stored as null.
    { $set: { sortMissing: { $in: [{ $type: '$sortValue' }, ['missing', 'null']] } } },
    { $sort: { sortMissing: direction, sortValue: direction, _id: 1 } },
  ];
}

/** An aggregation path knows no array index, so the first element is taken by an expression. */
function valueOf(field: string): mongo.Document | string {
  const steps = field.split('.');
  const index = steps.indexOf('0');
  if (index === -1) return `$${field}`;
  const first = { $first: `$${steps.slice(0, index).join('.')}` };
  const rest = steps.slice(index + 1);
  return rest.length === 0 ? first : { $getField: { field: rest.join('.'), input: first } };
}

/** From the ids to the documents, in the same moment and order. */
function wholeDocuments(collection: string): mongo.Document[] {
  return [
    { $lookup: { from: collection, localField: '_id', foreignField: '_id', as: 'found' } },
    { $replaceRoot: { newRoot: { $first: '$found' } } },
    { $project: WITHOUT_SEARCH_FORM },
  ];
}
