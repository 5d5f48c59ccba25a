// `alerts`: what admins were alerted of, newest first. Knows nothing of what gives an alert.

import type { Command } from 'commander';
import type { Alert } from '../../directory/alert';
import type { Column, CommandContext, InDirectory } from '../context';

const COLUMNS: readonly Column<Alert>[] = [
  { heading: 'When', name: 'at', value: ({ at }) => at.toISOString() },
  { heading: 'What', name: 'kind', value: ({ kind }) => kind },
  { heading: 'Mode', name: 'mode', value: ({ mode }) => mode },
  { heading: 'Disables', name: 'count', value: ({ count }) => count },
  { heading: 'Limit', name: 'limit', value: ({ limit }) => limit },
  { heading: 'Window (minutes)', name: 'windowMinutes', value: ({ windowMinutes }) => windowMinutes },
  { heading: 'Released', name: 'releasedAt', value: ({ releasedAt }) => releasedAt?.toISOString() ?? null },
  { heading: 'Released by', name: 'releasedBy', value: ({ releasedBy }) => releasedBy?.client ?? null },
  { heading: 'Message', name: 'message', value: ({ message }) => message },
];

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
