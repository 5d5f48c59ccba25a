// The operations on the rules of a customer: each shown with its meaning, and set. Must not know what a rule does.

import type { Static } from '@sinclair/typebox';
import type { Customer, Rules } from '../../directory/customer';
import { RULE_NAMES, RULE_VALUES, ruleValue } from '../../directory/rule-values';
import { RULE_WORDS, type RuleWords } from '../../directory/rule-words';
import type { AdminContext } from '../context';
import type { RULES } from '../contract/rules';
import { AdminFailure } from '../failure';
import type { Operations } from '../operation';
import { changeRule } from '../settings';
import { administration } from './catalogue';

type Shown = Static<(typeof RULES)['rules.show']['answer']>;

/** What every value of a number means for who changes it. */
const WITHOUT_WORDS: RuleWords = { title: '', meaning: '', effect: '', values: {} };

export const ruleOperations: Operations<typeof RULES> = {
  'rules.show': (context) => Promise.resolve(shown(context, context.customer, '')),

  async 'rules.change'(context, { rule, value, reason }) {
    const before = valueOf(context.customer.rules, rule);
    const words = wordsOf(rule).values;
    const danger = Object.hasOwn(words, value) ? words[value]?.danger : undefined;
    if (danger !== undefined && before !== value && reason === undefined)
      throw new AdminFailure('invalid', `reason: say why ${rule} is to be ${value}. ${danger}`);
    const after = await changeRule(administration(context, reason), (rules) => ruleValue(rules, rule, value));
    const says = words[value]?.meaning ?? '';
    return shown(context, after, `${rule} is now ${value}. ${says}`.trim());
  },
};

function shown({ configured }: AdminContext, { rules }: Customer, done: string): Shown {
  return { rules: RULE_NAMES.map((name) => shownRule(name, rules, configured.rules)), done };
}

function shownRule(name: string, rules: Rules, configured: Rules): Shown['rules'][number] {
  const words = wordsOf(name);
  const values = RULE_VALUES[name] ?? [];
  const value = valueOf(rules, name);
  const inFile = valueOf(configured, name);
  const isNumber = typeof values === 'number';
  return {
    name,
    title: words.title,
    meaning: words.meaning,
    effect: words.effect,
    value,
    says: isNumber ? `${value} ${words.unit ?? ''}`.trim() : (words.values[value]?.meaning ?? ''),
    configured: inFile,
    default: isNumber ? (NUMBER_DEFAULTS[name] ?? '') : (values[0] ?? ''),
    setBy: value === inFile ? 'file' : 'change',
    choices: isNumber
      ? null
      : values.map((choice) => ({
          value: choice,
          meaning: words.values[choice]?.meaning ?? '',
          danger: words.values[choice]?.danger ?? null,
        })),
    range: isNumber ? { min: 1, max: values, unit: words.unit ?? '' } : null,
  };
}

/** The name may be anything that somebody sent. */
function wordsOf(name: string): RuleWords {
  return (Object.hasOwn(RULE_WORDS, name) ? RULE_WORDS[name] : undefined) ?? WITHOUT_WORDS;
}

/** Held equal to the configuration's JSON Schema by a test. */
export const NUMBER_DEFAULTS: Readonly<Record<string, string>> = {
  'massDisable.count': '25',
  'massDisable.percent': '10',
  'massDisable.windowMinutes': '60',
};

/** Of the brake, one of its four. */
function valueOf(rules: Rules, name: string): string {
  const [first = '', second] = name.split('.');
  const value: unknown = Object.entries(rules).find(([key]) => key === first)?.[1];
  const part: unknown =
    second === undefined ? value : Object.entries(value ?? {}).find(([key]) => key === second)?.[1];
  return String(part);
}
