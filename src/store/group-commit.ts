// Writes that come at the same time share one transaction, so that one commit makes all of them durable. Must not know what they write.

import type { mongo } from 'mongoose';
import { DirectoryFailure } from '../directory/failure';
import type { Collections } from './documents';
import { isAway, namedFailure } from './driver-failure';
import { outcomeOf, type Outcome } from './outcome';
import { runShared, type Work } from './shared-transaction';
import { createSharedPlaces, type Party } from './shared-places';
import { runTransaction, tryTransaction } from './unit-of-work';
import type { WriteQueue } from './write-queue';
import { createWriteSlots } from './write-slots';

export interface GroupCommit {
  /**
   * Runs the work in a transaction that it shares with others of the moment. What it asks of the database must be little:
   * the others wait for it.
   *
   * @throws DirectoryFailure `unavailable`, `busy`, or what the work throws; nothing of it is stored then, except where
   *   `unavailable` says that it is not known
   */
  readonly together: <T>(asked: Asked, work: Work<T>) => Promise<T>;
  /** The same in a transaction of its own. */
  readonly alone: <T>(asked: Asked, work: Work<T>) => Promise<T>;
}

interface Asked {
  /** Writes under one key are run one after the other, also where they share a transaction. */
  readonly key: string;
  readonly isUrgent: boolean;
}

interface GroupCommitOptions {
  readonly client: mongo.MongoClient;
  readonly collections: Collections;
  readonly queue: WriteQueue;
  /** Called while a write keeps meeting another one that does not end; must not reject. */
  readonly onStuck: () => Promise<void>;
}

interface Waiting {
  readonly isUrgent: boolean;
  readonly work: Work<unknown>;
  readonly settle: (outcome: Outcome<unknown>) => void;
}

/** Writes under one key, in the order in which they came. */
interface Chain extends Party {
  readonly waiting: readonly Waiting[];
  readonly end: () => void;
}

/** Of one key that one transaction takes along. */
const CHAIN_MAX = 32;

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { queue } = options;
  const places = createSharedPlaces<Chain>(runTogether);
  const ownPlaces = createWriteSlots();
  const byKey = new Map<string, Waiting[]>();

  const runInPlace = <T>(isUrgent: boolean, work: Work<T>): Promise<T> =>
    ownPlaces.run(isUrgent, () => runAlone(options, work));

  /** What failed together may succeed alone: there each meets its own conflicts and refusals only. */
  async function runApart(chain: Chain): Promise<void> {
    for (const { isUrgent, work, settle } of chain.waiting)
      settle(await outcomeOf(runInPlace(isUrgent, work)));
    chain.end();
  }

  async function runTogether(chains: readonly Chain[]): Promise<void> {
    try {
      const outcomes = await runOnce(options, chains);
      for (const [index, { settle }] of chains.flatMap(({ waiting }) => waiting).entries()) {
        const outcome = outcomes[index];
        if (outcome !== undefined) settle(outcome);
      }
      for (const chain of chains) chain.end();
    } catch (error) {
      // Whether it was committed is not known then: run again, a creation would be refused because of itself.
      if (isUnavailable(error)) settleAll(chains, namedFailure(error));
      else for (const chain of chains) void runApart(chain);
    }
  }

  /** Resolves when each of them is settled. */
  function runChain(waiting: readonly Waiting[]): Promise<void> {
    return new Promise((end) => {
      const isUrgent = waiting.some((one) => one.isUrgent);
      const chain = { isUrgent, size: waiting.length, waiting, end };
      places.join(chain, (failure) => {
        settleAll([chain], failure);
      });
    });
  }

  return {
    alone: ({ key, isUrgent }, work) => queue.run(key, () => runInPlace(isUrgent, work)),

    async together<T>({ key, isUrgent }: Asked, work: Work<T>) {
      const outcome = await new Promise<Outcome<unknown>>((settle) => {
        const mine: Waiting = { isUrgent, work, settle };
        const ofKey = byKey.get(key) ?? [];
        byKey.set(key, ofKey);
        ofKey.push(mine);
        // Whose turn it is takes along all of its key that have come by then.
        const queued = queue.run(key, async () => {
          const chain = ofKey.splice(0, CHAIN_MAX);
          if (ofKey.length === 0 && byKey.get(key) === ofKey) byKey.delete(key);
          if (chain.length > 0) await runChain(chain);
        });
        queued.catch((failure: unknown) => {
          const index = ofKey.indexOf(mine);
          if (index < 0) return;
          ofKey.splice(index, 1);
          settle({ isDone: false, failure });
        });
      });
      if (!outcome.isDone) throw outcome.failure;
      return outcome.result as T;
    },
  };
}

function isUnavailable(error: unknown): boolean {
  return isAway(error) || (error instanceof DirectoryFailure && error.code === 'unavailable');
}

function settleAll(chains: readonly Chain[], failure: unknown): void {
  for (const { waiting, end } of chains) {
    for (const { settle } of waiting) settle({ isDone: false, failure });
    end();
  }
}

/** One try: commits what succeeds, unless nothing does. */
function runOnce(
  { client, collections }: GroupCommitOptions,
  chains: readonly Chain[],
): Promise<readonly Outcome<unknown>[]> {
  const works = chains.map(({ waiting }) => waiting.map(({ work }) => work));
  return tryTransaction(client, async (session) => {
    const outcomes = await runShared(collections, session, works);
    return { result: outcomes, isKept: outcomes.some(({ isDone }) => isDone) };
  });
}

function runAlone<T>({ client, collections, onStuck }: GroupCommitOptions, work: Work<T>): Promise<T> {
  return runTransaction(
    client,
    async (session) => {
      const [outcome] = await runShared(collections, session, [[work]]);
      if (outcome?.isDone !== true) throw outcome?.failure;
      return outcome.result;
    },
    onStuck,
  );
}
