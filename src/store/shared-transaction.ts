// One MongoDB transaction shared by several writes: each kept or refused by itself, all that is kept stored together. Must not know what they write.

import type { mongo } from 'mongoose';
import type { DirectoryTransaction } from '../directory/ports';
import type { Collections } from './documents';
import { createOneWrite } from './one-write';
import { outcomeOf, type Outcome } from './outcome';
import { createShared, type Shared } from './shared-memory';
import { add, joined, nothingToStore, type ToStore } from './stored-together';

export interface Work<T> {
  readonly run: (steps: DirectoryTransaction) => Promise<T>;
  /** Asks what the run will ask, where that does not depend on the writes before it. */
  readonly readAhead?: ((steps: DirectoryTransaction) => Promise<unknown>) | undefined;
  readonly takeTurn: DirectoryTransaction['takeTurn'];
}

/**
 * Runs the writes side by side, those of one chain one after the other, and stores what those that succeed want stored.
 * One that fails before anything of it was stored leaves nothing behind and the others as they are.
 *
 * @returns what became of each, chain by chain; it counts once the transaction is committed
 * @throws the database's error, or of a write that fails when something of it is stored already: then nothing may be committed
 */
export async function runShared<T>(
  collections: Collections,
  session: mongo.ClientSession,
  chains: readonly (readonly Work<T>[])[],
): Promise<readonly Outcome<T>[]> {
  const shared = createShared(collections, session);
  const ended = await Promise.all(chains.map((chain) => runChain(shared, chain)));
  const broken = shared.lane.broken();
  if (broken !== undefined) throw broken;
  const writes = ended.flatMap((chain) => chain.writes);
  const lost = writes.find(({ outcome, hasStored }) => !outcome.isDone && hasStored);
  if (lost?.outcome.isDone === false) throw lost.outcome.failure;
  await shared.store(joined(ended.map(({ kept }) => kept)));
  await shared.storeCounts();
  return writes.map(({ outcome }) => outcome);
}

interface EndedChain<T> {
  readonly writes: readonly {
    readonly outcome: Outcome<T>;
    /** Whether others can see something of it. */
    readonly hasStored: boolean;
  }[];
  /** What those that succeeded want stored. */
  readonly kept: ToStore;
}

/** What all of them will ask is asked together before the first. */
async function runChain<T>(shared: Shared, chain: readonly Work<T>[]): Promise<EndedChain<T>> {
  const kept = nothingToStore();
  const readers = chain.filter(({ readAhead }) => readAhead !== undefined);
  if (readers.length > 0)
    await Promise.allSettled(
      readers.map(async ({ readAhead, takeTurn }) =>
        readAhead?.(createOneWrite(shared, kept, takeTurn).steps),
      ),
    );
  const writes: EndedChain<T>['writes'][number][] = [];
  for (const { run, takeTurn } of chain) {
    const one = createOneWrite(shared, kept, takeTurn);
    const outcome = await outcomeOf(run(one.steps));
    if (outcome.isDone) add(kept, one.toStore);
    writes.push({ outcome, hasStored: one.hasStored() });
  }
  return { writes, kept };
}
