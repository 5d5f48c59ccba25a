// `externals`: the external people, since when they are there, and where. Knows nothing of how they are found.

import type { Command } from 'commander';
import { assignmentTexts, teamText } from '../../directory/answers/facts';
import { people, type PersonRow } from '../../directory/answers/people';
import type { Column, CommandContext, InDirectory } from '../context';
import { moment, personColumns } from './columns';

const COLUMNS: readonly Column<PersonRow>[] = [
  ...personColumns<PersonRow>(({ person }) => person),
  { heading: 'E-mail', name: 'email', value: ({ person }) => person.email },
  { heading: 'Since', name: 'created', value: ({ created }) => moment(created) },
  { heading: 'Sign-in', name: 'signIn', value: ({ person }) => person.signIn },
  { heading: 'Location', name: 'location', value: ({ person }) => person.location },
  { heading: 'Libraries', name: 'libraries', value: ({ person }) => assignmentTexts(person.libraries) },
  { heading: 'Groups', name: 'groups', value: ({ groups }) => groups.map(teamText) },
];

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

async function list({ store, customer, output }: CommandContext, { deleted }: Options): Promise<void> {
  const wanted = { externalOnly: true, deletedToo: deleted === true };
  await output.rows(COLUMNS, people(store.history, customer.id, wanted));
}
