// `rules`: what the gateway does where SCIM and iManage disagree, shown and set while it runs. Knows no rule's meaning.

import type { Command } from 'commander';
import { changeRule } from '../../admin/settings';
import { ruleValue, RULE_NAMES } from '../../directory/rule-values';
import type { Rules } from '../../directory/customer';
import { administration } from '../administration';
import type { Column, CommandContext, InDirectory } from '../context';

interface Row {
  readonly name: string;
  readonly value: string;
  readonly configured: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Rule', name: 'rule', value: ({ name }) => name },
  { heading: 'Value', name: 'value', value: ({ value }) => value },
  { heading: 'In the file', name: 'configured', value: ({ configured }) => configured },
];

export function addRules(program: Command, inDirectory: InDirectory): void {
  const rules = program
    .command('rules')
    .description('Show the rules of the customer and what the configuration file says.')
    .action(() => inDirectory(show));
  rules
    .command('set <rule> <value>')
    .description(
      'Set a rule; it acts at once in every running gateway and wins over the file. massDisable has four: ' +
        'massDisable.mode, .count, .percent, .windowMinutes.',
    )
    .action((rule: string, value: string) => inDirectory((context) => set(context, rule, value)));
}

async function show({ customer, configured, output }: CommandContext): Promise<void> {
  const rows = RULE_NAMES.map((name) => ({
    name,
    value: valueOf(customer.rules, name),
    configured: valueOf(configured.rules, name),
  }));
  await output.rows(COLUMNS, rows);
}

async function set(context: CommandContext, rule: string, text: string): Promise<void> {
  await changeRule(administration(context), (rules) => ruleValue(rules, rule, text));
  context.output.say(`${rule} is now ${text}.`);
}

function valueOf(rules: Rules, name: string): string {
  const [first = '', second] = name.split('.');
  const value: unknown = Object.entries(rules).find(([key]) => key === first)?.[1];
  const part: unknown =
    second === undefined ? value : Object.entries(value as object).find(([key]) => key === second)?.[1];
  return String(part);
}
