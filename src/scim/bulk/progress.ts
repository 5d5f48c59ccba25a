// How far a bulk request has come: the outcome of each operation so far, and what they mean for the next. Executes nothing.

import type { ScimFailure } from '../failure';
import type { Made } from './references';
import type { Bulk, Outcome } from './step';

export interface Progress {
  readonly outcomes: ReadonlyMap<number, Outcome>;
  keep(index: number, outcome: Outcome): void;
  /** No further operation is begun (RFC 7644 §3.7.3, failOnErrors). */
  isOver(): boolean;
  /** The outage that was met; whatever comes after it is not even tried. */
  outage(): ScimFailure | undefined;
  isNothingDone(): boolean;
  /** The resource of the operation with this bulkId, where it was created. */
  madeBy(bulkId: string): Made | undefined;
}

export function createProgress({ givers, failOnErrors = Number.POSITIVE_INFINITY }: Bulk): Progress {
  const outcomes = new Map<number, Outcome>();
  let errors = 0;
  let isSomethingDone = false;
  let outage: ScimFailure | undefined;
  return {
    outcomes,
    keep(index, outcome) {
      const before = outcomes.get(index);
      outcomes.set(index, outcome);
      if (outcome.failure === undefined) isSomethingDone = true;
      else if (before?.failure === undefined) errors += 1;
      if (outcome.isAway) outage ??= outcome.failure;
    },
    isOver: () => errors >= failOnErrors,
    outage: () => outage,
    isNothingDone: () => !isSomethingDone,
    madeBy(bulkId) {
      const outcome = outcomes.get(givers.get(bulkId) ?? -1);
      return outcome?.failure === undefined ? outcome?.resource : undefined;
    },
  };
}
