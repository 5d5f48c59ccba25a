// `catalogue`: the customer's libraries and roles, shown and changed while the gateway runs. Knows no rule of the catalogue.

import { Option, type Command } from 'commander';
import { changeCatalogue, removeUnused, type Administration } from '../../admin/settings';
import {
  withChangedLibrary,
  withChangedRole,
  withDefaultLibrary,
  withLibrary,
  withoutLibrary,
  withoutRole,
  withRole,
  type Catalogue,
} from '../../directory/catalogue';
import type { Customer, Library, Role } from '../../directory/customer';
import { settingsDifferences } from '../../directory/settings';
import type { Column, CommandContext, InDirectory } from '../context';

interface Row {
  readonly library: Library;
  readonly isDefault: boolean;
  readonly role: Role;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Library', name: 'library', value: ({ library }) => library.id },
  { heading: 'Name', name: 'displayName', value: ({ library }) => library.displayName },
  { heading: 'Type', name: 'type', value: ({ library }) => library.type },
  { heading: 'Hidden', name: 'hidden', value: ({ library }) => library.hidden },
  { heading: 'Default', name: 'default', value: ({ isDefault }) => isDefault },
  { heading: 'Role', name: 'role', value: ({ role }) => role.id },
  { heading: 'External', name: 'external', value: ({ role }) => role.external },
  { heading: 'Control Center', name: 'controlCenterAccess', value: ({ role }) => role.controlCenterAccess },
  { heading: 'Privileges', name: 'privileges', value: ({ role }) => role.privileges },
  { heading: 'Description', name: 'description', value: ({ role }) => role.description },
];

interface LibraryOptions {
  readonly name?: string;
  readonly type?: Library['type'];
  readonly hidden?: boolean;
}
interface RoleOptions {
  readonly description?: string;
  readonly external?: boolean;
  readonly controlCenter?: Role['controlCenterAccess'];
  readonly privileges?: string;
}

export function addCatalogue(program: Command, inDirectory: InDirectory): void {
  const catalogue = program
    .command('catalogue')
    .description('Show the libraries and their roles. A change shows at once in every running gateway.')
    .action(() => inDirectory(show));
  addLibraryCommands(catalogue, inDirectory);
  addRoleCommands(catalogue, inDirectory);
}

function addLibraryCommands(catalogue: Command, inDirectory: InDirectory): void {
  const type = new Option('--type <type>', 'kind of library').choices(['worksite', 'linksite']);
  catalogue
    .command('add-library <id>')
    .description('A library that exists in iManage; it gets the roles DEFAULT and DEFAULT EXTERNAL.')
    .option('--name <text>', 'name shown to people (default: the id)')
    .addOption(type.default('worksite'))
    .option('--hidden', 'hidden in iManage')
    .action((id: string, options: LibraryOptions) =>
      inDirectory((context) => addLibrary(context, id, options)),
    );
  catalogue
    .command('change-library <id>')
    .description('Its name, kind, or whether it is hidden; the id stays.')
    .option('--name <text>', 'name shown to people')
    .addOption(new Option('--type <type>', 'kind of library').choices(['worksite', 'linksite']))
    .option('--hidden', 'hide it')
    .option('--no-hidden', 'show it')
    .action((id: string, { name, ...options }: LibraryOptions) =>
      inDirectory((context) =>
        change(context, `Library ${id} changed.`, (customer) =>
          withChangedLibrary(customer, id, { ...options, ...given('displayName', name) }),
        ),
      ),
    );
  catalogue
    .command('remove-library <id>')
    .description('Only one that no user and no group is in; one that was ever used can be hidden.')
    .action((library: string) =>
      inDirectory((context) => remove(context, { library }, (customer) => withoutLibrary(customer, library))),
    );
  catalogue
    .command('default-library <id>')
    .description('The preferred library of people who are given none.')
    .action((id: string) =>
      inDirectory((context) =>
        change(context, `Default library is now ${id}.`, (customer) => withDefaultLibrary(customer, id)),
      ),
    );
}

function addRoleCommands(catalogue: Command, inDirectory: InDirectory): void {
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
        change(context, `Role ${role} of library ${library} changed.`, (customer) =>
          withChangedRole(customer, { library, role }, roleChange(options)),
        ),
      ),
    );
  catalogue
    .command('remove-role <library> <role>')
    .description('Only one that nobody holds; refused with the number of holders otherwise.')
    .action((library: string, role: string) =>
      inDirectory((context) =>
        remove(context, { library, role }, (customer) => withoutRole(customer, library, role)),
      ),
    );
}

async function show({ customer, configured, store, output }: CommandContext): Promise<void> {
  const { libraries, defaultLibrary } = customer;
  const rows = libraries.flatMap((library) =>
    library.roles.map((role) => ({ library, role, isDefault: library.id === defaultLibrary })),
  );
  await output.rows(COLUMNS, rows);
  const differences = settingsDifferences(configured, await store.directory.settings(customer.id));
  for (const difference of differences) output.say(`Differs from the configuration file: ${difference}`);
}

function addLibrary(
  context: CommandContext,
  id: string,
  { name, type, hidden }: LibraryOptions,
): Promise<void> {
  const library = { id, displayName: name ?? id, type: type ?? 'worksite', hidden: hidden ?? false };
  return change(context, `Library ${id} added.`, (customer) => withLibrary(customer, library));
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
  return change(context, `Role ${role} added to library ${library}.`, (customer) =>
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

async function change(
  context: CommandContext,
  done: string,
  decide: (customer: Customer) => Catalogue,
): Promise<void> {
  await changeCatalogue(administration(context), decide);
  context.output.say(done);
}

async function remove(
  context: CommandContext,
  named: { readonly library: string; readonly role?: string },
  decide: (customer: Customer) => Catalogue,
): Promise<void> {
  const untilEarlierWritesEnded = (): Promise<void> => context.store.untilEarlierWritesEnded();
  await removeUnused({ ...administration(context), untilEarlierWritesEnded }, named, decide);
  context.output.say(
    named.role === undefined ? `Library ${named.library} removed.` : `Role ${named.role} removed.`,
  );
}

/** Shared with `rules`. */
export function administration({ services, configured, actor }: CommandContext): Administration {
  const { store, now, newId } = services;
  return { store, configured, actor, now, newId };
}

function given<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: V };
}
