// What limits count for a whole gateway, in one place, whichever of its processes is asked. Must not know how another process asks.

import { createFailureCounts, type FailureQuestion } from './failure-limit';
import { createRateCounts, type RateQuestion } from './rate-counts';

export type LimitQuestion = RateQuestion | FailureQuestion;

/** Counts it; resolves with the milliseconds to wait, 0 where there is no need to. */
export type LimitCounts = (question: LimitQuestion) => Promise<number>;

/** In the memory of this process. */
export function createLimitCounts(): LimitCounts {
  const [rates, failures] = [createRateCounts(), createFailureCounts()];
  return (question) => (question.kind === 'rate' ? rates(question) : failures(question));
}
