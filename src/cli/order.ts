// Lists in the order in which people and groups came. Knows no list.

/** Ids rise with time. */
export async function byCreation<T extends { readonly id: string }>(
  rows: AsyncIterable<T>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all.sort((one, other) => (one.id < other.id ? -1 : 1));
}
