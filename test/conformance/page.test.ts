// CONFORMANCE.md says what its sources say: every test that a met line names exists, and the page is as new as they are.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderPage } from '../../scripts/conformance-page/page';
import { faultsOf, readSpecifications, testsNamed } from '../../scripts/conformance-page/requirements';
import { readTestNames } from '../../scripts/conformance-page/test-names';

const ROOT = join(__dirname, '..', '..');
const names = readTestNames(join(ROOT, 'test'));
const specifications = readSpecifications(join(ROOT, 'docs', 'requirements'));

describe('readTestNames', () => {
  it('finds a test by its describes and its own sentence, one in a table too', () => {
    const own = names.get('conformance/page.test.ts');
    expect(own).toContain(
      'readTestNames › finds a test by its describes and its own sentence, one in a table too',
    );
    expect(own).toContain('faultsOf › tells of a line that %s');
  });
});

describe('faultsOf', () => {
  it.each([
    ['is met and names no test', { status: 'met' }, /names no test/],
    [
      'names a test that is not there',
      { status: 'met', tests: ['http/users.test.ts: no such test'] },
      /no test "/,
    ],
    [
      'names a file that is not there',
      { status: 'strict', tests: ['http/no.test.ts: is refused'] },
      /no test "/,
    ],
    ['names no part of a name', { status: 'met', tests: ['http/users.test.ts: '] }, /no test "/],
    ['is not met and does not say why', { status: 'not' }, /does not say why/],
  ] as const)('tells of a line that %s', (_, row, fault) => {
    const requirements = [{ section: '1', requirement: 'R', ...row }];
    expect(faultsOf([{ title: 'T', source: 'S', requirements }], names)).toEqual([
      expect.stringMatching(fault),
    ]);
  });

  it('finds none in docs/requirements', () => {
    expect(faultsOf(specifications, names)).toEqual([]);
  });
});

describe('testsNamed', () => {
  it('finds all that a part of a name means, in its own file only', () => {
    const found = testsNamed('conformance/page.test.ts: faultsOf', names);
    expect(found).toHaveLength(2);
    expect(testsNamed('http/users.test.ts: faultsOf', names)).toEqual([]);
  });
});

describe('CONFORMANCE.md', () => {
  it('is as new as its sources; `npm run conformance:page` makes it anew', () => {
    const page = readFileSync(join(ROOT, 'CONFORMANCE.md'), 'utf8');
    expect(page === renderPage(specifications, names)).toBe(true);
  });
});
