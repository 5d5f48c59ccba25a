// Lists of one resource type or of several (RFC 7644 §3.4.2, §3.4.2.1), page by page by index; knows no store and no HTTP.

import type { JsonObject } from '../directory/json';
import type { Walk } from '../directory/sort';
import { badRequest } from './failure';
import { walkPage } from './list-walk';
import { inMergedOrder, show, type Listed } from './merged-order';
import type { Cursors } from './query/cursor';
import { isNever } from './query/folded';
import { parseListQuery, type ListQuery } from './query/list-query';
import { parsePaging, type IndexPaging } from './query/paging';
import type { Answer, Found, ScimLimits, ScimRequest, TextStream } from './request';
import { listAnswer } from './resources/list-answer';

export interface ListServices {
  readonly limits: ScimLimits;
  readonly cursors: Cursors;
}

/** How far a sorted list of several types reaches by index: each page merges all that stands before it. */
const MERGED_MAX = 10_000;
const FROM_THE_FRONT: Walk = { backward: false, beyond: null, counted: true };

/**
 * One page of the types' resources: one type after the other, or in one order where the client asked for one.
 *
 * @throws ScimFailure 400 with the parameter that is refused
 */
export async function listPage(
  { limits, cursors }: ListServices,
  listed: readonly Listed[],
  request: ScimRequest,
): Promise<Answer> {
  const paging = parsePaging(request.query, limits);
  const query = parseListQuery(
    listed.map(({ type }) => type),
    request.query,
    limits,
  );
  if (paging.kind === 'cursor') return walkPage(cursors, listed, { request, query, paging });
  const isMerged = query.isSorted && listed.length > 1;
  const read = isMerged ? mergedPage : pageInTurn;
  const { total, resources } = await read(listed, { request, query, paging });
  return listAnswer({ totalResults: total, startIndex: paging.startIndex }, resources);
}

interface Asked {
  readonly request: ScimRequest;
  readonly query: ListQuery;
  readonly paging: IndexPaging;
}

interface PageByIndex {
  readonly total: number;
  readonly resources: readonly (JsonObject | TextStream)[];
}

/** What the types have before the page and after it is only counted. */
async function pageInTurn(
  listed: readonly Listed[],
  { request, query, paging: { skip, limit } }: Asked,
): Promise<PageByIndex> {
  let total = 0;
  const resources: (JsonObject | TextStream)[] = [];
  for (const [index, { find }] of listed.entries()) {
    const part = query.types[index];
    if (part === undefined || isNever(part.condition)) continue;
    const page = { skip: Math.max(0, skip - total), limit: limit - resources.length };
    const found = await find(request, { ...part, ...page });
    resources.push(...(await found.show()));
    total += found.total ?? 0;
  }
  return { total, resources };
}

async function mergedPage(
  listed: readonly Listed[],
  { request, query, paging: { skip, limit, startIndex } }: Asked,
): Promise<PageByIndex> {
  if (skip + limit > MERGED_MAX)
    throw badRequest(
      'invalidValue',
      `startIndex: a sorted list of several resource types reaches to ${MERGED_MAX} by index, not to ${startIndex} and ` +
        'the page behind it; walk on with cursor (RFC 9865), or ask at the endpoint of one type',
    );
  const founds: Found[] = [];
  for (const [index, { find }] of listed.entries()) {
    const part = query.types[index];
    if (part === undefined || isNever(part.condition)) continue;
    founds.push(await find(request, { ...part, skip: 0, limit: skip + limit, walk: FROM_THE_FRONT }));
  }
  const page = inMergedOrder(founds, query.descending).slice(skip, skip + limit);
  const total = founds.reduce((sum, found) => sum + (found.total ?? 0), 0);
  return { total, resources: await show(founds, page) };
}
