// One page of a collection in a stable order, with the total; knows no records.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import type { Page, PageRequest } from '../directory/ports';
import type { Walk } from '../directory/sort';
import { beyondEdge, orderOf, positionOf, sortKeys, sortStages, type Order } from './order';

/**
 * Each command sees the collection as it was at one moment. Otherwise a document that moves in an index while it is
 * scanned, because somebody changes it, is met twice or not at all; a list by `meta.lastModified` counted 20 too many.
 */
const ONE_MOMENT = { readConcern: { level: 'snapshot' } } as const;

/** The search form is a third of a document, and no record has it. */
const WITHOUT_SEARCH_FORM = { search: 0 } as const;

type Searched = mongo.Document & { readonly _id: string; readonly search?: SearchForm };
/** From here on it pays to count off keys of an index alone before the documents of the page are read. */
const SKIP_FAR = 1_000;
const FROM_THE_FRONT: Walk = { backward: false, beyond: null, counted: true };

/** Documents without their search form, but where a walk needs to know what they are sorted by. */
export async function readPage<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  page: PageRequest,
): Promise<Page<D>> {
  const { limit, sort, walk } = page;
  const documents = limit === 0 ? [] : await readDocuments(collection, query, page);
  return {
    total: await totalOf(collection, query as mongo.Filter<D>, page, documents.length),
    records: documents as readonly mongo.Document[] as readonly D[],
    positions: walk === undefined ? [] : documents.map((document) => positionOf(document, sort)),
  };
}

async function totalOf<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  filter: mongo.Filter<D>,
  { skip, limit, walk = FROM_THE_FRONT }: PageRequest,
  read: number,
): Promise<number | undefined> {
  if (!walk.counted) return undefined;
  const isLastPage = walk.beyond === null && read < limit && (read > 0 || skip === 0);
  if (isLastPage) return skip + read;
  // Counted a moment after the page was read: whoever went meanwhile is on it all the same.
  const counted = await collection.countDocuments(filter, ONE_MOMENT);
  return read === 0 ? counted : Math.max(skip + read, counted);
}

async function readDocuments<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  query: mongo.Filter<mongo.Document>,
  page: PageRequest,
): Promise<readonly Searched[]> {
  const order = orderOf(page.sort);
  const isFarOff = page.skip >= SKIP_FAR;
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
  const found = collection.find(filter as mongo.Filter<D>, { ...ONE_MOMENT, projection: projectionOf(page) });
  const documents = await found.sort(sortKeys(order, backward)).skip(skip).limit(limit).toArray();
  return documents as mongo.Document[] as Searched[];
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

function projectionOf({ sort, walk }: PageRequest): mongo.Document {
  return sort === undefined || walk === undefined ? WITHOUT_SEARCH_FORM : {};
}

/** From the ids to the documents, in the same moment and order. */
function wholeDocuments(collection: string, projection: mongo.Document): readonly mongo.Document[] {
  return [
    { $lookup: { from: collection, localField: '_id', foreignField: '_id', as: 'found' } },
    { $replaceRoot: { newRoot: { $first: '$found' } } },
    ...(Object.keys(projection).length === 0 ? [] : [{ $project: projection }]),
  ];
}
