// `groups`: the groups as they are, and how many are in them. Knows nothing of how they are counted.

import type { Command } from 'commander';
import type { DownloadRow } from '../../admin/place';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { byCreation } from '../order';

type Row = DownloadRow<'groups.export'>;

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Group', name: 'displayName', value: ({ name }) => name },
  { heading: 'Group ID', name: 'groupId', value: ({ groupId }) => groupId },
  { heading: 'Library', name: 'library', value: ({ library }) => (library === '' ? '(global)' : library) },
  { heading: 'State', name: 'state', value: ({ state }) => state },
  { heading: 'Kind', name: 'kind', value: ({ kind }) => kind },
  { heading: 'Reserved', name: 'reserved', value: ({ reserved }) => reserved },
  // As the group shows them: without deleted people.
  { heading: 'Members', name: 'members', value: ({ members, deletedMembers }) => members - deletedMembers },
  { heading: 'Disabled', name: 'disabledMembers', value: ({ disabledMembers }) => disabledMembers },
  { heading: 'Deleted', name: 'deletedMembers', value: ({ deletedMembers }) => deletedMembers },
  { heading: 'Id', name: 'id', value: ({ id }) => id },
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
      inDirectory(async (context) => {
        const groups = wanted(context, query, options.deleted === true);
        await context.output.rows(COLUMNS, await byCreation(groups));
      }),
    );
}

async function* wanted(
  { download }: CommandContext,
  text: string | undefined,
  deletedToo: boolean,
): AsyncGenerator<Row> {
  yield* download('groups.export', said({ text }));
  if (deletedToo) yield* download('groups.export', said({ text, state: 'deleted' as const }));
}
