// Filters and sorts resources in memory, with the same answers as the store's queries give in MongoDB; reads nothing.

import type { Condition, SearchForm, SearchPath, SearchValue } from '../../directory/condition';
import { codePointOrder, meets } from '../../directory/meets';
import type { JsonObject } from '../../directory/json';
import type { Sort } from '../../directory/sort';
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

/**
 * The resources in the order of the sort, those of equal value as they were given. Without a value: last in ascending
 * order, first in descending (RFC 7644 §3.4.2.3).
 */
export function inOrder<R extends JsonObject>(
  type: ResourceType,
  resources: readonly R[],
  sort: Sort | undefined,
): readonly R[] {
  if (sort === undefined) return resources;
  const direction = sort.descending ? -1 : 1;
  return resources
    .map((resource) => ({ resource, value: valueAt(searchForm(type.attributes, resource), sort.path) }))
    .toSorted((left, right) => direction * order(left.value, right.value))
    .map(({ resource }) => resource);
}

function valueAt(form: SearchForm, path: SearchPath): SearchValue | undefined {
  let value: SearchValue | undefined = form;
  for (const name of path) {
    if (typeof value !== 'object') return undefined;
    value = (value as Readonly<Record<string, SearchValue | undefined>>)[name];
  }
  return value;
}

/** A path holds values of one type, that of its attribute. */
function order(left: SearchValue | undefined, right: SearchValue | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  if (typeof left === 'string' && typeof right === 'string') return codePointOrder(left, right);
  return Number(left) - Number(right);
}
