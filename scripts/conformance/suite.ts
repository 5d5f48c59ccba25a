// What a suite of assertions is and what it finds. Knows no suite.

export interface Target {
  /** The SCIM base, ending in /scim/v2. */
  readonly baseUrl: string;
  /** The server without a path. */
  readonly rootUrl: string;
  readonly token: string;
}

export interface Assertion {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** One line; what `expected.json` is matched against, with the detail behind it. */
  readonly name: string;
  /** What came, or why it was skipped. */
  readonly detail: string;
  /** How many assertions the line stands for; 1 where it is not given. */
  readonly count?: number;
}

export interface Suite {
  /** As `--only` and `expected.json` name it. */
  readonly name: string;
  readonly version: string;
  readonly deadlineMs: number;
  /** @param folder temporary and empty. @throws Error where the suite itself could not run */
  run(target: Target, folder: string, options: SuiteOptions): Promise<readonly Assertion[]>;
}

interface SuiteOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
}
