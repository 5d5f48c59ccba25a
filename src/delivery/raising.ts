// Raises and ends alerts for whoever watches, and says so in the log without anybody's name. Must not know what is watched.

import type { NewAlert } from '../directory/alert-kinds';
import type { AlertStore } from '../directory/alerts';
import type { Logger } from '../log/logger';

export interface Raising {
  readonly alerts: AlertStore;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
}

export async function raise({ alerts, logger, newId }: Raising, alert: NewAlert): Promise<void> {
  const id = newId();
  const isNew = await alerts.raise(id, alert);
  // Without its text: that has names in it.
  if (isNew) logger.warn('an alert was raised', { customer: alert.customer, kind: alert.kind, alert: id });
}

export async function end(
  { alerts, logger, now }: Raising,
  customer: string,
  id: string,
  ended: string,
): Promise<void> {
  await alerts.end(customer, id, { at: now(), ended });
  logger.info('an alert ended', { customer, alert: id });
}
