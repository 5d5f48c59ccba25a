// Owns the public SCIM suites of PyPI: how each is started and how its findings are read. Judges none of them.
import { join } from 'node:path';
import { HERE, runSuite, versionOf, type Output } from './python';
import type { Assertion, Suite } from './suite';

const MINUTE_MS = 60_000;

/** scim2-tester through its library, which lets the schemas be chosen; `--core` takes the iManage extensions out. */
function tester(name: string, ...args: readonly string[]): Suite {
  return {
    name,
    version: versionOf('scim2-tester'),
    deadlineMs: 5 * MINUTE_MS,
    run: async ({ baseUrl, token }, _folder, { signal }) => {
      const ran = await runSuite('python', [join(HERE, 'run_tester.py'), ...args, baseUrl], {
        env: { SCIM_TOKEN: token },
        signal,
      });
      if (ran.code !== 0) throw new Error(`ended with ${ran.code}:\n${ran.errors.slice(-2_000)}`);
      return ran.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Assertion);
    },
  };
}

const scim2Cli: Suite = {
  name: 'scim2 test',
  version: `scim2-cli ${versionOf('scim2-cli')}`,
  deadlineMs: 5 * MINUTE_MS,
  run: async ({ baseUrl, token }, _folder, { signal }) =>
    readScim2(
      await runSuite('scim2', ['-u', baseUrl, 'test'], {
        env: { SCIM_CLI_HEADERS: `Authorization: Bearer ${token}` },
        signal,
      }),
    ),
};

/** A line with status and title for each check, then what it found, indented. */
function readScim2({ text, errors }: Output): readonly Assertion[] {
  const checks = text
    .split(/^(?=[A-Z]+ )/m)
    .filter((check) => /^(SUCCESS|SKIPPED|ERROR|[A-Z]+) /.test(check));
  if (checks.length === 0) throw new Error(`nothing was checked:\n${errors.slice(-2_000)}`);
  return checks.map((check) => {
    const [head = '', ...found] = check.trim().split('\n');
    const [status = '', ...title] = head.split(' ');
    return {
      outcome: status === 'SUCCESS' ? 'passed' : status === 'SKIPPED' ? 'skipped' : 'failed',
      name: title.join(' '),
      detail: found.map((line) => line.trim()).join(' '),
    };
  });
}

interface SanityReport {
  readonly results: readonly {
    readonly name: string;
    readonly status: string;
    readonly phase?: string;
    readonly message?: string;
  }[];
}

const scimSanity: Suite = {
  name: 'scim-sanity',
  version: versionOf('scim-sanity'),
  deadlineMs: 3 * MINUTE_MS,
  run: async ({ baseUrl, token }, _folder, { signal }) => {
    const args = ['probe', baseUrl, '--token', token, '--i-accept-side-effects', '--strict', '--json-output'];
    const { text, errors } = await runSuite('scim-sanity', args, { signal });
    if (!text.trimStart().startsWith('{'))
      throw new Error(`no report:\n${text.slice(-500)}${errors.slice(-2_000)}`);
    return (JSON.parse(text) as SanityReport).results.map(({ name, status, phase = '', message = '' }) => ({
      outcome: status === 'pass' ? 'passed' : status === 'skip' ? 'skipped' : 'failed',
      name: phase === '' ? name : `${phase}: ${name}`,
      detail: message,
    }));
  },
};

export const SCIM_SUITES: readonly Suite[] = [
  tester('scim2-tester, core', '--core'),
  tester('scim2-tester, all'),
  scim2Cli,
  scimSanity,
];
