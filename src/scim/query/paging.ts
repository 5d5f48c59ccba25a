// Which page of a list is asked for (RFC 7644 §3.4.2.4), the same for every resource type.

import { badRequest, quoted } from '../failure';
import type { ScimLimits } from '../request';
import { parameterOf } from './parameters';

export interface Paging {
  /** 1-based, as it is echoed. */
  readonly startIndex: number;
  /** 0-based. */
  readonly skip: number;
  readonly limit: number;
}

/**
 * `startIndex` below 1 means 1 and `count` below 0 means 0; `count` above the largest page is cut to it.
 *
 * @throws ScimFailure 400 `invalidValue` naming the parameter
 */
export function parsePaging(query: URLSearchParams, limits: ScimLimits): Paging {
  const startIndex = Math.max(1, wholeNumber(query, 'startIndex') ?? 1);
  const count = Math.max(0, wholeNumber(query, 'count') ?? limits.pageDefault);
  return { startIndex, skip: startIndex - 1, limit: Math.min(count, limits.pageMax) };
}

/** Far beyond any directory; keeps the number exact. */
const INDEX_MAX = 2_147_483_647;

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = parameterOf(query, name);
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text.trim())) {
    throw badRequest('invalidValue', `${name}: takes a whole number, not ${quoted(text)}`);
  }
  return Math.min(Number(text), INDEX_MAX);
}
