// One page of a walk by cursors (RFC 9865) over one resource type or several; keeps nothing between two pages.

import type { Edge } from '../directory/sort';
import { inMergedOrder, show, type Entry, type Listed } from './merged-order';
import { invalidCursor, queryKey, type Cursors, type Cut } from './query/cursor';
import { isNever } from './query/folded';
import type { ListQuery, TypeQuery } from './query/list-query';
import type { CursorPaging } from './query/paging';
import type { Answer, Found, ScimRequest } from './request';
import { listAnswer } from './resources/list-answer';

interface Asked {
  readonly request: ScimRequest;
  readonly query: ListQuery;
  readonly paging: CursorPaging;
}

/** The page that the cursor begins. @throws ScimFailure 400 `invalidCursor`, `expiredCursor` */
export async function walkPage(cursors: Cursors, listed: readonly Listed[], asked: Asked): Promise<Answer> {
  const { request, query, paging } = asked;
  const names = listed.map(({ type }) => type.name);
  const key = queryKey([request.customer.id, names, ...query.words]);
  const cut = paging.cursor === '' ? undefined : await cursors.open(paging.cursor, key);
  const pages = await readPages(listed, asked, cut);
  const all = inMergedOrder(
    pages.map(({ found }) => found),
    query.descending,
  );
  const entries = pageOf(all, paging.limit, cut);
  const typeOf = ({ page }: Entry): string => pages[page]?.type ?? '';
  const total = cut?.total ?? pages.reduce((sum, { found }) => sum + (found.total ?? 0), 0);
  const ends = endsOf(entries, { cut, hasMore: all.length > entries.length, total, typeOf });
  const seal = async (end: Cut | undefined): Promise<string | undefined> => end && cursors.seal(end, key);
  const [previousCursor, nextCursor] = [await seal(ends.previous), await seal(ends.next)];
  const resources = await show(
    pages.map(({ found }) => found),
    entries,
  );
  return listAnswer(
    {
      // Counted with the first page; who came since may make a later page longer.
      totalResults: Math.max(total, entries.length),
      ...(previousCursor === undefined ? {} : { previousCursor }),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    },
    resources,
  );
}

interface TypePage {
  readonly type: string;
  readonly found: Found;
}

/** One resource more than the page holds tells whether there is another page. */
async function readPages(
  listed: readonly Listed[],
  { request, query, paging: { limit } }: Asked,
  cut: Cut | undefined,
): Promise<readonly TypePage[]> {
  const origin = listed.findIndex(({ type }) => type.name === cut?.type);
  if (cut !== undefined && origin === -1) throw invalidCursor();
  const pages: TypePage[] = [];
  for (const [index, { type, find }] of listed.entries()) {
    const part = query.types[index];
    if (part === undefined || isNever(part.condition)) continue;
    const beyond = cut === undefined ? null : edgeOf(cut, Math.sign(index - origin), { part, query });
    if (beyond === undefined) continue;
    const walk = { backward: cut?.backward ?? false, beyond, counted: cut === undefined };
    const page = { ...part, skip: 0, limit: limit === 0 ? 0 : limit + 1, walk };
    pages.push({ type: type.name, found: await find(request, page) });
  }
  return pages;
}

/**
 * Where the cut lies among the resources of a type; null where all of them lie ahead, undefined where none does.
 *
 * @param side of the type to that of the cut, in the order of the types: -1 before it, 0 the same, 1 behind it
 */
function edgeOf(
  { value, id, backward, inclusive }: Cut,
  side: number,
  { part, query }: { readonly part: TypeQuery; readonly query: ListQuery },
): Edge | null | undefined {
  // Among resources of one value, the types come one after the other.
  const isAheadInTurn = side > 0 !== backward;
  if (part.sort === undefined) {
    // None has a value here: behind all others in ascending order, before them in descending (RFC 7644 §3.4.2.3).
    if (value !== null) return query.descending === backward ? null : undefined;
    if (side === 0) return { value, id, inclusive };
    return isAheadInTurn ? null : undefined;
  }
  return side === 0 ? { value, id, inclusive } : { value, id: null, inclusive: isAheadInTurn };
}

function pageOf(all: readonly Entry[], limit: number, cut: Cut | undefined): readonly Entry[] {
  return cut?.backward === true ? all.slice(Math.max(0, all.length - limit)) : all.slice(0, limit);
}

interface Surroundings {
  readonly cut: Cut | undefined;
  readonly hasMore: boolean;
  readonly total: number;
  readonly typeOf: (entry: Entry) => string;
}

/** Where the pages before and behind this one begin; undefined where there is none. */
function endsOf(
  entries: readonly Entry[],
  { cut, hasMore, total, typeOf }: Surroundings,
): { readonly previous: Cut | undefined; readonly next: Cut | undefined } {
  const backward = cut?.backward ?? false;
  const at = (entry: Entry | undefined, towards: boolean): Cut | undefined =>
    entry && { ...entry.position, type: typeOf(entry), backward: towards, inclusive: false, total };
  const [first, last] = [entries[0], entries.at(-1)];
  const ahead = hasMore ? at(backward ? first : last, backward) : undefined;
  const behind =
    cut === undefined || cut.inclusive ? undefined : turned(cut, at(backward ? last : first, !backward));
  return backward ? { previous: ahead, next: behind } : { previous: behind, next: ahead };
}

/**
 * The way back. Where all that the page held is gone, it begins at the place that the client came from, which is then
 * the end of the list: a page that begins there has no page behind it.
 */
function turned(cut: Cut, fromPage: Cut | undefined): Cut {
  return fromPage ?? { ...cut, backward: !cut.backward, inclusive: true };
}
