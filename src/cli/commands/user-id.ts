// `user-id check`: whether a User ID may still be given to somebody. Knows nothing of who is asked for it.

import type { Command } from 'commander';
import { checkUserId, type UserIdAnswer } from '../../directory/answers/user-id-check';
import type { Column, CommandContext, InDirectory } from '../context';
import { moment } from './columns';

interface Checked {
  readonly asked: string;
  readonly answer: UserIdAnswer;
}

const COLUMNS: readonly Column<Checked>[] = [
  {
    heading: 'User ID',
    name: 'userId',
    value: ({ asked, answer }) => ('userId' in answer ? answer.userId : asked),
  },
  { heading: 'State', name: 'state', value: ({ answer }) => answer.state },
  {
    heading: 'Who',
    name: 'fullName',
    value: ({ answer }) => ('holder' in answer ? answer.holder.fullName : null),
  },
  {
    heading: 'User name',
    name: 'userName',
    value: ({ answer }) => ('holder' in answer ? answer.holder.userName : null),
  },
  { heading: 'Id', name: 'id', value: ({ answer }) => ('holder' in answer ? answer.holder.id : null) },
  {
    heading: 'Deleted',
    name: 'deletedAt',
    value: ({ answer }) => ('deletedAt' in answer ? moment(answer.deletedAt) : null),
  },
  { heading: 'Why', name: 'reason', value: ({ answer }) => ('reason' in answer ? answer.reason : null) },
];

export function addUserId(program: Command, inDirectory: InDirectory): void {
  program
    .command('user-id')
    .description('Answers about User IDs, which are never given to a second person.')
    .command('check')
    .description(
      'Tell whether a User ID is free, in use, burned by somebody who was deleted, or none that iManage can hold.',
    )
    .argument('<id>', 'compared without letter case')
    .action((id: string) => inDirectory((context) => check(context, id)));
}

async function check({ store, customer, output }: CommandContext, asked: string): Promise<void> {
  await output.rows(COLUMNS, [{ asked, answer: await checkUserId(store.history, customer.id, asked) }]);
}
