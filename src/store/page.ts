// One page of a collection in a stable order, with the total; knows of records only what they are not made of.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import type { Page, PageRequest } from '../directory/ports';
import type { Walk } from '../directory/sort';
import { RECORD_ONLY } from './documents';
import { findAtOnce } from './find-at-once';
import { beyondEdge, orderOf, positionOf, sortKeys, sortStages, type Order } from './order';

/**
 * Each command sees the collection as it was at one moment. Otherwise a document that moves in an index while it is
 * scanned, because somebody changes it, is met twice or not at all; a list by `meta.lastModified` counted 20 too many.
 */
const ONE_MOMENT = { readConcern: { level: 'snapshot' } } as const;

type Searched = mongo.Document & { readonly _id: string; readonly search?: SearchForm };
const FROM_THE_FRONT: Walk = { backward: false, beyond: null, counted: true };

export interface PageOptions {
  /** Resolves with the total, counted or known from before. */
  readonly remembered?: (count: () => Promise<number>) => Promise<number>;
}

/** Documents with nothing but what records are made of, and with what they are sorted by where a walk needs to know it. */
export async function readPage<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  page: PageRequest,
  { remembered = (count) => count() }: PageOptions = {},
): Promise<Page<D>> {
  const { limit, sort, walk } = page;
  const documents = limit === 0 ? [] : await readDocuments(collection, query, page);
  const count = (): Promise<number> =>
    remembered(() => collection.countDocuments(query as mongo.Filter<D>, ONE_MOMENT));
  return {
    total: await totalOf(page, documents.length, count),
    records: documents as readonly mongo.Document[] as readonly D[],
    positions: walk === undefined ? [] : documents.map((document) => positionOf(document, sort)),
  };
}

async function totalOf(
  { skip, limit, walk = FROM_THE_FRONT }: PageRequest,
  read: number,
  count: () => Promise<number>,
): Promise<number | undefined> {
  if (!walk.counted) return undefined;
  const isLastPage = walk.beyond === null && read < limit && (read > 0 || skip === 0);
  if (isLastPage) return skip + read;
  // Counted a moment after the page was read: whoever went meanwhile is on it all the same.
  const counted = await count();
  return read === 0 ? counted : Math.max(skip + read, counted);
}

async function readDocuments<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  page: PageRequest,
): Promise<readonly Searched[]> {
  const order = orderOf(page.sort);
  const read = order.isIndexed ? readByIndex : readByPipeline;
  const documents = await read(collection, query, { page, order });
  return page.walk?.backward === true ? documents.toReversed() : documents;
}

interface Ordered {
  readonly page: PageRequest;
  readonly order: Order;
}

/** What is skipped is counted off by keys of the index alone, unless the query asks for more than they tell. */
async function readByIndex<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  { page, order }: Ordered,
): Promise<readonly Searched[]> {
  const { skip, limit, walk = FROM_THE_FRONT } = page;
  const { beyond, backward } = walk;
  const filter = beyond === null ? query : { $and: [query, beyondEdge(order, beyond, backward)] };
  const options = {
    ...ONE_MOMENT,
    projection: projectionOf(page),
    sort: sortKeys(order, backward),
    limit,
    ...(skip === 0 ? {} : { skip }),
  };
  const documents = await findAtOnce(collection, filter as mongo.Filter<D>, options);
  return documents as readonly mongo.Document[] as readonly Searched[];
}

/** Where no index has the order, every document that meets the query is looked at for every page. */
function readByPipeline<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  { page, order }: Ordered,
): Promise<readonly Searched[]> {
  const { skip, limit, walk = FROM_THE_FRONT } = page;
  const stages = [
    { $match: query },
    ...sortStages(order, walk.beyond, walk.backward),
    { $skip: skip },
    { $limit: limit },
    { $project: { _id: 1 } },
    ...wholeDocuments(collection.collectionName, projectionOf(page)),
  ];
  return collection.aggregate<Searched>(stages, { ...ONE_MOMENT, allowDiskUse: true }).toArray();
}

function projectionOf({ sort, walk }: PageRequest): mongo.Document {
  if (sort === undefined || walk === undefined) return RECORD_ONLY;
  const { search: _search, ...withPlace } = RECORD_ONLY;
  return withPlace;
}

/** From the ids to the documents, in the same moment and order. */
function wholeDocuments(collection: string, projection: mongo.Document): readonly mongo.Document[] {
  return [
    { $lookup: { from: collection, localField: '_id', foreignField: '_id', as: 'found' } },
    { $replaceRoot: { newRoot: { $first: '$found' } } },
    { $project: projection },
  ];
}
