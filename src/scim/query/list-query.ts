// The query of a list (RFC 7644 §3.4.2): which resources, in which order, which page; knows no store.

import type { PageRequest } from '../../directory/ports';
import { badRequest, quoted } from '../failure';
import { parseFilter } from '../filter/parser';
import { resolveFilter } from '../filter/resolve';
import type { ScimLimits } from '../request';
import type { ResourceType } from '../schema/schema-map';
import { resolveSort } from './sort';

export interface ListQuery extends PageRequest {
  /** 1-based, as it is echoed. */
  readonly startIndex: number;
}

/**
 * `startIndex` below 1 means 1 and `count` below 0 means 0 (RFC 7644 §3.4.2.4); `count` above the largest page is cut
 * to it. Names of parameters compare without case; parameters that SCIM does not know are passed over, since Entra
 * leaves its feature flags in the query.
 *
 * @throws ScimFailure 400 `invalidFilter` or `invalidValue` naming the parameter
 */
export function parseListQuery(type: ResourceType, query: URLSearchParams, limits: ScimLimits): ListQuery {
  const parameters = onceEach(query);
  const startIndex = Math.max(1, wholeNumber(parameters, 'startIndex') ?? 1);
  const count = Math.max(0, wholeNumber(parameters, 'count') ?? limits.pageDefault);
  const filter = parameters.get('filter');
  const sortBy = parameters.get('sortby');
  return {
    startIndex,
    skip: startIndex - 1,
    limit: Math.min(count, limits.pageMax),
    condition: filter === undefined ? undefined : resolveFilter(type, parseFilter(filter, limits)),
    sort: sortBy === undefined ? undefined : resolveSort(type, sortBy, parameters.get('sortorder')),
  };
}

const KNOWN = new Set(['startindex', 'count', 'filter', 'sortby', 'sortorder']);

function onceEach(query: URLSearchParams): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, text] of query) {
    const lower = name.toLowerCase();
    if (!KNOWN.has(lower)) continue;
    if (parameters.has(lower)) {
      throw badRequest(
        lower === 'filter' ? 'invalidFilter' : 'invalidValue',
        `${name}: is given more than once`,
      );
    }
    parameters.set(lower, text);
  }
  return parameters;
}

/** Far beyond any directory; keeps the number exact. */
const INDEX_MAX = 2_147_483_647;

function wholeNumber(parameters: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = parameters.get(name.toLowerCase());
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text.trim())) {
    throw badRequest('invalidValue', `${name}: takes a whole number, not ${quoted(text)}`);
  }
  return Math.min(Number(text), INDEX_MAX);
}
