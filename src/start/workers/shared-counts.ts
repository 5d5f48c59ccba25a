// What limits count, asked of the primary by a worker: one message for all that is asked in one turn of its event loop. Knows no limit.
//
// rate-limiter-flexible has a cluster limiter of its own, which asks once for each counter: up to four messages for one
// request, none of them together with those of other requests. Here a request asks once.

import { createLimitCounts, type LimitCounts, type LimitQuestion } from '../../http/limit-counts';
import type { CountBatch, CountedBatch } from './messages';

export interface SharedCounts {
  readonly counts: LimitCounts;
  /** To be called with every answer. */
  readonly answered: (answer: CountedBatch) => void;
}

interface SharedCountsOptions {
  /** Counts where the primary does not: a request must not fail because of its limit. */
  readonly own?: LimitCounts;
  readonly answerMsMax?: number;
}

const ANSWER_MS_MAX = 5_000;

interface Asked {
  readonly question: LimitQuestion;
  readonly resolve: (waitMs: number | Promise<number>) => void;
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
      for (const { question, resolve } of asked) resolve(own(question));
    };
    if (send({ kind: 'count', batch, questions: asked.map(({ question }) => question) }))
      open.set(batch, { asked, overdue: setTimeout(countUnlessAnswered, answerMsMax, batch, countHere) });
    else countHere();
  }

  /** Of a process that was held up the answer may lie there unread: it is read before this looks. */
  function countUnlessAnswered(batch: number, countHere: () => void): void {
    setImmediate(() => {
      if (open.has(batch)) countHere();
    });
  }

  return {
    counts: (question) =>
      new Promise((resolve) => {
        if (next.length === 0) setImmediate(sendNext);
        next.push({ question, resolve });
      }),
    answered({ batch, waitsMs }) {
      const answered = open.get(batch);
      if (answered === undefined) return;
      open.delete(batch);
      clearTimeout(answered.overdue);
      for (const [index, { resolve }] of answered.asked.entries()) resolve(waitsMs[index] ?? 0);
    },
  };
}
