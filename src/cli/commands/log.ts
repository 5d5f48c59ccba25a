// `log`: what identity providers and admins sent and what became of it, newest first, or as it comes. Knows nothing of how rows are made.

import { setTimeout as delay } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import type { Answer, Input } from '../../admin/place';
import { LOG_ACTIONS, LOG_STATUSES } from '../../directory/log-row';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { CommandFailure } from '../failure';
import { inOptions } from '../option-words';
import { limitOf } from './columns';
import { groupCalled, personCalled } from './lookup';

type Row = Answer<'log.list'>['rows'][number];

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'At', name: 'at', value: ({ at }) => at },
  { heading: 'Connection', name: 'connection', value: ({ connection }) => connection },
  { heading: 'Action', name: 'action', value: ({ action }) => action },
  { heading: 'Status', name: 'status', value: ({ status }) => status },
  { heading: 'Who', name: 'who', value: ({ who }) => who && `${who.type} ${who.name}` },
  { heading: 'What happened', name: 'sentence', value: ({ sentence }) => sentence },
  { heading: 'Refused by', name: 'refusedBy', value: ({ refusedBy }) => refusedBy },
  { heading: 'What to do', name: 'troubleshooting', value: ({ troubleshooting }) => troubleshooting },
  { heading: 'Request', name: 'requestId', value: ({ requestId }) => requestId },
  { heading: 'Row', name: 'id', value: ({ id }) => id },
];

/** Of those, what is worth a line of its own while it goes by. */
const FOLLOWED = COLUMNS.filter(({ name }) =>
  ['at', 'connection', 'status', 'sentence', 'troubleshooting'].includes(name),
);

const LIMIT = 100;
const PAGE_MAX = 500;
const AGAIN_MS = 2_000;

interface Options extends Omit<Input<'log.list'>, 'limit' | 'cursor'> {
  readonly limit: number;
  readonly follow?: true;
}

export function addLog(program: Command, inDirectory: InDirectory): void {
  program
    .command('log')
    .description('Show the sync log: changes and refused requests, newest first, and what to do about them.')
    .option(
      '--person <name>',
      'id, userName, User ID or e-mail address; joining and leaving of groups included',
    )
    .option('--group <name>', 'id, displayName or Group ID')
    .option('--text <words>', 'beginnings of words of a User ID, name or e-mail address')
    .addOption(new Option('--action <name>', 'what was asked').choices(LOG_ACTIONS))
    .addOption(new Option('--status <name>', 'what became of it').choices(LOG_STATUSES))
    .option('--connection <name>', 'who sent it')
    .option('--rule <name>', 'a rule that was applied, or that refused')
    .option('--tolerance <name>', 'a tolerance that was applied')
    .option('--from <date>', 'RFC 3339: a date or a date-time with its zone')
    .option('--to <date>', 'RFC 3339: a date (to the end of that day, UTC) or a date-time with its zone')
    .option('--limit <n>', 'how many at most', limitOf, LIMIT)
    .option('--follow', 'show new rows as they come, until Ctrl-C')
    .action((options: Options) => inDirectory((context) => show(context, options)));
}

async function show(context: CommandContext, options: Options): Promise<void> {
  const { person, group, limit, follow: isLive, ...others } = options;
  const filters = said({
    ...others,
    person: person === undefined ? undefined : await personCalled(context, person),
    group: group === undefined ? undefined : await groupCalled(context, group),
  });
  const { output } = context;
  const shown =
    isLive === true
      ? output.follow(output.form === 'table' ? FOLLOWED : COLUMNS, newRows(context, filters))
      : output.rows(
          COLUMNS,
          first(limit, context.rows('log.list', { ...filters, limit: Math.min(limit, PAGE_MAX) })),
        );
  await inOptions(['from', 'to'], shown);
}

/** From the newest row of now on; over the restart of a gateway, too: from the last row that was shown. */
async function* newRows(
  { ask, follow, output, stopping }: CommandContext,
  filters: Omit<Input<'log.tail'>, 'after'>,
): AsyncGenerator<Row> {
  const isStopped = (): boolean => stopping.aborted;
  // What is wrong with the question is told here: it does not mend itself.
  const newest = await ask('log.list', { ...filters, limit: 1 });
  let after = newest.rows[0]?.id;
  while (!isStopped()) {
    let why = 'the gateway ended the connection';
    try {
      for await (const row of follow('log.tail', said({ ...filters, after }))) {
        after = row.id;
        yield row;
      }
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      why = error.message;
    }
    if (isStopped()) return;
    output.say(`${why}; it is asked again`);
    await delay(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function* first<T>(limit: number, rows: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  for await (const row of rows) {
    yield row;
    count += 1;
    if (count === limit) return;
  }
}
