// `user-id check`: whether a User ID may still be given to somebody. Knows nothing of who is asked for it.

import type { Command } from 'commander';
import type { Answer } from '../../admin/place';
import type { Column, InDirectory } from '../context';

const COLUMNS: readonly Column<Answer<'userids.check'>>[] = [
  { heading: 'User ID', name: 'userId', value: ({ userId }) => userId },
  { heading: 'State', name: 'state', value: ({ state }) => state },
  { heading: 'Who', name: 'fullName', value: ({ holder }) => holder?.fullName ?? null },
  { heading: 'User name', name: 'userName', value: ({ holder }) => holder?.userName ?? null },
  { heading: 'Id', name: 'id', value: ({ holder }) => holder?.id ?? null },
  { heading: 'Deleted', name: 'deletedAt', value: ({ deletedAt }) => deletedAt },
  { heading: 'Why', name: 'reason', value: ({ reason }) => reason },
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
    .action((userId: string) =>
      inDirectory(async ({ ask, output }) => {
        await output.rows(COLUMNS, [await ask('userids.check', { userId })]);
      }),
    );
}
