// `users` and `users show`: the people as they are, and one of them with all that happened. Knows nothing of how they are found.

import type { Command } from 'commander';
import type { Answer, DownloadRow } from '../../admin/place';
import { assignmentTexts } from '../../directory/answers/facts';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { byCreation } from '../order';
import { kind, personColumns, teamText } from './columns';
import { addUserActions } from './user-actions';

type Row = DownloadRow<'people.export'>;

const LIST: readonly Column<Row>[] = [
  ...personColumns<Row>((row) => row),
  { heading: 'E-mail', name: 'email', value: ({ email }) => email },
  { heading: 'Sign-in', name: 'signIn', value: ({ signIn }) => signIn },
  { heading: 'Kind', name: 'kind', value: (row) => row.kind },
  { heading: 'Libraries', name: 'libraries', value: ({ libraries }) => libraries },
  { heading: 'Groups', name: 'groups', value: ({ groups }) => groups.length },
  { heading: 'Id', name: 'id', value: ({ id }) => id },
];

/** What a person is, and what happened, in one table: a name or a moment, and what is to be said of it. */
interface Line {
  readonly part: 'person' | 'history';
  readonly name: string;
  readonly value: string | readonly string[];
}

const WHOLE: readonly Column<Line>[] = [
  { heading: 'Part', name: 'part', value: ({ part }) => part },
  { heading: 'Name', name: 'name', value: ({ name }) => name },
  { heading: 'Value', name: 'value', value: ({ value }) => value },
];

interface Options {
  readonly deleted?: true;
}

export function addUsers(program: Command, inDirectory: InDirectory): void {
  const users = program
    .command('users')
    .description('List the people, with their sign-in and libraries; act on one of them.')
    .argument('[query]', 'part of a name, User ID or e-mail address, without letter case')
    .option('--deleted', 'those who were deleted, too')
    .action((query: string | undefined, options: Options) =>
      inDirectory((context) => list(context, query, options)),
    );
  users
    .command('show')
    .description('Show one person whole, with all that happened, newest first.')
    .argument('<id>', 'id, userName, User ID or e-mail address')
    .action((id: string) =>
      inDirectory(async (context) => {
        const person = await context.ask('people.show', { person: id });
        await context.output.rows(WHOLE, wholePerson(context, person));
      }),
    );
  addUserActions(users, inDirectory);
}

async function list(
  { download, output }: CommandContext,
  called: string | undefined,
  { deleted }: Options,
): Promise<void> {
  const signIn = deleted === true ? undefined : ('live' as const);
  await output.rows(LIST, await byCreation(download('people.export', said({ part: called, signIn }))));
}

async function* wholePerson(
  { download }: CommandContext,
  person: Answer<'people.show'>,
): AsyncGenerator<Line> {
  for (const [name, value] of attributes(person)) yield { part: 'person', name, value };
  for await (const { at, id, connection, on, what } of download('events.export', { person: person.ids.id })) {
    const where = id === person.ids.id ? '' : `${on}: `;
    yield { part: 'history', name: at, value: `${connection}: ${where}${what.join('; ')}` };
  }
}

function attributes(
  person: Answer<'people.show'>,
): readonly (readonly [name: string, value: string | readonly string[]])[] {
  const { signIn, deleted } = person;
  return [
    ['id', person.id],
    ['User ID', person.userId],
    ['User name', person.userName],
    ['Full name', person.fullName],
    ['E-mail', person.email],
    ['Sign-in', signIn.status],
    ['Kind', kind(person.external)],
    ['Location', person.location],
    ['Preferred library', person.preferredLibrary],
    ['Libraries', assignmentTexts(person.libraries)],
    ['Groups', person.groups.map(teamText)],
    ['Created', person.created],
    ['Last modified', person.lastModified],
    ...(signIn.status === 'deleted' ? [['Deleted', deleted?.at ?? ''] as const] : []),
    ['Version', String(person.version)],
  ];
}
