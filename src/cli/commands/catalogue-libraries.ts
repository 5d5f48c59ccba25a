// `catalogue …-library`: libraries added, changed, removed, and made the default one. Knows no rule of the catalogue.

import { Option, type Command } from 'commander';
import {
  withChangedLibrary,
  withDefaultLibrary,
  withLibrary,
  withoutLibrary,
} from '../../directory/catalogue';
import type { Library } from '../../directory/customer';
import { changeCatalogueOf, given, removeFromCatalogue } from '../administration';
import type { CommandContext, InDirectory } from '../context';

interface LibraryOptions {
  readonly name?: string;
  readonly type?: Library['type'];
  readonly hidden?: boolean;
}
export function addLibraryCommands(catalogue: Command, inDirectory: InDirectory): void {
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
        changeCatalogueOf(context, `Library ${id} changed.`, (customer) =>
          withChangedLibrary(customer, id, { ...options, ...given('displayName', name) }),
        ),
      ),
    );
  catalogue
    .command('remove-library <id>')
    .description('Only one that no user and no group is in; one that was ever used can be hidden.')
    .action((library: string) =>
      inDirectory((context) =>
        removeFromCatalogue(context, { library }, (customer) => withoutLibrary(customer, library)),
      ),
    );
  catalogue
    .command('default-library <id>')
    .description('The preferred library of people who are given none.')
    .action((id: string) =>
      inDirectory((context) =>
        changeCatalogueOf(context, `Default library is now ${id}.`, (customer) =>
          withDefaultLibrary(customer, id),
        ),
      ),
    );
}

function addLibrary(
  context: CommandContext,
  id: string,
  { name, type, hidden }: LibraryOptions,
): Promise<void> {
  const library = { id, displayName: name ?? id, type: type ?? 'worksite', hidden: hidden ?? false };
  return changeCatalogueOf(context, `Library ${id} added.`, (customer) => withLibrary(customer, library));
}
