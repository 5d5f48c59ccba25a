// Which page of a list is asked for, by index (RFC 7644 §3.4.2.4) or by cursor (RFC 9865), the same for every resource type.

import { badRequest, quoted, type ScimType } from '../failure';
import type { ScimLimits } from '../request';
import { parameterOf } from './parameters';

export type Paging = IndexPaging | CursorPaging;

export interface IndexPaging {
  readonly kind: 'index';
  /** 1-based, as it is echoed. */
  readonly startIndex: number;
  /** 0-based. */
  readonly skip: number;
  readonly limit: number;
}

export interface CursorPaging {
  readonly kind: 'cursor';
  /** As the client gave it; empty for the first page. */
  readonly cursor: string;
  readonly limit: number;
}

/**
 * By index unless there is a `cursor`, because clients that know no cursors expect it so (RFC 9865 §2.4). `startIndex`
 * below 1 means 1 and `count` below 0 means 0. Above the largest page, `count` is cut to it, but in a walk by cursors
 * RFC 9865 §2.1 has a name for the fault.
 *
 * @throws ScimFailure 400 `invalidValue` or `invalidCount` naming the parameter
 */
export function parsePaging(query: URLSearchParams, limits: ScimLimits): Paging {
  const cursor = parameterOf(query, 'cursor');
  if (cursor !== undefined) return cursorPaging(cursor, query, limits);
  const startIndex = Math.max(1, wholeNumber(query, 'startIndex') ?? 1);
  const count = Math.max(0, wholeNumber(query, 'count') ?? limits.pageDefault);
  return { kind: 'index', startIndex, skip: startIndex - 1, limit: Math.min(count, limits.pageMax) };
}

function cursorPaging(cursor: string, query: URLSearchParams, { pageMax, pageDefault }: ScimLimits): Paging {
  if (parameterOf(query, 'startIndex') !== undefined)
    throw badRequest(
      'invalidValue',
      'cursor and startIndex exclude each other: one page is found in one way (RFC 9865 §2.4)',
    );
  const count = Math.max(0, wholeNumber(query, 'count', 'invalidCount') ?? pageDefault);
  if (count > pageMax)
    throw badRequest('invalidCount', `count: with a cursor takes at most ${pageMax} (RFC 9865 §2.1)`);
  return { kind: 'cursor', cursor, limit: count };
}

/** Far beyond any directory; keeps the number exact. */
const INDEX_MAX = 2_147_483_647;

function wholeNumber(
  query: URLSearchParams,
  name: string,
  scimType: ScimType = 'invalidValue',
): number | undefined {
  const text = parameterOf(query, name);
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text.trim())) {
    throw badRequest(scimType, `${name}: takes a whole number, not ${quoted(text)}`);
  }
  return Math.min(Number(text), INDEX_MAX);
}
