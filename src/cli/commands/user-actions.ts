// `users disable`, `enable`, `approve-return` and `undo`: what admins do to one person by hand, with its reason. Knows nothing of how it is done.

import type { Command } from 'commander';
import type { Answer } from '../../admin/place';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { personColumns, sayAll } from './columns';

type Done = Answer<'people.disable'>;
type State = Done['person'] & { readonly event: string | null };

const COLUMNS: readonly Column<State>[] = [
  ...personColumns<State>((row) => row),
  { heading: 'Sign-in', name: 'signIn', value: ({ signIn }) => signIn },
  {
    heading: 'Return approved until',
    name: 'returnApprovedUntil',
    value: ({ returnApprovedUntil }) => returnApprovedUntil,
  },
  { heading: 'Event', name: 'event', value: ({ event }) => event },
];

interface Options {
  readonly reason: string;
  readonly preview?: true;
}

const ACTIONS = [
  {
    name: 'disable',
    operation: 'people.disable',
    description: 'Take the sign-in of a person away, everywhere, whatever the identity provider says.',
  },
  {
    name: 'enable',
    operation: 'people.enable',
    description: 'Give a disabled person the sign-in back; the identity provider may take it away again.',
  },
  {
    name: 'approve-return',
    operation: 'people.approveReturn',
    description: 'Let a deleted person come back once as the same iManage user, within 30 days.',
  },
] as const;

export function addUserActions(users: Command, inDirectory: InDirectory): void {
  for (const { name, operation, description } of ACTIONS)
    reasoned(users.command(name).description(description))
      .argument('<id>', 'id, userName, User ID or e-mail address')
      .action((person: string, options: Options) =>
        inDirectory(async (context) => {
          const done = await context.ask(operation, { person, ...options });
          await show(
            context,
            [{ ...done.person, event: done.event }],
            [...done.done, ...done.warnings, done.undo],
          );
        }),
      );
  reasoned(users.command('undo').description('Take an action on a person back, by its event.'))
    .argument('<event>', 'as the action told it, or as the log shows it')
    .action((event: string, options: Options) =>
      inDirectory(async (context) => {
        const { people, done, skipped, ...undone } = await context.ask(
          'people.undo',
          said({ event, ...options }),
        );
        const states = people.map((person) => ({ ...person, event: undone.event }));
        await show(context, states, [...done, ...skipped, undone.undo]);
      }),
    );
}

function reasoned(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why, in 3 to 500 characters; it is kept in the sync log')
    .option('--preview', 'only say what would be done');
}

async function show(
  context: CommandContext,
  states: readonly State[],
  sentences: readonly string[],
): Promise<void> {
  await context.output.rows(COLUMNS, states);
  sayAll(context, sentences);
}
