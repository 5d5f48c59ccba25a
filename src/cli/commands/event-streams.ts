// `event-streams`: how far each receiver of security events has got, and another try for what it refused. Knows nothing of how events are sent.

import type { Command } from 'commander';
import type { StreamStatus } from '../../directory/event-stream';
import { Misuse } from '../failure';
import type { Column, CommandContext, Here, InDirectory } from '../context';

interface Row extends StreamStatus {
  readonly id: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Stream', name: 'id', value: ({ id }) => id },
  { heading: 'Waiting', name: 'waiting', value: ({ waiting }) => waiting },
  { heading: 'Parked', name: 'refused', value: ({ refused }) => refused },
  { heading: 'Not taken because', name: 'lastFailure', value: ({ lastFailure }) => lastFailure },
  {
    heading: 'Parked because',
    name: 'lastRefusal',
    value: ({ lastRefusal }) => lastRefusal && `${lastRefusal.err}: ${lastRefusal.description}`,
  },
];

export function addEventStreams(program: Command, inDirectory: InDirectory): void {
  const streams = program
    .command('event-streams')
    .description('Show each event stream: events that wait, events that the receiver refused, and why.')
    .action(() => inDirectory(showStreams));
  streams
    .command('retry')
    .description('Let the events that the receiver of a stream refused be sent again.')
    .argument('<stream>', 'id of the stream')
    .action((id: string) => inDirectory((context) => retry(context, id)));
}

async function showStreams({ here, output }: CommandContext): Promise<void> {
  const { store, customer, eventStreams } = besideDatabase(here);
  const rows = await Promise.all(
    eventStreams.map(async (id) => ({ id, ...(await store.eventStreams.status({ customer, id })) })),
  );
  await output.rows(COLUMNS, rows);
  if (rows.length === 0) output.say('No event stream is configured: see "eventStreams" in GATEWAY_CONFIG.');
}

async function retry({ here, output }: CommandContext, id: string): Promise<void> {
  const { store, customer, eventStreams } = besideDatabase(here);
  if (!eventStreams.includes(id))
    throw new Misuse(`stream ${JSON.stringify(id)} is unknown; known: ${eventStreams.join(', ')}`);
  const count = await store.eventStreams.retryRefused({ customer, id });
  output.say(`${count} parked events of ${id} wait again, in their old places.`);
}

/** @throws Misuse */
function besideDatabase(here: Here | null): Here {
  if (here !== null) return here;
  throw new Misuse(
    'event-streams works on the database alone: run it without --url, with the environment of the gateway',
  );
}
