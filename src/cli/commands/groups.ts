// `groups`: the groups as they are, and how many are in them. Knows nothing of how they are counted.

import type { Command } from 'commander';
import { teams, type TeamRow } from '../../directory/answers/teams';
import type { Column, CommandContext, InDirectory } from '../context';
import { kind } from './columns';

const COLUMNS: readonly Column<TeamRow>[] = [
  { heading: 'Group', name: 'displayName', value: ({ team }) => team.displayName },
  { heading: 'Group ID', name: 'groupId', value: ({ team }) => team.groupId },
  { heading: 'Library', name: 'library', value: ({ team }) => team.library ?? '(global)' },
  { heading: 'State', name: 'state', value: ({ team }) => state(team) },
  { heading: 'Kind', name: 'kind', value: ({ team }) => kind(team.external) },
  { heading: 'Reserved', name: 'reserved', value: ({ team }) => team.reserved },
  { heading: 'Members', name: 'members', value: ({ members }) => members },
  { heading: 'Disabled', name: 'disabledMembers', value: ({ disabledMembers }) => disabledMembers },
  { heading: 'Deleted', name: 'deletedMembers', value: ({ deletedMembers }) => deletedMembers },
  { heading: 'Id', name: 'id', value: ({ team }) => team.id },
];

const HELP = `
Members are counted as the group shows them; "Disabled" are those of them who may not sign in. "Deleted" are people whose
membership iManage keeps and no list shows.`;

interface Options {
  readonly deleted?: true;
}

export function addGroups(program: Command, inDirectory: InDirectory): void {
  program
    .command('groups')
    .description('List the groups, with how many are in them.')
    .argument('[query]', 'part of a name or Group ID, without letter case')
    .option('--deleted', 'those that were deleted, too')
    .addHelpText('after', HELP)
    .action((query: string | undefined, options: Options) =>
      inDirectory((context) => list(context, query, options)),
    );
}

async function list(
  { store, customer, output }: CommandContext,
  called: string | undefined,
  { deleted }: Options,
): Promise<void> {
  await output.rows(COLUMNS, teams(store.history, customer.id, { called, deletedToo: deleted === true }));
}

function state({ deleted, enabled }: TeamRow['team']): 'deleted' | 'enabled' | 'disabled' {
  if (deleted) return 'deleted';
  return enabled ? 'enabled' : 'disabled';
}
