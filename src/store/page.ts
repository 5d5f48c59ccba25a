// One page of a collection in a stable order, with the total; knows no records.

import type { mongo } from 'mongoose';
import type { Page, PageRequest } from '../directory/ports';
import type { Sort } from '../directory/sort';

/** Without sortBy, resources come in the order in which they were created: ids rise with time. */
export async function readPage<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  { sort, skip, limit }: PageRequest,
): Promise<Page<D>> {
  const filter = query as mongo.Filter<D>;
  const documents =
    limit === 0
      ? []
      : sort === undefined || sort.alwaysPresent
        ? await collection.find(filter).sort(plainOrder(sort)).skip(skip).limit(limit).toArray()
        : await collection.aggregate(missingLast(query, sort, skip, limit), { allowDiskUse: true }).toArray();
  const isLastPage = documents.length < limit && (documents.length > 0 || skip === 0);
  const total = isLastPage ? skip + documents.length : await collection.countDocuments(filter);
  return { total, records: documents as D[] };
}

function plainOrder(sort: Sort | undefined): Record<string, 1 | -1> {
  if (sort === undefined) return { _id: 1 };
  const field = fieldOf(sort);
  const direction = sort.descending ? -1 : 1;
  return field === '_id' ? { _id: direction } : { [field]: direction, _id: 1 };
}

/** RFC 7644 §3.4.2.3: resources without the attribute come last in ascending order, first in descending. */
function missingLast(
  query: mongo.Filter<mongo.Document>,
  sort: Sort,
  skip: number,
  limit: number,
): mongo.Document[] {
  const direction = sort.descending ? -1 : 1;
  const [head, index, ...rest] = splitAtIndex(fieldOf(sort));
  // An aggregation path knows no array index, so the first element is taken by an expression.
  const value =
    index === undefined
      ? `$${head ?? ''}`
      : { $getField: { field: rest.join('.'), input: { $first: `$${head ?? ''}` } } };
  return [
    { $match: query },
    { $set: { sortValue: rest.length === 0 && index !== undefined ? { $first: `$${head ?? ''}` } : value } },
    { $set: { sortMissing: { $eq: [{ $type: '$sortValue' }, 'missing'] } } },
    { $sort: { sortMissing: direction, sortValue: direction, _id: 1 } },
    { $skip: skip },
    { $limit: limit },
    { $unset: ['sortValue', 'sortMissing'] },
  ];
}

function splitAtIndex(field: string): readonly string[] {
  const steps = field.split('.');
  const index = steps.indexOf('0');
  return index === -1 ? [field] : [steps.slice(0, index).join('.'), '0', ...steps.slice(index + 1)];
}

function fieldOf(sort: Sort): string {
  return sort.path.join('.') === 'id' ? '_id' : ['search', ...sort.path].join('.');
}
