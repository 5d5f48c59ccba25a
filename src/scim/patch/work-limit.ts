// Bounds the work of one PATCH request, where operations times values times comparisons multiply; knows no attributes.

import type { Condition } from '../../directory/condition';
import { ScimFailure } from '../failure';

/** Comparisons and values looked at by one request: a thousand operations on lists of hundreds, some 1 s at worst. */
const STEPS_MAX = 1_000_000;

export interface WorkLimit {
  /** @throws ScimFailure 413 once the request has taken more steps than one request may */
  readonly spend: (steps: number) => void;
}

export function createWorkLimit(): WorkLimit {
  let left = STEPS_MAX;
  return {
    spend: (steps) => {
      left -= steps;
      if (left >= 0) return;
      const detail = `the operations compare values more than ${STEPS_MAX} times; send them in several requests`;
      throw new ScimFailure(413, undefined, detail);
    },
  };
}

/** How many comparisons the condition makes of one value at most. */
export function comparisonsIn(condition: Condition | undefined): number {
  switch (condition?.kind) {
    case undefined:
      return 0;
    case 'and':
    case 'or':
      return condition.conditions.reduce((sum, operand) => sum + comparisonsIn(operand), 0);
    case 'not':
    case 'element':
      return comparisonsIn(condition.condition);
    case 'present':
    case 'compare':
    case 'related':
      return 1;
  }
}
