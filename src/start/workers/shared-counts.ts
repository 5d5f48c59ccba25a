// What limits count, asked of the primary by a worker: one message for all that is asked in one turn of its event loop. Knows no limit.
//
// rate-limiter-flexible has a cluster limiter of its own, which asks once for each counter of each request: up to four
// messages, none of them together with those of other requests. Here most requests ask nobody (leased-counts.ts).

import { createLimitCounts, type LimitCounts } from '../../http/limit-counts';
import { leasedCounts } from './leased-counts';
import type { Count, CountBatch, Counted, CountedBatch, LeaseName } from './messages';

export interface SharedCounts {
  readonly counts: LimitCounts;
  /** To be called with every answer. */
  readonly answered: (answer: CountedBatch) => void;
  /** Gives back what is left of a lease. */
  readonly giveBack: (lease: LeaseName) => number;
}

interface SharedCountsOptions {
  /** Counts where the primary does not: a request must not fail because of its limit. */
  readonly own?: LimitCounts;
  readonly answerMsMax?: number;
}

const ANSWER_MS_MAX = 5_000;

interface Asked {
  readonly count: Count;
  readonly resolve: (counted: Counted | Promise<number>) => void;
}

/** @param send false where it cannot be sent any more */
export function sharedCounts(
  send: (batch: CountBatch) => boolean,
  { own = createLimitCounts(), answerMsMax = ANSWER_MS_MAX }: SharedCountsOptions = {},
): SharedCounts {
  const open = new Map<number, { readonly asked: readonly Asked[]; readonly overdue: NodeJS.Timeout }>();
  let next: Asked[] = [];
  let sent = 0;

  function sendNext(): void {
    const asked = next;
    next = [];
    sent += 1;
    const batch = sent;
    const countHere = (): void => {
      open.delete(batch);
      for (const { count, resolve } of asked) resolve(own(count.question));
    };
    if (send({ kind: 'count', batch, counts: asked.map(({ count }) => count) }))
      open.set(batch, { asked, overdue: setTimeout(countUnlessAnswered, answerMsMax, batch, countHere) });
    else countHere();
  }

  /** Of a process that was held up the answer may lie there unread: it is read before this looks. */
  function countUnlessAnswered(batch: number, countHere: () => void): void {
    setImmediate(() => {
      if (open.has(batch)) countHere();
    });
  }

  const leased = leasedCounts(
    (count, onCounted) =>
      new Promise((resolve) => {
        if (next.length === 0) setImmediate(sendNext);
        next.push({
          count,
          resolve(counted) {
            onCounted(counted instanceof Promise ? { waitMs: 0 } : counted);
            resolve(counted instanceof Promise ? counted : counted.waitMs);
          },
        });
      }),
  );

  return {
    counts: leased.counts,
    giveBack: leased.giveBack,
    answered({ batch, counted }) {
      const answered = open.get(batch);
      if (answered === undefined) return;
      open.delete(batch);
      clearTimeout(answered.overdue);
      for (const [index, { resolve }] of answered.asked.entries()) resolve(counted[index] ?? { waitMs: 0 });
    },
  };
}
