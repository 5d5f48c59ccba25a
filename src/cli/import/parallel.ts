// Several pieces of work at a time, until all are done or the user has had enough. Knows nothing of the work.

/** Measured on two cores: more gain nothing, for the database's journal is what is waited for. */
const AT_ONCE = 16;

/** Resolves with how many were begun, all of which are done; rejects with the first failure, after what is under way. */
export async function inParallel<T>(
  items: readonly T[],
  stopping: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<number> {
  let next = 0;
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (next < items.length && !stopping.aborted && failures.length === 0) {
      const item = items[next++] as T;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw failures[0];
  return next;
}
