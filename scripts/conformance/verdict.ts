// Owns the judgement: which failures were expected, and why, and which were not. Runs nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assertion, Suite } from './suite';

/** A failure that is right: the suite is wrong against the RFC, or meets a rule of iManage that it cannot know. */
export interface Expected {
  readonly suite: string;
  /** Regular expression on `name · detail` of an assertion. */
  readonly pattern: string;
  readonly reason: string;
  /** Of the RFC, or the rule of iManage's model. */
  readonly section: string;
  /** Whether it occurs in every run; random values meet some rules only now and then. */
  readonly always: boolean;
}

export interface Verdict {
  readonly suite: Pick<Suite, 'name' | 'version'>;
  readonly passed: number;
  readonly failed: readonly Assertion[];
  readonly skipped: readonly Assertion[];
  /** With how often each occurred. */
  readonly expected: readonly (Expected & { readonly count: number })[];
  /** Entries of expected.json that should have occurred and did not. */
  readonly stale: readonly Expected[];
}

export function readExpected(): readonly Expected[] {
  return JSON.parse(readFileSync(join(__dirname, 'expected.json'), 'utf8')) as readonly Expected[];
}

export function judge(
  suite: Pick<Suite, 'name' | 'version'>,
  assertions: readonly Assertion[],
  list: readonly Expected[],
): Verdict {
  const known = list.filter((entry) => entry.suite === suite.name);
  const failures = assertions.filter(({ outcome }) => outcome === 'failed');
  const entryOf = ({ name, detail }: Assertion): Expected | undefined =>
    known.find(({ pattern }) => new RegExp(pattern, 's').test(`${name} · ${detail}`));
  const met = known.map((entry) => ({
    ...entry,
    count: failures.filter((failure) => entryOf(failure) === entry).length,
  }));
  return {
    suite,
    passed: sum(assertions.filter(({ outcome }) => outcome === 'passed')),
    failed: failures.filter((failure) => entryOf(failure) === undefined),
    skipped: assertions.filter(({ outcome, count }) => outcome === 'skipped' && count !== 0),
    expected: met.filter(({ count }) => count > 0),
    stale: met.filter(({ count, always }) => count === 0 && always),
  };
}

export function sum(assertions: readonly Assertion[]): number {
  return assertions.reduce((total, { count = 1 }) => total + count, 0);
}
