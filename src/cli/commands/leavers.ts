// `leavers`: what is left of disabled and deleted people. Knows nothing of how it is found or cleaned up.

import { Option, type Command } from 'commander';
import type { DownloadRow } from '../../admin/place';
import type { Column, CommandContext, InDirectory } from '../context';
import { Misuse } from '../failure';
import { byCreation } from '../order';
import { REASON_OPTION, reasonOf, type Reasoned } from '../reason';
import { orNull, personColumns } from './columns';
import { cleanUp, undoRun } from './leaver-clean-up';

type Row = DownloadRow<'leavers.export'>;

const LIST: readonly Column<Row>[] = [
  ...personColumns<Row>((row) => row),
  { heading: 'Sign-in', name: 'signIn', value: ({ signIn }) => signIn },
  { heading: 'Disabled', name: 'disabledAt', value: ({ disabledAt }) => orNull(disabledAt) },
  { heading: 'Disabled by', name: 'disabledBy', value: ({ disabledBy }) => orNull(disabledBy) },
  { heading: 'Deleted', name: 'deletedAt', value: ({ deletedAt }) => orNull(deletedAt) },
  { heading: 'Groups', name: 'groups', value: ({ groups }) => groups },
  { heading: 'Reserved groups', name: 'reserved', value: ({ reserved }) => reserved },
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

interface Options extends Reasoned {
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
    .option(...REASON_OPTION)
    .addHelpText('after', HELP)
    .action((options: Options) => inDirectory((context) => run(context, options)));
}

function run(context: CommandContext, { residue, clean, yes, undo, ...reasoned }: Options): Promise<void> {
  const reason = reasonOf(reasoned);
  if (undo !== undefined) return undoRun(context, undo, reason);
  if (clean !== undefined)
    return cleanUp(context, clean === true ? [] : clean, { isPreview: yes !== true, reason });
  if (yes === true) throw new Misuse('--yes goes with --clean');
  return list(context, residue === true);
}

async function list({ download, output }: CommandContext, residue: boolean): Promise<void> {
  await output.rows(LIST, await byCreation(download('leavers.export', { residue })));
}
