// Owns the whole judgement of one sequence: every rule of the model, on what the gateway answered and stored. Sends nothing.
import type { Breach } from './breach';
import { missingAfter, strictBreaches } from './completeness';
import type { Evidence } from './evidence';
import type { Firm } from './firms';
import { replay } from './replay';
import { answerBreaches } from './rules-answers';
import { eventBreaches } from './rules-events';
import { groupBreaches } from './rules-groups';
import { memberBreaches } from './rules-members';
import { orderBreaches } from './rules-orders';
import { uniqueBreaches, userBreaches } from './rules-users';

/** Empty where every rule holds. */
export function judge(firm: Firm, evidence: Evidence): readonly Breach[] {
  const steps = replay(evidence);
  const missing = missingAfter(steps);
  return [
    ...answerBreaches(steps, missing),
    ...userBreaches(firm, steps),
    ...steps.flatMap(orderBreaches),
    ...uniqueBreaches(steps),
    ...groupBreaches(firm, steps),
    ...memberBreaches(firm, steps),
    ...strictBreaches(firm, steps, missing),
    ...eventBreaches(evidence, steps),
  ];
}
