// `events`: what was changed, by whom and when, newest first and in words. Knows nothing of how the words are made.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { boundOf } from '../../directory/answers/moment';
import { eventList, type EventRow } from '../../directory/answers/event-list';
import type { EventOperation } from '../../directory/event';
import type { EventQuery } from '../../directory/history';
import type { Column, CommandContext, InDirectory } from '../context';
import { moment } from './columns';
import { oneGroup, onePerson } from './lookup';

const COLUMNS: readonly Column<EventRow>[] = [
  { heading: 'At', name: 'at', value: ({ event }) => moment(event.at) },
  { heading: 'Connection', name: 'connection', value: ({ event }) => event.actor.connection },
  { heading: 'Client', name: 'client', value: ({ event }) => event.actor.client },
  { heading: 'Operation', name: 'operation', value: ({ event }) => event.operation },
  { heading: 'On', name: 'on', value: ({ on }) => on },
  { heading: 'What', name: 'what', value: ({ words }) => words },
  { heading: 'Rules', name: 'rules', value: ({ event }) => event.rules },
  { heading: 'Request', name: 'requestId', value: ({ event }) => event.actor.requestId },
];

const OPERATIONS: readonly EventOperation[] = [
  ...(['create', 'replace', 'patch', 'delete', 'return', 'configure', 'approve', 'withdraw'] as const),
];
const LIMIT = 100;

interface Options {
  readonly person?: string;
  readonly group?: string;
  readonly operation?: EventOperation;
  readonly connection?: string;
  readonly rule?: string;
  readonly request?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

export function addEvents(program: Command, inDirectory: InDirectory): void {
  program
    .command('events')
    .description('List what was changed, by whom and when, newest first.')
    .option(
      '--person <name>',
      'id, userName, User ID or e-mail address; joining and leaving of groups included',
    )
    .option('--group <name>', 'id, displayName or Group ID')
    .addOption(new Option('--operation <name>', 'what was done').choices(OPERATIONS))
    .option('--connection <id>', 'who did it')
    .option('--rule <name>', 'a rule that was applied, as the column Rules names it')
    .option('--request <id>', 'all that one request or run did')
    .option(
      '--from <date>',
      'RFC 3339: a date (from the beginning of that day, UTC) or a date-time with its zone',
    )
    .option('--to <date>', 'RFC 3339: a date (to the end of that day, UTC) or a date-time with its zone')
    .option('--limit <n>', 'how many at most', limitOf, LIMIT)
    .action((options: Options) => inDirectory((context) => list(context, options)));
}

async function list(context: CommandContext, options: Options): Promise<void> {
  const { store, customer, output } = context;
  await output.rows(COLUMNS, eventList(store.history, customer.id, await queryOf(context, options)));
}

async function queryOf(context: CommandContext, options: Options): Promise<EventQuery> {
  const { person, group, request, from, to, ...others } = options;
  return {
    ...others,
    ...(person === undefined ? {} : { person: (await onePerson(context, person)).id }),
    ...(group === undefined ? {} : { group: (await oneGroup(context, group)).id }),
    ...(request === undefined ? {} : { requestId: request }),
    ...(from === undefined ? {} : { from: boundOf('--from', from, 'from') }),
    ...(to === undefined ? {} : { to: boundOf('--to', to, 'to') }),
  };
}

function limitOf(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit >= 1) return limit;
  throw new InvalidArgumentError('a whole number from 1');
}
