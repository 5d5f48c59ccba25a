// `seats`: how many people take a paid seat, of what kind and where, now or over time. Knows nothing of how they are counted.

import { Option, type Command } from 'commander';
import { endOfDay, EVERY, momentOf, momentsBetween, type Every } from '../../directory/answers/moment';
import { seatsNow, seatsOverTime, type SeatCount, type SeatRow } from '../../directory/answers/seats';
import type { Column, CommandContext, InDirectory } from '../context';
import { CommandFailure } from '../failure';
import { moment } from './columns';

function countColumns<T extends SeatCount>(): readonly Column<T>[] {
  return [
    { heading: 'Seats', name: 'seats', value: ({ seats }) => seats },
    { heading: 'Internal', name: 'internal', value: ({ internal }) => internal },
    { heading: 'External', name: 'external', value: ({ external }) => external },
  ];
}

const NOW: readonly Column<SeatRow>[] = [
  { heading: 'By', name: 'by', value: ({ measure }) => measure },
  { heading: 'Value', name: 'value', value: ({ value }) => (value === '' ? '(none)' : value) },
  ...countColumns<SeatRow>(),
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

async function showNow({ store, customer, output }: CommandContext, { from, to }: Options): Promise<void> {
  if (from !== undefined || to !== undefined) throw new CommandFailure('--from and --to go with --over-time');
  await output.rows(NOW, await seatsNow(store.history, customer.id));
}

async function showOverTime(
  { store, customer, services, output }: CommandContext,
  options: Options,
): Promise<void> {
  const known = { first: await store.history.firstEventAt(customer.id), now: services.now() };
  const first = known.first ?? known.now;
  const to = options.to === undefined ? known.now : momentOf('--to', options.to, known);
  const earliest = endOfDay(first) < to ? endOfDay(first) : to;
  const from = options.from === undefined ? earliest : momentOf('--from', options.from, known);
  const moments = momentsBetween(from, to, options.every);
  await output.rows(
    [{ heading: 'At', name: 'at', value: ({ at }) => moment(at) }, ...countColumns()],
    await seatsOverTime(store.history, customer.id, moments),
  );
}
