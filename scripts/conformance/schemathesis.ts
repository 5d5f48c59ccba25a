// Owns schemathesis against /openapi.json: valid and invalid requests made from the document, every answer held against it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MYSELF } from './fresh-gateway';
import { HERE, runSuite, versionOf } from './python';
import type { Assertion, Suite } from './suite';

const EXAMPLES_MAX = 20;

interface Report {
  readonly complete: boolean;
  readonly test_cases: {
    readonly generated: number;
    readonly with_failures: number;
    readonly without_checks: number;
  };
  readonly failures: readonly {
    readonly code: string;
    readonly title: string;
    readonly operations: readonly string[];
  }[];
  readonly errors: readonly unknown[];
}

export const schemathesis: Suite = {
  name: 'schemathesis',
  version: versionOf('schemathesis'),
  deadlineMs: 20 * 60_000,
  run: async ({ baseUrl, rootUrl, token }, folder, { seed, signal }) => {
    await createMyself(baseUrl, token);
    const file = join(folder, 'report.json');
    const limits = ['--max-examples', String(EXAMPLES_MAX), '--seed', String(seed), '--max-failures', '100'];
    const args = ['run', `${rootUrl}/openapi.json`, '--header', `Authorization: Bearer ${token}`];
    // The token of a connection opens nothing there.
    args.push('--exclude-path-regex', '^/admin');
    const { text, errors } = await runSuite(
      'st',
      [
        ...['--config-file', join(HERE, 'schemathesis.toml')],
        ...[...args, ...limits, '--continue-on-failure', '--no-color', '--report-json-path', file],
      ],
      { env: { SCHEMATHESIS_HOOKS: 'schemathesis_hooks', PYTHONPATH: HERE }, cwd: folder, signal },
    );
    if (!existsSync(file)) throw new Error(`no report:\n${text.slice(-2_000)}${errors.slice(-2_000)}`);
    const found = read(JSON.parse(readFileSync(file, 'utf8')) as Report);
    if (found.some(({ outcome }) => outcome === 'failed')) console.log(text.replaceAll(token, '…'));
    return found;
  },
};

/** Without somebody behind the token, /Me has nothing to show but 404; a person who is there already will do. */
async function createMyself(baseUrl: string, token: string): Promise<void> {
  await fetch(`${baseUrl}/Users`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify({ userName: MYSELF, active: true }),
  });
}

function read({ test_cases: cases, failures, errors, complete }: Report): readonly Assertion[] {
  const passed = cases.generated - cases.with_failures - cases.without_checks;
  const failed = failures.flatMap(({ code, title, operations }) =>
    operations.map((operation) => ({ name: `${operation}: ${title}`, detail: code })),
  );
  const broken = [
    ...errors.map((error) => ({ name: 'an error of the suite', detail: JSON.stringify(error) })),
    ...(complete ? [] : [{ name: 'the run', detail: 'ended before it was complete' }]),
  ];
  return [
    { outcome: 'passed', name: 'answers as the document says', detail: '', count: passed },
    {
      outcome: 'skipped',
      name: 'requests that no check is about',
      detail: 'the suite looks at nothing in their answers',
      count: cases.without_checks,
    },
    ...[...failed, ...broken].map((one) => ({ ...one, outcome: 'failed' as const })),
  ];
}
