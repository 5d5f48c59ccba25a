// `users` and `users show`: the people as they are, and one of them with all that happened. Knows nothing of how they are found.

import type { Command } from 'commander';
import { assignmentTexts, personNow, teamNow, teamText } from '../../directory/answers/facts';
import { eventList } from '../../directory/answers/event-list';
import { people, type PersonRow } from '../../directory/answers/people';
import type { UserRecord } from '../../directory/user-record';
import type { Column, CommandContext, InDirectory } from '../context';
import { kind, moment, personColumns } from './columns';
import { onePerson } from './lookup';

const LIST: readonly Column<PersonRow>[] = [
  ...personColumns<PersonRow>(({ person }) => person),
  { heading: 'E-mail', name: 'email', value: ({ person }) => person.email },
  { heading: 'Sign-in', name: 'signIn', value: ({ person }) => person.signIn },
  { heading: 'Kind', name: 'kind', value: ({ person }) => kind(person.external) },
  { heading: 'Libraries', name: 'libraries', value: ({ person }) => assignmentTexts(person.libraries) },
  { heading: 'Groups', name: 'groups', value: ({ groups }) => groups.length },
  { heading: 'Id', name: 'id', value: ({ person }) => person.id },
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
    .description('List the people, with their sign-in and libraries.')
    .argument('[query]', 'part of a name, User ID or e-mail address, without letter case')
    .option('--deleted', 'those who were deleted, too')
    .action((query: string | undefined, options: Options) =>
      inDirectory((context) => list(context, query, options)),
    );
  users
    .command('show')
    .description('Show one person whole, with all that happened, newest first.')
    .argument('<id>', 'id, userName, User ID or e-mail address')
    .action((id: string) => inDirectory((context) => show(context, id)));
}

async function list(
  { store, customer, output }: CommandContext,
  called: string | undefined,
  { deleted }: Options,
): Promise<void> {
  await output.rows(LIST, people(store.history, customer.id, { called, deletedToo: deleted === true }));
}

async function show(context: CommandContext, id: string): Promise<void> {
  await context.output.rows(WHOLE, wholePerson(context, await onePerson(context, id)));
}

async function* wholePerson({ store, customer }: CommandContext, user: UserRecord): AsyncGenerator<Line> {
  const groups = await store.history.groupsOf(customer.id, [user.id]);
  const texts = (groups.get(user.id) ?? []).map((group) => teamText(teamNow(group)));
  for (const [name, value] of attributes(user, texts)) yield { part: 'person', name, value };
  for await (const { event, on, words } of eventList(store.history, customer.id, { person: user.id })) {
    const where = event.resourceId === user.id ? '' : `${on}: `;
    yield {
      part: 'history',
      name: event.at.toISOString(),
      value: `${event.actor.connection}: ${where}${words.join('; ')}`,
    };
  }
}

function attributes(
  user: UserRecord,
  groups: readonly string[],
): readonly (readonly [name: string, value: string | readonly string[]])[] {
  const person = personNow(user);
  return [
    ['id', person.id],
    ['User ID', person.userId],
    ['User name', person.userName],
    ['Full name', person.fullName],
    ['E-mail', person.email],
    ['Sign-in', person.signIn],
    ['Kind', kind(person.external)],
    ['Location', person.location],
    ['Preferred library', person.preferredLibrary],
    ['Libraries', assignmentTexts(person.libraries)],
    ['Groups', groups],
    ['Created', user.created.toISOString()],
    ['Last modified', user.lastModified.toISOString()],
    ...(user.deletedAt === null ? [] : [['Deleted', moment(user.deletedAt) ?? ''] as const]),
    ['Version', String(user.version)],
  ];
}
