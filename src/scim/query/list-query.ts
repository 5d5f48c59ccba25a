// The query of a list (RFC 7644 §3.4.2): which resources of a type, in which order; knows no store.

import type { PageRequest } from '../../directory/ports';
import { parseFilter } from '../filter/parser';
import { resolveFilter } from '../filter/resolve';
import type { ScimLimits } from '../request';
import type { ResourceType } from '../schema/schema-map';
import { parameterOf } from './parameters';
import { resolveSort } from './sort';

/** @throws ScimFailure 400 `invalidFilter` or `invalidValue` naming the parameter */
export function parseListQuery(
  type: ResourceType,
  query: URLSearchParams,
  limits: ScimLimits,
): Pick<PageRequest, 'condition' | 'sort'> {
  const filter = parameterOf(query, 'filter');
  const sortBy = parameterOf(query, 'sortBy');
  return {
    condition: filter === undefined ? undefined : resolveFilter(type, parseFilter(filter, limits)),
    sort: sortBy === undefined ? undefined : resolveSort(type, sortBy, parameterOf(query, 'sortOrder')),
  };
}
