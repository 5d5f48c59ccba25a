// Which values each rule of a customer takes, for those who set one by hand. Pure.

import type { Rules } from './customer';
import { DirectoryFailure } from './failure';

/** A list of words, or whole numbers from 1 to this one. */
type Values = readonly string[] | number;

/** The first word is the default (contract.md); held equal to the configuration's JSON Schema by a test. */
export const RULE_VALUES: Readonly<Record<string, Values>> = {
  reenableLibraries: ['restore', 'manual'],
  membershipsOnDisable: ['keep', 'remove'],
  userIdConflict: ['reject', 'suffix'],
  validation: ['lenient', 'strict'],
  groupNamePrefix: ['ignore', 'library'],
  reservedGroups: ['refuse', 'allow'],
  nestedGroups: ['refuse', 'flatten'],
  'massDisable.mode': ['warn', 'off', 'hold'],
  'massDisable.count': 1_000_000,
  'massDisable.percent': 100,
  'massDisable.windowMinutes': 10_080,
};

export const RULE_NAMES: readonly string[] = Object.keys(RULE_VALUES);

/**
 * The rules with one of them set.
 *
 * @param name as in RULE_NAMES, letter by letter
 * @throws DirectoryFailure `invalidValue` naming the rules or values that exist
 */
export function ruleValue(rules: Rules, name: string, text: string): Rules {
  const values = Object.hasOwn(RULE_VALUES, name) ? RULE_VALUES[name] : undefined;
  if (values === undefined)
    throw new DirectoryFailure(
      'invalidValue',
      `rule ${JSON.stringify(name)} is unknown; known: ${RULE_NAMES.join(', ')}`,
      'catalogue-value',
    );
  const value = typeof values === 'number' ? wholeNumber(name, text, values) : word(name, text, values);
  const [first = '', second] = name.split('.');
  return second === undefined
    ? { ...rules, [first]: value }
    : { ...rules, massDisable: { ...rules.massDisable, [second]: value } };
}

function word(name: string, text: string, words: readonly string[]): string {
  if (words.includes(text)) return text;
  throw new DirectoryFailure(
    'invalidValue',
    `${name}: ${JSON.stringify(text)} is none of ${words.join(', ')}`,
    'catalogue-value',
  );
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new DirectoryFailure(
    'invalidValue',
    `${name}: a whole number from 1 to ${most}, not ${JSON.stringify(text)}`,
    'catalogue-value',
  );
}
