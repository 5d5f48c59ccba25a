// `seats`: how many people take a paid seat, of what kind and where, now or over time. Knows nothing of how they are counted.

import { Option, type Command } from 'commander';
import type { Answer } from '../../admin/place';
import { EVERY, type Every } from '../../directory/answers/moment';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { CommandFailure } from '../failure';
import { inOptions } from '../option-words';

interface Count {
  readonly seats: number;
  readonly internal: number;
  readonly external: number;
}

function countColumns<T extends Count>(): readonly Column<T>[] {
  return [
    { heading: 'Seats', name: 'seats', value: ({ seats }) => seats },
    { heading: 'Internal', name: 'internal', value: ({ internal }) => internal },
    { heading: 'External', name: 'external', value: ({ external }) => external },
  ];
}

interface Row extends Count {
  readonly by: string;
  readonly value: string;
}

const NOW: readonly Column<Row>[] = [
  { heading: 'By', name: 'by', value: ({ by }) => by },
  { heading: 'Value', name: 'value', value: ({ value }) => (value === '' ? '(none)' : value) },
  ...countColumns<Row>(),
];

type Moment = Answer<'seats.overTime'>['rows'][number];
const OVER_TIME: readonly Column<Moment>[] = [
  { heading: 'At', name: 'at', value: ({ at }) => at },
  ...countColumns<Moment>(),
];

const HELP = `
A seat is taken by everybody whose sign-in is enabled. "library" counts by preferred library; "serves nobody" names each
person who takes a seat and may sign in to no library. With --over-time: the number at each moment, from the events; from
the first event, or --from, to now, or --to, both included. A date stands for the end of its day, UTC.`;

interface Options {
  readonly overTime?: true;
  readonly from?: string;
  readonly to?: string;
  readonly every: Every;
}

export function addSeats(program: Command, inDirectory: InDirectory): void {
  program
    .command('seats')
    .description(
      'Count the licence seats: by kind, preferred library and location, and those that serve nobody.',
    )
    .option('--over-time', 'how many there were at each moment')
    .option('--from <date>', 'first moment, with --over-time')
    .option('--to <date>', 'last moment, with --over-time')
    .addOption(
      new Option('--every <step>', 'between two moments, with --over-time').choices(EVERY).default('day'),
    )
    .addHelpText('after', HELP)
    .action((options: Options) =>
      inDirectory((context) =>
        options.overTime === true ? showOverTime(context, options) : showNow(context, options),
      ),
    );
}

async function showNow(context: CommandContext, { from, to }: Options): Promise<void> {
  if (from !== undefined || to !== undefined) throw new CommandFailure('--from and --to go with --over-time');
  const counts = await context.ask('overview.seats', {});
  await context.output.rows(NOW, [...countRows(counts), ...(await servingNobody(context))]);
}

/** Each that is a row of somebody, the most seats first. */
function countRows({ seats, internal, external, ...by }: Answer<'overview.seats'>): readonly Row[] {
  const kinds = [
    { by: 'kind', value: 'external', seats: external, internal: 0, external },
    { by: 'kind', value: 'internal', seats: internal, internal, external: 0 },
  ].sort((one, other) => other.seats - one.seats);
  return [
    { by: 'total', value: 'all', seats, internal, external },
    ...kinds,
    ...by.byLibrary.map((row) => ({ ...row, by: 'library' })),
    ...by.byLocation.map((row) => ({ ...row, by: 'location' })),
  ].filter((row) => row.seats > 0);
}

/** Each by name, for somebody should look at each. */
async function servingNobody({ download }: CommandContext): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { userId, userName, fullName, kind } of download('people.export', {
    seat: 'servesNobody',
  })) {
    const external = kind === 'external' ? 1 : 0;
    const value = `${userId === '' ? userName : userId} (${fullName})`;
    rows.push({ by: 'serves nobody', value, seats: 1, internal: 1 - external, external });
  }
  return rows.sort((one, other) => (one.value < other.value ? -1 : 1));
}

function showOverTime({ ask, output }: CommandContext, { from, to, every }: Options): Promise<void> {
  const counted = ask('seats.overTime', said({ from, to, every }));
  const shown = counted.then(({ rows }) => output.rows(OVER_TIME, rows));
  return inOptions(['from', 'to', 'every'], shown);
}
