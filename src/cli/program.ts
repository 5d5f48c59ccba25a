// The commands that exist and the options that all of them take, in one table. Knows no command's work.

import { Command, Option } from 'commander';
import { addAccessReview } from './commands/access-review';
import { addAlerts } from './commands/alerts';
import { addBrake } from './commands/brake';
import { addCatalogue } from './commands/catalogue';
import { addConnections } from './commands/connections';
import { addEventStreams } from './commands/event-streams';
import { addEvents } from './commands/events';
import { addExport } from './commands/export';
import { addExternals } from './commands/externals';
import { addGroups } from './commands/groups';
import { addImport } from './commands/import';
import { addLeavers } from './commands/leavers';
import { addLog } from './commands/log';
import { addRules } from './commands/rules';
import { addSeats } from './commands/seats';
import { addUserId } from './commands/user-id';
import { addUsers } from './commands/users';
import type { InDirectory } from './context';
import { directoryOpener, type GlobalOptions, type Surroundings } from './directory';
import { write } from './text';

type AddCommand = (program: Command, inDirectory: InDirectory) => void;

/** In the order of the help. */
const COMMANDS: readonly AddCommand[] = [
  addUsers,
  addGroups,
  addExternals,
  addLeavers,
  addUserId,
  addSeats,
  addAccessReview,
  addLog,
  addEvents,
  addConnections,
  addEventStreams,
  addCatalogue,
  addRules,
  addBrake,
  addAlerts,
  addImport,
  addExport,
];

const MORE_HELP = `
It works on the database of the gateway, found as the gateway finds it: MONGODB_URI, or the embedded one under DATA_DIR,
whether a gateway runs there or not. GATEWAY_CONFIG says which customers there are. Tokens are not needed.

With --url it works from anywhere: a running gateway does the same, for whoever shows it the admin token. Better than with
--token, where others may see it, the token is in ADMIN_TOKEN or in the file that ADMIN_TOKEN_FILE names.

Results go to standard output, everything else to standard error. In CSV a text that a spreadsheet would run as a formula
gets an apostrophe in front. Exit code: 0 done, 1 failed, 2 wrong arguments or configuration, 130 ended by Ctrl-C.`;

export function createProgram(surroundings: Surroundings): Command {
  const program = new Command('imanage-scim')
    .description('Answers and changes for the admins of the iManage directory.')
    .addOption(new Option('--customer <id>', 'whose directory (default: the only customer)'))
    .addOption(new Option('--url <url>', 'ask the gateway at this https address instead of the database'))
    .addOption(
      new Option('--token <token>', 'admin token, with --url (default: ADMIN_TOKEN of the environment)'),
    )
    .addOption(new Option('--json', 'results as JSON'))
    .addOption(new Option('--csv', 'results as CSV').conflicts('json'))
    .addHelpText('after', MORE_HELP)
    .configureOutput({
      writeOut: (text) => void write(surroundings.streams.results, text).catch(() => undefined),
      writeErr: (text) => void write(surroundings.streams.remarks, text).catch(() => undefined),
    })
    .showSuggestionAfterError()
    // Faults come back as errors: the process ends in one place.
    .exitOverride();
  const inDirectory = directoryOpener(surroundings, () => program.opts<GlobalOptions>());
  for (const add of COMMANDS) add(program, inDirectory);
  return program;
}
