// `catalogue …-role`: roles of a library added, changed and removed. Knows no rule of the catalogue.

import { Option, type Command } from 'commander';
import { withChangedRole, withoutRole, withRole } from '../../directory/catalogue';
import type { Role } from '../../directory/customer';
import { changeCatalogueOf, given, removeFromCatalogue } from '../administration';
import type { CommandContext, InDirectory } from '../context';

interface RoleOptions {
  readonly description?: string;
  readonly external?: boolean;
  readonly controlCenter?: Role['controlCenterAccess'];
  readonly privileges?: string;
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
      inDirectory((context) =>
        changeCatalogueOf(context, `Role ${role} of library ${library} changed.`, (customer) =>
          withChangedRole(customer, { library, role }, roleChange(options)),
        ),
      ),
    );
  catalogue
    .command('remove-role <library> <role>')
    .description('Only one that nobody holds; refused with the number of holders otherwise.')
    .action((library: string, role: string) =>
      inDirectory((context) =>
        removeFromCatalogue(context, { library, role }, (customer) => withoutRole(customer, library, role)),
      ),
    );
}

function addRole(
  context: CommandContext,
  { library, role }: { readonly library: string; readonly role: string },
  options: RoleOptions,
): Promise<void> {
  const added: Role = {
    id: role,
    description: '',
    external: options.external ?? false,
    controlCenterAccess: 'none',
    privileges: [],
    ...roleChange(options),
  };
  return changeCatalogueOf(context, `Role ${role} added to library ${library}.`, (customer) =>
    withRole(customer, library, added),
  );
}

function roleChange({
  description,
  controlCenter,
  privileges,
}: RoleOptions): Parameters<typeof withChangedRole>[2] {
  const names = privileges
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    ...given('description', description),
    ...given('controlCenterAccess', controlCenter),
    ...given('privileges', names),
  };
}
