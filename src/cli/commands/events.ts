// `events`: what was changed, by whom and when, newest first and in words. Knows nothing of how the words are made.

import { Option, type Command } from 'commander';
import type { DownloadRow } from '../../admin/place';
import type { EventOperation } from '../../directory/event';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { inOptions } from '../option-words';
import { limitOf } from './columns';
import { groupCalled, personCalled } from './lookup';

type Row = DownloadRow<'events.export'>;

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'At', name: 'at', value: ({ at }) => at },
  { heading: 'Connection', name: 'connection', value: ({ connection }) => connection },
  { heading: 'Client', name: 'client', value: ({ client }) => client },
  { heading: 'Operation', name: 'operation', value: ({ operation }) => operation },
  { heading: 'On', name: 'on', value: ({ on }) => on },
  { heading: 'What', name: 'what', value: ({ what }) => what },
  { heading: 'Rules', name: 'rules', value: ({ rules }) => rules },
  { heading: 'Request', name: 'requestId', value: ({ requestId }) => requestId },
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
  const { person, group, ...others } = options;
  const wanted = said({
    ...others,
    person: person === undefined ? undefined : await personCalled(context, person),
    group: group === undefined ? undefined : await groupCalled(context, group),
  });
  const events = context.download('events.export', wanted);
  await inOptions(['from', 'to'], context.output.rows(COLUMNS, events));
}
