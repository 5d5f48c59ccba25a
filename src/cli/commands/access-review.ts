// `access-review`: who had access to what on a date, or what changed between two dates. Knows nothing of how events are folded.

import type { Command } from 'commander';
import {
  accessDifference,
  ACCESS_COLUMNS,
  type AccessChange,
  type AccessColumn,
} from '../../directory/answers/access-difference';
import { accessReview, type Access, type AccessRow } from '../../directory/answers/access-review';
import { DATE_HELP, momentOf } from '../../directory/answers/moment';
import type { Column, CommandContext, InDirectory } from '../context';
import { personColumns } from './columns';

type Cell = Access[AccessColumn] | null;

const HEADINGS: Readonly<Record<AccessColumn, string>> = {
  role: 'Role',
  librarySignIn: 'Library sign-in',
  groups: 'Groups',
  external: 'External',
  nrtAdmin: 'NRTADMIN',
  globalSignIn: 'Global sign-in',
};

const REVIEW: readonly Column<AccessRow>[] = [
  ...personColumns<AccessRow>(({ person }) => person),
  { heading: 'Library', name: 'library', value: ({ library }) => library },
  ...ACCESS_COLUMNS.map((column): Column<AccessRow> => ({
    heading: HEADINGS[column],
    name: column,
    value: (row) => row[column],
  })),
];

const DIFFERENCE: readonly Column<AccessChange>[] = [
  ...personColumns<AccessChange>(({ person }) => person),
  { heading: 'Library', name: 'library', value: ({ library }) => library },
  { heading: 'Change', name: 'change', value: ({ change }) => change },
  ...ACCESS_COLUMNS.flatMap((column): readonly Column<AccessChange>[] => [
    {
      heading: `${HEADINGS[column]} before`,
      name: `${column}Before`,
      value: ({ before, changed }) => changedCell(before, changed, column),
    },
    {
      heading: `${HEADINGS[column]} after`,
      name: `${column}After`,
      value: ({ after, changed }) => changedCell(after, changed, column),
    },
  ]),
];

const HELP = `
One row for each user and library as they were on that date, told from the events alone. Groups are those of the library
and the global ones, by groupId; a deleted person keeps role and groups, as iManage keeps them, and is shown as deleted.
With --against: one row for each user and library whose access differs, with before and after of every column that changed
and nothing in the others; the earlier of the two dates is "before".

  imanage-scim access-review --at 2026-03-31 --csv > review.csv`;

interface Options {
  readonly at: string;
  readonly against?: string;
}

export function addAccessReview(program: Command, inDirectory: InDirectory): void {
  program
    .command('access-review')
    .description('Show who had access to what on a date, or what changed between two dates.')
    .requiredOption('--at <date>', DATE_HELP)
    .option('--against <date>', 'another date to compare with')
    .addHelpText('after', HELP)
    .action((options: Options) => inDirectory((context) => review(context, options)));
}

async function review(
  { store, customer, services, output }: CommandContext,
  { at, against }: Options,
): Promise<void> {
  const known = { first: await store.history.firstEventAt(customer.id), now: services.now() };
  const moment = momentOf('--at', at, known);
  if (against === undefined) {
    await output.rows(REVIEW, accessReview(store.history, customer.id, moment));
    return;
  }
  const other = momentOf('--against', against, known);
  const [earlier, later] = moment < other ? [moment, other] : [other, moment];
  await output.rows(DIFFERENCE, accessDifference(store.history, customer.id, { earlier, later }));
}

function changedCell(
  access: Access | undefined,
  changed: readonly AccessColumn[],
  column: AccessColumn,
): Cell {
  return access === undefined || !changed.includes(column) ? null : access[column];
}
