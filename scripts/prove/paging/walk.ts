// Owns walking through a list page by page and saying whom the walk missed or showed twice. Changes nothing.
import type { ScimAnswer, ScimClient } from '../scim-client';

/** What of the list is walked: query parameters, without those of paging. */
export type ListQuery = Readonly<Record<string, string>>;

export interface Page {
  readonly ids: readonly string[];
  readonly total: number;
  readonly nextCursor: string | undefined;
  readonly ms: number;
}

export interface Walk {
  readonly ids: readonly string[];
  readonly pages: number;
  /** The cursor that led to the last page; empty where there is one page only. */
  readonly lastCursor: string;
  readonly ms: number;
}

export async function readPage(client: ScimClient, query: ListQuery): Promise<Page> {
  const answer = await client.send('GET', `/Users?${new URLSearchParams(query).toString()}`);
  if (answer.status !== 200)
    throw new Error(`a list answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return { ...pageOf(answer), ms: answer.ms };
}

function pageOf({ body }: ScimAnswer): Omit<Page, 'ms'> {
  const { Resources, totalResults, nextCursor } = body as {
    readonly Resources: readonly { readonly id: string }[];
    readonly totalResults: number;
    readonly nextCursor?: string;
  };
  return { ids: Resources.map(({ id }) => id), total: totalResults, nextCursor };
}

/** From the first page to the one without nextCursor. */
export async function walkByCursor(client: ScimClient, query: ListQuery): Promise<Walk> {
  const since = performance.now();
  const ids: string[] = [];
  let lastCursor = '';
  for (let pages = 1; ; pages += 1) {
    const page = await readPage(client, { ...query, cursor: lastCursor });
    ids.push(...page.ids);
    if (page.nextCursor === undefined) return { ids, pages, lastCursor, ms: performance.now() - since };
    lastCursor = page.nextCursor;
    if (pages % 100 === 0) console.log(`  ${ids.length} seen`);
  }
}

/** Of those who stay: who was not seen, and who was seen more than once. */
export function wrongIn(seen: readonly string[], staying: ReadonlySet<string>): readonly string[] {
  const times = new Map<string, number>();
  for (const id of seen) if (staying.has(id)) times.set(id, (times.get(id) ?? 0) + 1);
  const missed = staying.size - times.size;
  const twice = [...times.values()].filter((count) => count > 1).length;
  return [
    ...(missed === 0 ? [] : [`${missed} of ${staying.size} people who stayed were missed`]),
    ...(twice === 0 ? [] : [`${twice} people who stayed were shown more than once`]),
  ];
}
