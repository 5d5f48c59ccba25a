// `rules`: what the gateway does where SCIM and iManage disagree, shown and set while it runs. Knows no rule's meaning.

import type { Command } from 'commander';
import type { Answer } from '../../admin/place';
import type { Column, CommandContext, InDirectory } from '../context';
import { REASON_OPTION, reasonOf, type Reasoned } from '../reason';

type Rule = Answer<'rules.show'>['rules'][number];

const COLUMNS: readonly Column<Rule>[] = [
  { heading: 'Rule', name: 'rule', value: ({ name }) => name },
  { heading: 'Value', name: 'value', value: ({ value }) => value },
  { heading: 'In the file', name: 'configured', value: ({ configured }) => configured },
  { heading: 'Meaning', name: 'meaning', value: ({ says }) => says },
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
    .option(...REASON_OPTION)
    .action((rule: string, value: string, options: Reasoned) =>
      inDirectory(async ({ ask, output }) => {
        await ask('rules.change', { rule, value, reason: reasonOf(options) });
        output.say(`${rule} is now ${value}.`);
      }),
    );
}

async function show({ ask, output }: CommandContext): Promise<void> {
  await output.rows(COLUMNS, (await ask('rules.show', {})).rules);
}

/** In words, one text each: what was set later wins over the file. */
export function rulesThatDiffer({ rules }: Answer<'rules.show'>): readonly string[] {
  return rules
    .filter(({ setBy }) => setBy === 'change')
    .map(({ name, value, configured }) => `rule ${name}: "${value}" is kept, the file says "${configured}"`);
}
