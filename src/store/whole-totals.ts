// The total of a whole list, all people or all groups of a customer, at the same cost however many there are. Must not know what is listed.

import type { Collections } from './documents';
import { readLiveCount, type CountedList } from './live-counts';
import { LONG, recount } from './recount';

/** @param count counts the documents; asked where no count is kept */
export async function totalOfAll(
  collections: Collections,
  { customer, list }: { readonly customer: string; readonly list: CountedList },
  count: () => Promise<number>,
): Promise<number> {
  const kept = await readLiveCount(collections.liveCounts, customer, list);
  if (kept !== undefined) return kept;
  const counted = await count();
  // The answer does not depend on it: where it fails, the next list counts again.
  if (counted >= LONG) await recount(collections, customer, list).catch(() => undefined);
  return counted;
}
