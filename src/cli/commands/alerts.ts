// `alerts`: what admins were alerted of, newest first. Knows nothing of what gives an alert.

import type { Command } from 'commander';
import { alertState, type Alert, type MassDisableAlert } from '../../directory/alert';
import type { Column, CommandContext, InDirectory } from '../context';

const COLUMNS: readonly Column<Alert>[] = [
  { heading: 'When', name: 'at', value: ({ at }) => at.toISOString() },
  { heading: 'What', name: 'kind', value: ({ kind }) => kind },
  { heading: 'State', name: 'state', value: (alert) => alertState(alert) },
  { heading: 'Times', name: 'times', value: ({ times }) => times },
  { heading: 'Mode', name: 'mode', value: ofBrake(({ mode }) => mode) },
  { heading: 'Disables', name: 'count', value: ofBrake(({ count }) => count) },
  { heading: 'Limit', name: 'limit', value: ofBrake(({ limit }) => limit) },
  {
    heading: 'Window (minutes)',
    name: 'windowMinutes',
    value: ofBrake(({ windowMinutes }) => windowMinutes),
  },
  {
    heading: 'Released',
    name: 'releasedAt',
    value: ofBrake(({ releasedAt }) => releasedAt?.toISOString() ?? null),
  },
  {
    heading: 'Released by',
    name: 'releasedBy',
    value: ofBrake(({ releasedBy }) => releasedBy?.client ?? null),
  },
  { heading: 'Message', name: 'message', value: ({ message }) => message },
  { heading: 'What to do', name: 'remedy', value: ({ remedy }) => remedy },
];

/** What only alerts of the mass-disable brake have. */
function ofBrake<T extends string | number>(
  value: (alert: MassDisableAlert) => T | null,
): (alert: Alert) => T | null {
  return (alert) => (alert.kind === 'mass-disable' ? value(alert) : null);
}

const ALERTS_MAX = 1_000;

export function addAlerts(program: Command, inDirectory: InDirectory): void {
  program
    .command('alerts')
    .description(`List the alerts, newest first; the last ${ALERTS_MAX} at most.`)
    .action(() => inDirectory(listAlerts));
}

async function listAlerts({ store, customer, output }: CommandContext): Promise<void> {
  await output.rows(COLUMNS, await store.directory.alerts(customer.id, ALERTS_MAX));
}
