// Owns how verdicts are shown: one table, its footnotes, and every failure nobody expected. Judges nothing.
import Table from 'cli-table3';
import { sum, type Verdict } from './verdict';

export function show(verdicts: readonly Verdict[]): string {
  const footnotes: string[] = [];
  const table = new Table({
    head: ['suite', 'version', 'passed', 'failed', 'expected', 'skipped'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { suite, passed, failed, expected, skipped } of verdicts) {
    const marks = expected.map(({ count, reason, section }) => {
      footnotes.push(`[${footnotes.length + 1}] ${suite.name}: ${count} × ${reason} (${section})`);
      return `${count} [${footnotes.length}]`;
    });
    table.push([
      suite.name,
      suite.version,
      passed,
      failed.length,
      marks.length === 0 ? '0' : marks.join('\n'),
      skippedInWords(skipped),
    ]);
  }
  return [table.toString(), ...footnotes].join('\n');
}

/** What stands against the run; nothing when all holds. */
export function faultsOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ suite, failed, stale }) => [
    ...failed.map(({ name, detail }) => `${suite.name}: ${name}\n    ${detail}`),
    ...stale.map(
      ({ pattern, reason }) =>
        `${suite.name}: expected.json has an entry that no longer occurs: ${pattern} (${reason})`,
    ),
  ]);
}

function skippedInWords(skipped: Verdict['skipped']): string {
  const reasons = new Map<string, number>();
  for (const one of skipped) {
    const reason = one.detail === '' ? one.name : one.detail;
    reasons.set(reason, (reasons.get(reason) ?? 0) + sum([one]));
  }
  return [...reasons].map(([reason, count]) => `${count} ${reason}`).join('\n');
}
