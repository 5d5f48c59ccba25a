// `externals`: the external people, since when they are there, and where. Knows nothing of how they are found.

import type { Command } from 'commander';
import type { Answer } from '../../admin/place';
import { assignmentTexts } from '../../directory/answers/facts';
import type { Column, CommandContext, InDirectory } from '../context';
import { byCreation } from '../order';
import { personColumns, teamText } from './columns';

type Row = Answer<'externals.list'>['rows'][number];

const COLUMNS: readonly Column<Row>[] = [
  ...personColumns<Row>((row) => row),
  { heading: 'E-mail', name: 'email', value: ({ email }) => email },
  { heading: 'Since', name: 'created', value: ({ since }) => since },
  { heading: 'Sign-in', name: 'signIn', value: ({ signIn }) => signIn },
  { heading: 'Location', name: 'location', value: ({ location }) => location },
  { heading: 'Libraries', name: 'libraries', value: ({ libraries }) => assignmentTexts(libraries) },
  { heading: 'Groups', name: 'groups', value: ({ groups }) => groups.map(teamText) },
];

const PAGE = 500;

interface Options {
  readonly deleted?: true;
}

export function addExternals(program: Command, inDirectory: InDirectory): void {
  program
    .command('externals')
    .description(
      'List the external people: who, since when, in which libraries and groups, with which sign-in.',
    )
    .option('--deleted', 'those who were deleted, too')
    .action((options: Options) => inDirectory((context) => list(context, options)));
}

async function list({ rows, output }: CommandContext, { deleted }: Options): Promise<void> {
  const people = rows('externals.list', { deleted: deleted === true, limit: PAGE });
  await output.rows(COLUMNS, await byCreation(people));
}
