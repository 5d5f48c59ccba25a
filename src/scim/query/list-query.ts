// The query of a list (RFC 7644 §3.4.2): which resources of which types, in which order; knows no store.

import type { Condition } from '../../directory/condition';
import type { Sort } from '../../directory/sort';
import { ScimFailure } from '../failure';
import { resolveFilterAmong } from '../filter/among-types';
import { parseFilter } from '../filter/parser';
import type { ScimLimits } from '../request';
import type { ResourceType } from '../schema/schema-map';
import { foldedFor } from './folded';
import { parameterOf } from './parameters';
import { isDescending, resolveSort } from './sort';

/** What of one resource type is listed. */
export interface TypeQuery {
  readonly condition: Condition | undefined;
  /** Undefined where the list is not sorted, or by what the type does not have. */
  readonly sort: Sort | undefined;
}

export interface ListQuery {
  /** One for each type, in their order. */
  readonly types: readonly TypeQuery[];
  readonly isSorted: boolean;
  readonly descending: boolean;
  /** The words of the client that decide what is listed and in which order. */
  readonly words: readonly (string | undefined)[];
}

/** @throws ScimFailure 400 `invalidFilter` or `invalidValue` naming the parameter, 403 `sensitive` */
export function parseListQuery(
  types: readonly ResourceType[],
  query: URLSearchParams,
  limits: ScimLimits,
): ListQuery {
  const [filter, sortBy, sortOrder] = ['filter', 'sortBy', 'sortOrder'].map((name) =>
    parameterOf(query, name),
  );
  const node = filter === undefined ? undefined : parseFilter(filter, limits);
  const sorts = sortBy === undefined ? [] : sortsOf(types, sortBy, sortOrder);
  return {
    types: types.map((type, index) => ({
      condition: node && foldedFor(type, resolveFilterAmong(types, type, node)),
      sort: sorts[index],
    })),
    isSorted: sortBy !== undefined,
    // Also without sortBy: what is no order is refused whether it matters or not.
    descending: isDescending(sortOrder),
    words: [filter, sortBy, sortOrder],
  };
}

/** A type that lacks the attribute has no value to be sorted by; the sort is refused only where no type has it. */
function sortsOf(
  types: readonly ResourceType[],
  sortBy: string,
  sortOrder: string | undefined,
): readonly (Sort | undefined)[] {
  const refusals: ScimFailure[] = [];
  const sorts = types.map((type) => {
    try {
      return resolveSort(type, sortBy, sortOrder);
    } catch (error) {
      if (!(error instanceof ScimFailure) || error.scimType === 'sensitive') throw error;
      refusals.push(error);
      return undefined;
    }
  });
  const [first] = refusals;
  if (first !== undefined && refusals.length === types.length) throw first;
  return sorts;
}
