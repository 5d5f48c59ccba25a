/** Which rule values the gateway can keep today. A value that is not built is refused, never silently ignored. */
import { fieldOf, type Place } from './document';
import { quote, type Report } from './faults';

interface Unavailable {
  /** Path below `rules`. */
  readonly rule: readonly string[];
  readonly value: string;
  readonly instead: string;
}

/** Remove an entry here when its rule is built (and the words "not available yet" in the schema). */
const NOT_AVAILABLE_YET: readonly Unavailable[] = [
  { rule: ['membershipsOnDisable'], value: 'remove', instead: 'keep' },
  { rule: ['userIdConflict'], value: 'suffix', instead: 'reject' },
  { rule: ['validation'], value: 'strict', instead: 'lenient' },
  { rule: ['groupNamePrefix'], value: 'library', instead: 'ignore' },
  { rule: ['nestedGroups'], value: 'flatten', instead: 'refuse' },
  { rule: ['massDisable', 'mode'], value: 'hold', instead: 'warn' },
];

export function checkRules(customer: Place, report: Report): void {
  const rules = fieldOf(customer.value, 'rules');
  for (const { rule, value, instead } of NOT_AVAILABLE_YET) {
    if (rule.reduce(fieldOf, rules) !== value) continue;
    const path = `${customer.path}.rules.${rule.join('.')}`;
    report(`GATEWAY_CONFIG: ${path} is ${quote(value)}, which is not available yet; use ${quote(instead)}.`);
  }
}
