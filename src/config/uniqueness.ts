/** Finds what stands twice where it may stand once. Knows nothing of what the names are for. */
import { textOf, type Place } from './document';
import { quote, type Report } from './faults';

/** How iManage compares names: without case, and with look-alike forms of one character made equal. */
export function comparisonKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

export function checkUnique(places: readonly Place[], name: string, report: Report): void {
  const first = new Map<string, string>();
  for (const { path, value } of places) {
    const text = textOf(value, name);
    if (text === undefined) continue;
    const earlier = first.get(comparisonKey(text));
    if (earlier === undefined) first.set(comparisonKey(text), path);
    else
      report(
        `GATEWAY_CONFIG: ${path}.${name} is ${quote(text)}, which ${earlier} has already (compared without case).`,
      );
  }
}
