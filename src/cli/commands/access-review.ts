// `access-review`: who had access to what on a date, or what changed between two dates. Knows nothing of how events are folded.

import type { Command } from 'commander';
import type { DownloadRow } from '../../admin/place';
import { ACCESS_COLUMNS, type AccessColumn } from '../../directory/answers/access-difference';
import { DATE_HELP } from '../../directory/answers/moment';
import type { Column, CommandContext, InDirectory } from '../context';
import { inOptions } from '../option-words';
import { personColumns } from './columns';

type Access = DownloadRow<'review.export'>;
type Change = DownloadRow<'review.exportChanges'>;

const HEADINGS: Readonly<Record<AccessColumn, string>> = {
  role: 'Role',
  librarySignIn: 'Library sign-in',
  groups: 'Groups',
  external: 'External',
  nrtAdmin: 'NRTADMIN',
  globalSignIn: 'Global sign-in',
};

const REVIEW: readonly Column<Access>[] = [
  ...personColumns<Access>((row) => row),
  { heading: 'Library', name: 'library', value: ({ library }) => library },
  ...ACCESS_COLUMNS.map((column): Column<Access> => ({
    heading: HEADINGS[column],
    name: column,
    value: (row) => row[column],
  })),
];

const DIFFERENCE: readonly Column<Change>[] = [
  ...personColumns<Change>((row) => row),
  { heading: 'Library', name: 'library', value: ({ library }) => library },
  { heading: 'Change', name: 'change', value: ({ change }) => change },
  ...ACCESS_COLUMNS.flatMap((column): readonly Column<Change>[] => [
    {
      heading: `${HEADINGS[column]} before`,
      name: `${column}Before`,
      value: (row) => changedCell(column, row[`${column}Before`]),
    },
    {
      heading: `${HEADINGS[column]} after`,
      name: `${column}After`,
      value: (row) => changedCell(column, row[`${column}After`]),
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

function review({ download, output }: CommandContext, { at, against }: Options): Promise<void> {
  const work =
    against === undefined
      ? output.rows(REVIEW, download('review.export', { at }))
      : output.rows(DIFFERENCE, download('review.exportChanges', { at, against }));
  return inOptions(['at', 'against'], work);
}

/** Flags come as texts, for a file has a text in each of these columns. */
function changedCell(
  column: AccessColumn,
  cell: string | string[] | null,
): string | string[] | boolean | null {
  return cell !== null && (column === 'external' || column === 'nrtAdmin') ? cell === 'true' : cell;
}
