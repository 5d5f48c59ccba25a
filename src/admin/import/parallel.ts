// Several pieces of work at a time, until all are done or the user has had enough; others in this process have their turn. Knows nothing of the work.

import { setImmediate as turnOfOthers } from 'node:timers/promises';

/** Measured on two cores: more gain nothing, for the database's journal is what is waited for. */
const AT_ONCE = 16;
/** Work that waits for nothing, as a preview does, would keep everything else in this process waiting. */
const TURN_MS_MAX = 10;

/** Resolves with how many were begun, all of which are done; rejects with the first failure, after what is under way. */
export async function inParallel<T>(
  items: readonly T[],
  stopping: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<number> {
  let next = 0;
  const failures: unknown[] = [];
  const takeTurn = turns();
  const worker = async (): Promise<void> => {
    while (next < items.length && !stopping.aborted && failures.length === 0) {
      const item = items[next++] as T;
      await work(item).catch((error: unknown) => failures.push(error));
      await takeTurn();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw failures[0];
  return next;
}

/** All workers wait together for the others' turn. */
function turns(): () => Promise<void> | undefined {
  let since = Date.now();
  let waiting: Promise<void> | undefined;
  return () => {
    if (waiting === undefined && Date.now() - since < TURN_MS_MAX) return undefined;
    waiting ??= turnOfOthers().then(() => {
      since = Date.now();
      waiting = undefined;
    });
    return waiting;
  };
}
