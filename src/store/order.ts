// The order of a list in MongoDB's terms: its keys, and what lies beyond a place in it; reads nothing.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import { sortValueAt, type Edge, type Position, type Sort, type SortValue } from '../directory/sort';
import { fieldName } from './condition';

type Direction = 1 | -1;

/** Fields that an index has in order (models.ts). */
const INDEXED: ReadonlySet<string> = new Set([
  '_id',
  'search.userName',
  'search.displayName',
  'search.meta.lastModified',
]);
/** Those of which no two live documents have the same value, so that nothing has to break a tie. */
const UNIQUE: ReadonlySet<string> = new Set(['_id', 'search.userName']);

/** Where a sorted pipeline keeps what it sorts by. */
const SORT_VALUE = 'sortValue';
const SORT_MISSING = 'sortMissing';

export interface Order {
  /** What the documents have their value in. */
  readonly field: string;
  readonly descending: boolean;
  /** An index has the order, and no document lacks the value. */
  readonly isIndexed: boolean;
}

/** Without sortBy, resources come in the order in which they were created: ids rise with time. */
export function orderOf(sort: Sort | undefined): Order {
  if (sort === undefined) return { field: '_id', descending: false, isIndexed: true };
  const field = fieldName(sort.path, 'search');
  return { field, descending: sort.descending, isIndexed: sort.alwaysPresent && INDEXED.has(field) };
}

/** What is sorted by, in the order of the list or, backward, against it. */
export function sortKeys(
  { field, descending, isIndexed }: Order,
  backward: boolean,
): Record<string, Direction> {
  const direction: Direction = descending === backward ? 1 : -1;
  if (!isIndexed) return { [SORT_MISSING]: direction, [SORT_VALUE]: direction, _id: backward ? -1 : 1 };
  return { [field]: direction, ...(UNIQUE.has(field) ? {} : { _id: direction }) };
}

/**
 * What lies beyond the edge, as a query on the documents, or, for an order that no index has, on those of its pipeline.
 * Each alternative is one stretch of the index, in order.
 */
export function beyondEdge(order: Order, edge: Edge, backward: boolean): mongo.Filter<mongo.Document> {
  const keys = sortKeys(order, backward);
  const unique = uniqueValue(order, edge);
  if (unique !== null) return { [order.field]: { [operator(keys[order.field], edge.inclusive)]: unique } };
  const stretches = [...stretchesOfValue(order, edge, keys), ...stretchesOfOthers(order, edge, backward)];
  const [first, ...rest] = stretches;
  if (first === undefined) return { _id: { $in: [] } };
  return rest.length === 0 ? first : { $or: stretches };
}

/** What says by itself where the edge is. */
function uniqueValue({ field, isIndexed }: Order, { value, id }: Edge): SortValue {
  if (field === '_id') return id ?? value;
  return isIndexed && UNIQUE.has(field) ? value : null;
}

/** Of those that have the very value of the edge, or that lack one as the edge does. */
function stretchesOfValue(
  order: Order,
  { value, id, inclusive }: Edge,
  keys: Record<string, Direction>,
): readonly mongo.Document[] {
  if (value === null && order.isIndexed) return [];
  if (id === null && !inclusive) return [];
  const same = value === null ? { [SORT_MISSING]: true } : { [valueField(order)]: value };
  return [id === null ? same : { ...same, _id: { [operator(keys['_id'], inclusive)]: id } }];
}

/** Of those that have another value, or that have one where the edge has none, or the other way about. */
function stretchesOfOthers(order: Order, { value }: Edge, backward: boolean): readonly mongo.Document[] {
  // Those without a value stand behind all others in ascending order, before them in descending.
  const missingLiesAhead = order.descending === backward;
  if (value === null) {
    if (missingLiesAhead) return [];
    return [order.isIndexed ? {} : { [SORT_MISSING]: false }];
  }
  const others = { [valueField(order)]: { [missingLiesAhead ? '$gt' : '$lt']: value } };
  return missingLiesAhead && !order.isIndexed ? [others, { [SORT_MISSING]: true }] : [others];
}

function valueField({ field, isIndexed }: Order): string {
  return isIndexed ? field : SORT_VALUE;
}

function operator(direction: Direction | undefined, inclusive: boolean): string {
  return `${direction === -1 ? '$lt' : '$gt'}${inclusive ? 'e' : ''}`;
}

/** Where a document stands that was read with its search form. */
export function positionOf(
  { _id, search }: { readonly _id: string; readonly search?: SearchForm },
  sort: Sort | undefined,
): Position {
  if (sort === undefined) return { value: null, id: _id };
  const isId = fieldName(sort.path, 'search') === '_id';
  return { value: isId ? _id : sortValueAt(search ?? {}, sort.path), id: _id };
}

/** As stages: those without a value last in ascending order, first in descending (RFC 7644 §3.4.2.3). */
export function sortStages(order: Order, edge: Edge | null, backward: boolean): readonly mongo.Document[] {
  return [
    // Nothing but the id and the value is carried along: the documents of all that is sorted would not fit in memory.
    { $project: { [SORT_VALUE]: valueOf(order.field) } },
    // The first element of a list that is not there is null; no attribute is ever stored as null.
    { $set: { [SORT_MISSING]: { $in: [{ $type: `$${SORT_VALUE}` }, ['missing', 'null']] } } },
    ...(edge === null ? [] : [{ $match: beyondEdge(order, edge, backward) }]),
    { $sort: sortKeys(order, backward) },
  ];
}

/** An aggregation path knows no array index, so the first element is taken by an expression. */
function valueOf(field: string): mongo.Document | string {
  const [root = '', ...lists] = `.${field}.`.split('.0.');
  const first = `$${root.replaceAll(/^\.|\.$/g, '')}`;
  return lists.reduce<mongo.Document | string>((input, names) => {
    const element = { $first: input };
    const path = names.replace(/\.$/, '');
    return path === '' ? element : { $getField: { field: path, input: element } };
  }, first);
}
