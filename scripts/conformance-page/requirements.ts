// The requirements of the specifications as the files in docs/requirements/ list them, and what is wrong with a list.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestNames } from './test-names';

/** `met`: as it is written; `strict`: by connections with the strict profile; `choice`: by what the specification leaves open. */
export type Status = 'met' | 'strict' | 'choice' | 'not' | 'other';

export const STATUSES: Readonly<Record<Status, string>> = {
  met: 'met',
  strict: 'met under the strict profile',
  choice: 'met by a choice',
  not: '**not met**',
  other: 'not for the gateway',
};

export interface Requirement {
  readonly section: string;
  /** In the project's own words. */
  readonly requirement: string;
  readonly status: Status;
  /** Which choice, or why not. */
  readonly why?: string;
  /** `http/users.test.ts: part of its name`, one for each test that shows it. */
  readonly tests?: readonly string[];
}

export interface Specification {
  readonly title: string;
  readonly source: string;
  readonly about?: string;
  readonly requirements: readonly Requirement[];
}

/** In the order of their file names. */
export function readSpecifications(folder: string): readonly Specification[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Specification);
}

/** What a page made of them would say that is not so, one sentence each. */
export function faultsOf(specifications: readonly Specification[], names: TestNames): readonly string[] {
  return specifications.flatMap(({ title, requirements }) =>
    requirements.flatMap((row) => {
      const place = `${title} §${row.section} (${row.requirement.slice(0, 60)})`;
      const needsTests = row.status === 'met' || row.status === 'strict';
      return [
        ...(needsTests && (row.tests ?? []).length === 0 ? [`${place}: is met, but names no test`] : []),
        ...(!needsTests && row.why === undefined ? [`${place}: does not say why`] : []),
        ...(row.tests ?? [])
          .filter((cited) => testsNamed(cited, names).length === 0)
          .map((cited) => `${place}: there is no test ${JSON.stringify(cited)}`),
      ];
    }),
  );
}

const PART_LENGTH_MIN = 6;

/** The whole names of the tests that a citation means. */
export function testsNamed(cited: string, names: TestNames): readonly string[] {
  const separator = cited.indexOf(': ');
  const file = cited.slice(0, separator);
  const part = cited.slice(separator + 2);
  // A part of few letters would mean whatever is there.
  return part.length < PART_LENGTH_MIN ? [] : (names.get(file) ?? []).filter((name) => name.includes(part));
}
