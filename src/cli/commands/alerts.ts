// `alerts`: what admins were alerted of, newest first, and that somebody has one in hand. Knows nothing of what gives an alert.

import type { Command } from 'commander';
import type { Answer } from '../../admin/place';
import type { Column, CommandContext, InDirectory } from '../context';

type Alert = Answer<'alerts.list'>['rows'][number];
type OfBrake = NonNullable<Alert['brake']>;

const COLUMNS: readonly Column<Alert>[] = [
  { heading: 'When', name: 'at', value: ({ at }) => at },
  { heading: 'What', name: 'kind', value: ({ kind }) => kind },
  { heading: 'State', name: 'state', value: ({ state }) => state },
  { heading: 'Times', name: 'times', value: ({ count }) => count },
  { heading: 'Mode', name: 'mode', value: ofBrake(({ mode }) => mode) },
  { heading: 'Disables', name: 'count', value: ofBrake(({ count }) => count) },
  { heading: 'Limit', name: 'limit', value: ofBrake(({ limit }) => limit) },
  {
    heading: 'Window (minutes)',
    name: 'windowMinutes',
    value: ofBrake(({ windowMinutes }) => windowMinutes),
  },
  { heading: 'Released', name: 'releasedAt', value: ofBrake(({ releasedAt }) => releasedAt) },
  { heading: 'Released by', name: 'releasedBy', value: ofBrake(({ releasedBy }) => releasedBy) },
  { heading: 'Message', name: 'message', value: ({ message }) => message },
  { heading: 'What to do', name: 'remedy', value: ({ remedy }) => remedy },
  { heading: 'Id', name: 'id', value: ({ id }) => id },
];

/** What only alerts of the mass-disable brake have. */
function ofBrake<T extends string | number>(value: (brake: OfBrake) => T | null): (alert: Alert) => T | null {
  return ({ brake }) => (brake === null ? null : value(brake));
}

const ALERTS_MAX = 1_000;
const PAGE = 200;

export function addAlerts(program: Command, inDirectory: InDirectory): void {
  const alerts = program
    .command('alerts')
    .description(`List the alerts, newest first; the last ${ALERTS_MAX} at most.`)
    .action(() => inDirectory(listAlerts));
  alerts
    .command('acknowledge')
    .description('Say that somebody has an alert in hand.')
    .argument('<id>', 'as the list shows it')
    .requiredOption('--reason <text>', 'why it need not stay open; it is kept with the alert')
    .action((id: string, { reason }: { readonly reason: string }) =>
      inDirectory((context) => acknowledge(context, id, reason)),
    );
}

async function listAlerts({ rows, output }: CommandContext): Promise<void> {
  const alerts: Alert[] = [];
  // They come with the open ones first.
  for await (const alert of rows('alerts.list', { limit: PAGE })) alerts.push(alert);
  const newestFirst = alerts.sort((one, other) => (one.at > other.at ? -1 : 1));
  await output.rows(COLUMNS, newestFirst.slice(0, ALERTS_MAX));
}

async function acknowledge({ ask, output }: CommandContext, alert: string, reason: string): Promise<void> {
  await output.rows(COLUMNS, [await ask('alerts.acknowledge', { alert, reason })]);
}
