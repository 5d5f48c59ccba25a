// `catalogue`: the customer's libraries and roles, shown; what changes them is in the commands below it. Knows no rule of the catalogue.

import type { Command } from 'commander';
import type { Answer } from '../../admin/place';
import type { Column, CommandContext, InDirectory } from '../context';
import { addLibraryCommands } from './catalogue-libraries';
import { addRoleCommands } from './catalogue-roles';
import { rulesThatDiffer } from './rules';

type Library = Answer<'catalogue.show'>['libraries'][number];

interface Row {
  readonly library: Library;
  readonly role: Library['roles'][number];
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Library', name: 'library', value: ({ library }) => library.id },
  { heading: 'Name', name: 'displayName', value: ({ library }) => library.displayName },
  { heading: 'Type', name: 'type', value: ({ library }) => library.type },
  { heading: 'Hidden', name: 'hidden', value: ({ library }) => library.hidden },
  { heading: 'Default', name: 'default', value: ({ library }) => library.isDefault },
  { heading: 'Role', name: 'role', value: ({ role }) => role.id },
  { heading: 'External', name: 'external', value: ({ role }) => role.external },
  { heading: 'Control Center', name: 'controlCenterAccess', value: ({ role }) => role.controlCenterAccess },
  { heading: 'Privileges', name: 'privileges', value: ({ role }) => role.privileges },
  { heading: 'Description', name: 'description', value: ({ role }) => role.description },
];

export function addCatalogue(program: Command, inDirectory: InDirectory): void {
  const catalogue = program
    .command('catalogue')
    .description('Show the libraries and their roles. A change shows at once in every running gateway.')
    .action(() => inDirectory(show));
  addLibraryCommands(catalogue, inDirectory);
  addRoleCommands(catalogue, inDirectory);
}

async function show({ ask, output }: CommandContext): Promise<void> {
  const { libraries, differences } = await ask('catalogue.show', {});
  const rows = libraries.flatMap((library) => library.roles.map((role) => ({ library, role })));
  await output.rows(COLUMNS, rows);
  for (const difference of [...differences, ...rulesThatDiffer(await ask('rules.show', {}))])
    output.say(`Differs from the configuration file: ${difference}`);
}
