// Filters, sorts and pages resources in memory, with the same answers as the store's queries give in MongoDB; reads nothing.

import type { Condition } from '../../directory/condition';
import { codePointOrder, meets } from '../../directory/meets';
import type { JsonObject } from '../../directory/json';
import type { PageRequest } from '../../directory/ports';
import { compareSortValues, sortValueAt, type Position, type Sort, type Walk } from '../../directory/sort';
import type { ResourceType } from '../schema/schema-map';
import { searchForm } from '../schema/search-form';

/** The resources that meet the condition, in the order they were given; all of them where there is none. */
export function matching<R extends JsonObject>(
  type: ResourceType,
  resources: readonly R[],
  condition: Condition | undefined,
): readonly R[] {
  if (condition === undefined) return resources;
  // A type that is kept in the catalogue has no relations to ask for.
  return resources.filter((resource) => meets(condition, searchForm(type.attributes, resource), () => false));
}

/** The resources in the order of the sort, those of equal value as they were given. */
export function inOrder<R extends JsonObject>(
  type: ResourceType,
  resources: readonly R[],
  sort: Sort | undefined,
): readonly R[] {
  return sort === undefined ? resources : placed(type, resources, sort).map(({ resource }) => resource);
}

interface Identified extends JsonObject {
  readonly id: string;
}

/** One page of the resources, as the store makes one of records. */
export function pageOf<R extends Identified>(
  type: ResourceType,
  resources: readonly R[],
  { condition, sort, skip, limit, walk }: PageRequest,
): { readonly total: number; readonly positions: readonly Position[]; readonly resources: readonly R[] } {
  const found = matching(type, resources, condition);
  const total = found.length;
  if (walk === undefined)
    return { total, positions: [], resources: inOrder(type, found, sort).slice(skip, skip + limit) };
  // By their ids where their values are equal: the place in the catalogue may change between two pages.
  const byId = found.toSorted((left, right) => codePointOrder(left.id, right.id));
  const ahead = placed(type, byId, sort).filter(({ position }) => liesAhead(position, sort, walk));
  const page = walk.backward ? ahead.slice(Math.max(0, ahead.length - limit)) : ahead.slice(0, limit);
  return {
    total,
    positions: page.map(({ position }) => position),
    resources: page.map(({ resource }) => resource),
  };
}

interface Placed<R> {
  readonly resource: R;
  readonly position: Position;
}

function placed<R extends JsonObject>(
  type: ResourceType,
  resources: readonly R[],
  sort: Sort | undefined,
): readonly Placed<R>[] {
  const descending = sort?.descending ?? false;
  return resources
    .map((resource) => ({
      resource,
      position: {
        value: sort === undefined ? null : sortValueAt(searchForm(type.attributes, resource), sort.path),
        id: typeof resource['id'] === 'string' ? resource['id'] : '',
      },
    }))
    .toSorted((left, right) => compareSortValues(left.position.value, right.position.value, descending));
}

function liesAhead({ value, id }: Position, sort: Sort | undefined, { beyond, backward }: Walk): boolean {
  if (beyond === null) return true;
  const byValue = compareSortValues(value, beyond.value, sort?.descending ?? false);
  const byId = beyond.id === null ? 0 : codePointOrder(id, beyond.id);
  const place = byValue === 0 ? byId : byValue;
  if (place === 0) return beyond.inclusive;
  return place > 0 !== backward;
}
