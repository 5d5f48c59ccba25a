// Filters that mean harm: each is refused, soon, and changes nothing.
import { ScimFailure } from '../../../src/scim/failure';
import { parseFilter } from '../../../src/scim/filter/parser';
import { resolveFilter } from '../../../src/scim/filter/resolve';
import { parseValuePath } from '../../../src/scim/filter/value-path';
import { GROUP, LIMITS, USER } from './resource-types';

const DEADLINE_MS = 5;
/** Other work on the machine stops a run now and then; the fastest of some shows what the text itself costs. */
const RUNS = 7;

function evaluate(text: string): unknown {
  try {
    return resolveFilter(USER, parseFilter(text, LIMITS));
  } catch (error) {
    return error;
  }
}

function evaluatePath(text: string): unknown {
  try {
    return parseValuePath(text, LIMITS);
  } catch (error) {
    return error;
  }
}

function fastestMs(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}

const SOUP = [
  '(',
  ')',
  '[',
  ']',
  'and',
  'or',
  'not',
  'eq',
  'pr',
  '"',
  '\\',
  'a',
  '1',
  '-',
  '.',
  ' ',
  'userName',
];
const soup = Array.from({ length: 2_000 }, (_, at) => SOUP[(at * at * 7 + at * 3) % SOUP.length]).join('');

const HOSTILE: Record<string, string> = {
  '16 KB of one value': `userName eq "${'a'.repeat(16_384)}"`,
  '16 KB of words': 'a '.repeat(8_192),
  'a value of 8,000 backslashes': `userName eq "${'\\'.repeat(8_000)}`,
  'a value of 64 backslashes that ends in one': `userName eq "${'\\'.repeat(63)}"`,
  '10,000 brackets': '['.repeat(10_000),
  '10,000 names with brackets': 'a['.repeat(10_000),
  '4,000 names with brackets': 'a['.repeat(4_000),
  '10,000 parentheses': '('.repeat(10_000),
  '8,000 parentheses': '('.repeat(8_000),
  '900 parentheses': '('.repeat(900),
  '1,000 times not': 'not ('.repeat(1_000),
  '1,000 times not without parentheses': 'not '.repeat(1_000),
  'a quote that stays open': `userName eq "${'a'.repeat(8_000)}`,
  '4,000 quotes that open and close': '"'.repeat(8_000),
  '4,000 escaped quotes': `userName eq "${'\\"'.repeat(4_000)}`,
  '8,000 blanks': ' '.repeat(8_000),
  '8,000 dots': `a${'.'.repeat(8_000)} pr`,
  '8,000 colons in a URN': `urn:${':'.repeat(8_000)} pr`,
  '8,000 digits': `userName eq ${'1'.repeat(8_000)}`,
  'a number that is nearly one': `userName eq ${'1'.repeat(4_000)}e${'1'.repeat(4_000)}x`,
  '2,000 tokens in disorder': soup,
  '1,000 comparisons': Array(1_000).fill('a pr').join(' or '),
  'a deep tree with a fault at its end': `${'not (a pr and '.repeat(32)}b`,
};

describe('a hostile filter', () => {
  for (const text of Object.values(HOSTILE)) evaluate(text);

  it.each(Object.entries(HOSTILE))('of %s is refused within 5 ms', (_name, text) => {
    const refusal = evaluate(text);
    expect(refusal).toBeInstanceOf(ScimFailure);
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect((refusal as ScimFailure).detail).toMatch(/ at character \d+/);
    expect((refusal as ScimFailure).detail.length).toBeLessThan(300);
    expect(fastestMs(() => evaluate(text))).toBeLessThan(DEADLINE_MS);
  });

  it.each(Object.entries(HOSTILE))('as a path, of %s, is refused within 5 ms', (_name, text) => {
    evaluatePath(text);
    expect(evaluatePath(text)).toMatchObject({ status: 400, scimType: 'invalidPath' });
    expect(fastestMs(() => evaluatePath(text))).toBeLessThan(DEADLINE_MS);
  });

  it('that is as long as the limits allow is understood within 5 ms', () => {
    const text = Array(248).fill('userName sw "jdoe-jdoe-jdoe"').join(' or ');
    expect(text.length).toBeLessThanOrEqual(LIMITS.filterBytesMax);
    expect(evaluate(text)).toMatchObject({ kind: 'or' });
    expect(fastestMs(() => evaluate(text))).toBeLessThan(DEADLINE_MS);
  });
});

describe('a name of the prototype', () => {
  const everythingKnown = (): string =>
    JSON.stringify(
      [Object.prototype, Array.prototype, Function.prototype].flatMap((prototype) =>
        Reflect.ownKeys(prototype).map(String),
      ),
    );

  it.each([
    '__proto__ eq "x"',
    '__proto__.polluted eq "x"',
    'constructor.prototype pr',
    'constructor.prototype.polluted eq true',
    'prototype pr',
    'hasOwnProperty pr',
    'toString eq "x"',
    'emails[__proto__ eq 1]',
    'emails[__proto__.polluted eq 1]',
    'emails[constructor pr]',
    'emails[type eq "work"].__proto__ eq "x"',
    'emails.__proto__ pr',
    'name.constructor.prototype pr',
    '__proto__[value eq "x"]',
    'urn:ietf:params:scim:schemas:core:2.0:User:__proto__ pr',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:__proto__ pr',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.constructor.prototype eq "x"',
  ])('is no attribute: %s', (text) => {
    const before = everythingKnown();
    expect(evaluate(text)).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(() => resolveFilter(GROUP, parseFilter(text, LIMITS))).toThrow(ScimFailure);
    expect(everythingKnown()).toBe(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
