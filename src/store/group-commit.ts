// Writes that come at the same time share one transaction, so that one commit makes all of them durable. Must not know what they write.

import type { mongo } from 'mongoose';
import type { Collections } from './documents';
import { isAway, namedFailure } from './driver-failure';
import { runShared, type Outcome, type Work } from './shared-transaction';
import { runTransaction, tryTransaction } from './unit-of-work';
import { createWriteSlots } from './write-slots';

/** Of this process: one is made here while the database works on the other. */
const SHARED_MAX = 2;
/** Writes in one transaction; all of them wait for the last. A bulk request of 100 takes two, at once. */
const TOGETHER_MAX = 64;

export interface GroupCommit {
  /**
   * Runs the work in a transaction that it shares with others of the moment. What it asks of the database must be little:
   * the others wait for it.
   *
   * @throws DirectoryFailure `unavailable`, `busy`, or what the work throws; nothing of it is stored then, except where
   *   `unavailable` says that it is not known
   */
  readonly together: <T>(isUrgent: boolean, work: Work<T>) => Promise<T>;
  /** The same in a transaction of its own. */
  readonly alone: <T>(isUrgent: boolean, work: Work<T>) => Promise<T>;
}

interface GroupCommitOptions {
  readonly client: mongo.MongoClient;
  readonly collections: Collections;
  /** Called while a write keeps meeting another one that does not end; must not reject. */
  readonly onStuck: () => Promise<void>;
}

interface Waiting {
  readonly isUrgent: boolean;
  readonly work: Work<unknown>;
  readonly settle: (outcome: Outcome<unknown>) => void;
}

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const places = createWriteSlots(SHARED_MAX);
  const ownPlaces = createWriteSlots();
  const queue = createWaitingLine();

  const alone = <T>(isUrgent: boolean, work: Work<T>): Promise<T> =>
    ownPlaces.run(isUrgent, () => runAlone(options, work));

  const runTogether = async (waiting: readonly Waiting[]): Promise<void> => {
    const works = waiting.map(({ work }) => work);
    try {
      const outcomes = await runOnce(options, works);
      for (const [index, outcome] of outcomes.entries()) waiting[index]?.settle(outcome);
    } catch (error) {
      // What failed together may succeed alone: there each meets its own conflicts and refusals only.
      for (const { isUrgent, work, settle } of waiting)
        if (isAway(error)) settle({ isDone: false, failure: namedFailure(error) });
        else void outcomeOf(alone(isUrgent, work)).then(settle);
    }
  };

  return {
    alone,
    async together<T>(isUrgent: boolean, work: Work<T>) {
      const outcome = await new Promise<Outcome<unknown>>((settle) => {
        const mine = { isUrgent, work, settle };
        queue.join(mine);
        // Whoever gets a place takes along all that wait, this one too unless somebody took it along before.
        const placed = places.run(isUrgent, async () => {
          if (queue.has(mine)) await runTogether(queue.take(TOGETHER_MAX));
        });
        placed.catch((failure: unknown) => {
          if (queue.leave(mine)) settle({ isDone: false, failure });
        });
      });
      if (!outcome.isDone) throw outcome.failure;
      return outcome.result as T;
    },
  };
}

/** One try: commits what succeeds, unless nothing does. */
function runOnce(
  { client, collections }: GroupCommitOptions,
  works: readonly Work<unknown>[],
): Promise<readonly Outcome<unknown>[]> {
  return tryTransaction(client, async (session) => {
    const outcomes = await runShared(collections, session, works);
    return { result: outcomes, isKept: outcomes.some(({ isDone }) => isDone) };
  });
}

function runAlone<T>({ client, collections, onStuck }: GroupCommitOptions, work: Work<T>): Promise<T> {
  return runTransaction(
    client,
    async (session) => {
      const [outcome] = await runShared(collections, session, [work]);
      if (outcome?.isDone !== true) throw outcome?.failure;
      return outcome.result;
    },
    onStuck,
  );
}

async function outcomeOf<T>(working: Promise<T>): Promise<Outcome<T>> {
  try {
    return { isDone: true, result: await working };
  } catch (failure) {
    return { isDone: false, failure };
  }
}

/** Urgent ones first, each kind in the order in which they came. */
function createWaitingLine() {
  const lines = { urgent: new Set<Waiting>(), ordinary: new Set<Waiting>() };
  const lineOf = ({ isUrgent }: Waiting): Set<Waiting> => (isUrgent ? lines.urgent : lines.ordinary);
  return {
    join: (one: Waiting): void => void lineOf(one).add(one),
    has: (one: Waiting): boolean => lineOf(one).has(one),
    leave: (one: Waiting): boolean => lineOf(one).delete(one),
    take(most: number): readonly Waiting[] {
      const taken = [...lines.urgent, ...lines.ordinary].slice(0, most);
      for (const one of taken) lineOf(one).delete(one);
      return taken;
    },
  };
}
