// One page of a collection in a stable order, with the total; knows of records only what they are not made of.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import type { Page, PageRequest } from '../directory/ports';
import type { Walk } from '../directory/sort';
import { RECORD_ONLY } from './stored-record';
import { findAtOnce, type FindAtOnce } from './find-at-once';
import { beyondEdge, orderOf, positionOf, sortKeys, sortStages, type Order } from './order';

/**
 * Each command sees the collection as it was at one moment. Otherwise a document that moves in an index while it is
 * scanned, because somebody changes it, is met twice or not at all; a list by `meta.lastModified` counted 20 too many.
 */
const ONE_MOMENT = { readConcern: { level: 'snapshot' } } as const;

type Searched = mongo.Document & { readonly _id: string; readonly search?: SearchForm };
/** From here on it pays to count off keys of an index alone before the documents of the page are read. */
const SKIP_FAR = 1_000;
const NO_HINT = {};
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
    remembered(() => collection.countDocuments(query, { ...ONE_MOMENT, ...planOf(query, page) }));
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
  // Planning a find with a condition tries every index as far as the page lies behind.
  const isFarOff = page.skip >= SKIP_FAR && planOf(query, page) === NO_HINT;
  const read = order.isIndexed && !isFarOff ? readByIndex : readByPipeline;
  const documents = await read(collection, query, { page, order });
  return page.walk?.backward === true ? documents.toReversed() : documents;
}

interface Ordered {
  readonly page: PageRequest;
  readonly order: Order;
}

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
    ...planOf(query, page),
    sort: sortKeys(order, backward),
    limit,
    ...(skip === 0 ? {} : { skip }),
  };
  const documents = await findAtOnce(collection, filter as mongo.Filter<D>, options);
  return documents as readonly mongo.Document[] as readonly Searched[];
}

/**
 * Finds the ids of the page first. Where an index has the order and all that is asked for, it is read alone; where none
 * has the order, every document that meets the query is looked at for every page.
 */
function readByPipeline<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  { page, order }: Ordered,
): Promise<readonly Searched[]> {
  const { skip, limit, walk = FROM_THE_FRONT } = page;
  const stages = [
    { $match: query },
    ...(order.isIndexed
      ? [{ $sort: sortKeys(order, false) }]
      : sortStages(order, walk.beyond, walk.backward)),
    { $skip: skip },
    { $limit: limit },
    { $project: { _id: 1 } },
    ...wholeDocuments(collection.collectionName, projectionOf(page)),
  ];
  return collection.aggregate<Searched>(stages, { ...ONE_MOMENT, allowDiskUse: true }).toArray();
}

/**
 * All resources in the order of creation have an index of their own (models.ts), whose keys are read alone up to the page.
 * Left to plan by itself, MongoDB would try all the others too, up to the page.
 */
function planOf(query: mongo.Document, { condition, sort }: PageRequest): Pick<FindAtOnce, 'hint'> {
  if (condition !== undefined || sort !== undefined) return NO_HINT;
  const keys = [...Object.keys(query), '_id'].map((name) => [name, 1] as const);
  return { hint: Object.fromEntries(keys) };
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
