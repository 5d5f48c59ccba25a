// `catalogue …-role`: roles of a library added, changed and removed. Knows no rule of the catalogue.

import { Option, type Command } from 'commander';
import { said } from '../asking';
import type { CommandContext, InDirectory } from '../context';
import { REASON_OPTION, reasonOf, type Reasoned } from '../reason';

interface RoleOptions {
  readonly description?: string;
  readonly external?: boolean;
  readonly controlCenter?: 'none' | 'tier1' | 'tier2';
  readonly privileges?: string;
}

interface Named {
  readonly library: string;
  readonly role: string;
}

export function addRoleCommands(catalogue: Command, inDirectory: InDirectory): void {
  const access = (): Option =>
    new Option('--control-center <access>', 'Control Center access').choices(['none', 'tier1', 'tier2']);
  catalogue
    .command('add-role <library> <role>')
    .description('A role that exists in this library of iManage.')
    .option('--description <text>', 'text for admins')
    .option('--external', 'for external users only')
    .addOption(access())
    .option('--privileges <list>', 'privileges it grants, separated by commas; every other one is denied')
    .action((library: string, role: string, options: RoleOptions) =>
      inDirectory((context) => addRole(context, { library, role }, options)),
    );
  catalogue
    .command('change-role <library> <role>')
    .description('Its description, Control Center access or privileges; its name and kind stay.')
    .option('--description <text>', 'text for admins')
    .addOption(access())
    .option('--privileges <list>', 'all that it grants, separated by commas; "" for none')
    .action((library: string, role: string, options: RoleOptions) =>
      inDirectory((context) => changeRole(context, { library, role }, options)),
    );
  catalogue
    .command('remove-role <library> <role>')
    .description('Only one that nobody holds; refused with the number of holders otherwise.')
    .option(...REASON_OPTION)
    .action((library: string, role: string, options: Reasoned) =>
      inDirectory(async ({ ask, output }) => {
        await ask('catalogue.removeRole', { library, role, reason: reasonOf(options) });
        output.say(`Role ${role} removed.`);
      }),
    );
}

async function addRole(
  { ask, output }: CommandContext,
  { library, role }: Named,
  { external, ...options }: RoleOptions,
): Promise<void> {
  await ask('catalogue.addRole', said({ library, role, external, ...changeOf(options) }));
  output.say(`Role ${role} added to library ${library}.`);
}

async function changeRole(
  { ask, output }: CommandContext,
  { library, role }: Named,
  options: RoleOptions,
): Promise<void> {
  await ask('catalogue.changeRole', said({ library, role, ...changeOf(options) }));
  output.say(`Role ${role} of library ${library} changed.`);
}

function changeOf({ description, controlCenter, privileges }: RoleOptions): {
  readonly description: string | undefined;
  readonly controlCenterAccess: RoleOptions['controlCenter'] | undefined;
  readonly privileges: string[] | undefined;
} {
  const names = privileges
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return { description, controlCenterAccess: controlCenter, privileges: names };
}
