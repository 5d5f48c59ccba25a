// `leavers`: what is left of disabled and deleted people. Knows nothing of how it is found or cleaned up.

import { Option, type Command } from 'commander';
import { teamText } from '../../directory/answers/facts';
import { leavers, type Leaver } from '../../directory/answers/leavers';
import type { Column, CommandContext, InDirectory } from '../context';
import { Misuse } from '../failure';
import { moment, personColumns } from './columns';
import { cleanUp, undoRun, withResidue } from './leaver-clean-up';

const LIST: readonly Column<Leaver>[] = [
  ...personColumns<Leaver>(({ person }) => person),
  { heading: 'Sign-in', name: 'signIn', value: ({ person }) => person.signIn },
  { heading: 'Disabled', name: 'disabledAt', value: ({ disabled }) => moment(disabled?.at) },
  { heading: 'Disabled by', name: 'disabledBy', value: ({ disabled }) => disabled?.by ?? null },
  { heading: 'Deleted', name: 'deletedAt', value: ({ deleted }) => moment(deleted?.at) },
  { heading: 'Groups', name: 'groups', value: ({ groups }) => groups.map(teamText) },
  {
    heading: 'Reserved groups',
    name: 'reserved',
    value: ({ groups }) => groups.some((team) => team.reserved),
  },
  { heading: 'Libraries enabled', name: 'libraries', value: ({ libraries }) => libraries },
];

const HELP = `
Lists everybody who is disabled or deleted, with the groups that still name them and the libraries that are still enabled.
--clean takes both away, from everybody or from those who are named; it shows what it would do until --yes is given, and
then tells the run by which --undo gives back what was taken. Disabled groups are frozen and stay as they are, and so do
reserved ones unless the rule reservedGroups is "allow". Nobody's sign-in is touched.

  imanage-scim leavers --residue
  imanage-scim leavers --clean mdavenport jsmith --yes
  imanage-scim leavers --undo clean-0198c7…`;

interface Options {
  readonly residue?: true;
  readonly clean?: true | readonly string[];
  readonly yes?: true;
  readonly undo?: string;
}

export function addLeavers(program: Command, inDirectory: InDirectory): void {
  program
    .command('leavers')
    .description('Show what is left of each disabled or deleted person; take it away, and give it back.')
    .option('--residue', 'only those of whom something is left')
    .option('--clean [user...]', 'take it away: from everybody, or from these')
    .option('--yes', 'do it, with --clean')
    .addOption(
      new Option('--undo <run>', 'give back what this clean-up took').conflicts(['clean', 'yes', 'residue']),
    )
    .addHelpText('after', HELP)
    .action((options: Options) => inDirectory((context) => run(context, options)));
}

function run(context: CommandContext, { residue, clean, yes, undo }: Options): Promise<void> {
  if (undo !== undefined) return undoRun(context, undo);
  if (clean !== undefined) return cleanUp(context, clean === true ? [] : clean, yes !== true);
  if (yes === true) throw new Misuse('--yes goes with --clean');
  return list(context, residue === true);
}

async function list({ store, customer, output }: CommandContext, residueOnly: boolean): Promise<void> {
  const everybody = leavers(store.history, customer.id);
  await output.rows(LIST, residueOnly ? withResidue(everybody) : everybody);
}
