// `catalogue …-library`: libraries added, changed, removed, and made the default one. Knows no rule of the catalogue.

import { Option, type Command } from 'commander';
import { said } from '../asking';
import type { CommandContext, InDirectory } from '../context';
import { REASON_OPTION, reasonOf, type Reasoned } from '../reason';

interface LibraryOptions {
  readonly name?: string;
  readonly type?: 'worksite' | 'linksite';
  readonly hidden?: boolean;
}

export function addLibraryCommands(catalogue: Command, inDirectory: InDirectory): void {
  const type = (): Option => new Option('--type <type>', 'kind of library').choices(['worksite', 'linksite']);
  catalogue
    .command('add-library <id>')
    .description('A library that exists in iManage; it gets the roles DEFAULT and DEFAULT EXTERNAL.')
    .option('--name <text>', 'name shown to people (default: the id)')
    .addOption(type().default('worksite'))
    .option('--hidden', 'hidden in iManage')
    .action((id: string, options: LibraryOptions) => inDirectory((context) => add(context, id, options)));
  catalogue
    .command('change-library <id>')
    .description('Its name, kind, or whether it is hidden; the id stays.')
    .option('--name <text>', 'name shown to people')
    .addOption(type())
    .option('--hidden', 'hide it')
    .option('--no-hidden', 'show it')
    .action((id: string, options: LibraryOptions) => inDirectory((context) => change(context, id, options)));
  catalogue
    .command('remove-library <id>')
    .description('Only one that no user and no group is in; one that was ever used can be hidden.')
    .option(...REASON_OPTION)
    .action((library: string, options: Reasoned) =>
      inDirectory(async ({ ask, output }) => {
        await ask('catalogue.removeLibrary', { library, reason: reasonOf(options) });
        output.say(`Library ${library} removed.`);
      }),
    );
  catalogue
    .command('default-library <id>')
    .description('The preferred library of people who are given none.')
    .action((library: string) =>
      inDirectory(async ({ ask, output }) => {
        await ask('catalogue.setDefaultLibrary', { library });
        output.say(`Default library is now ${library}.`);
      }),
    );
}

async function add(
  { ask, output }: CommandContext,
  library: string,
  { name, ...options }: LibraryOptions,
): Promise<void> {
  await ask('catalogue.addLibrary', said({ library, displayName: name, ...options }));
  output.say(`Library ${library} added.`);
}

async function change(
  { ask, output }: CommandContext,
  library: string,
  { name, ...options }: LibraryOptions,
): Promise<void> {
  await ask('catalogue.changeLibrary', said({ library, displayName: name, ...options }));
  output.say(`Library ${library} changed.`);
}
