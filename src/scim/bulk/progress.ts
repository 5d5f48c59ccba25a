// How far a bulk request has come: the outcome of each operation so far, and what they mean for the next. Executes nothing.

import type { ScimFailure } from '../failure';
import type { Made } from './references';
import type { Bulk, Outcome } from './step';

export interface Progress {
  readonly outcomes: ReadonlyMap<number, Outcome>;
  keep(index: number, outcome: Outcome): void;
  /**
   * Whether the request would come to this operation even if all that are under way before it failed (RFC 7644 §3.7.3,
   * failOnErrors).
   */
  mayBegin(index: number): boolean;
  /** The outage that was met; whatever comes after it is not even tried. */
  outage(): ScimFailure | undefined;
  isNothingDone(): boolean;
  /** The resource of the operation with this bulkId, where it was created. */
  madeBy(bulkId: string): Made | undefined;
}

/** @param order in which one after the other would be executed */
export function createProgress({ givers, failOnErrors }: Bulk, order: readonly number[]): Progress {
  const outcomes = new Map<number, Outcome>();
  let isSomethingDone = false;
  let outage: ScimFailure | undefined;
  return {
    outcomes,
    keep(index, outcome) {
      outcomes.set(index, outcome);
      if (outcome.failure === undefined) isSomethingDone = true;
      if (outcome.isAway) outage ??= outcome.failure;
    },
    mayBegin(index) {
      if (failOnErrors === undefined) return true;
      let mayFail = 0;
      for (const before of order) {
        if (before === index) break;
        const outcome = outcomes.get(before);
        if (outcome === undefined || outcome.failure !== undefined) mayFail += 1;
        if (mayFail === failOnErrors) return false;
      }
      return true;
    },
    outage: () => outage,
    isNothingDone: () => !isSomethingDone,
    madeBy(bulkId) {
      const outcome = outcomes.get(givers.get(bulkId) ?? -1);
      return outcome?.failure === undefined ? outcome?.resource : undefined;
    },
  };
}
