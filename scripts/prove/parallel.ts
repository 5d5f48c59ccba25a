// Owns running much work with a bounded number of workers at once. Must not know the work.

/** Each worker takes the next value as soon as it is done with one; results come in the order of the values. */
export async function inParallel<T, R>(
  values: readonly T[],
  workers: number,
  work: (value: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = values.entries();
  const worker = async (): Promise<void> => {
    for (const [index, value] of entries) results[index] = await work(value, index);
  };
  await Promise.all(Array.from({ length: Math.min(workers, values.length) }, worker));
  return results;
}

export function* chunks<T>(values: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += size) yield values.slice(start, start + size);
}

export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
