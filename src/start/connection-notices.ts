// Tells at the start where connections are no longer as the configuration file has them. Changes nothing.

import type { Config } from '../config/config';
import type { ConnectionReader } from '../directory/connection-record';
import { connectionDifferences, connectionViews, type ConnectionView } from '../directory/connection-view';
import type { Logger } from '../log/logger';
import { configuredConnections } from './connections';

/** What was changed later wins over the configuration; who reads the file must know where it no longer holds. */
export async function tellConnections(
  config: Config,
  reader: ConnectionReader,
  logger: Logger,
): Promise<void> {
  const views = connectionViews(configuredConnections(config), await reader.all());
  for (const view of views) {
    const { customer, name: connection } = view.record;
    for (const difference of [...connectionDifferences(view), ...clashes(view, views)])
      logger.warn('a change made later wins over the configuration', { customer, connection, difference });
  }
}

/** What was made in the console is not known to who writes the file. */
function clashes(
  { record, configured, tokens }: ConnectionView,
  all: readonly ConnectionView[],
): readonly string[] {
  if (configured === null) return [];
  const made = all.filter((other) => other.configured === null && other.record.removed === null);
  const sameName = made.some(
    (other) => other.record.customer === record.customer && other.record.name === record.name,
  );
  const shared = made.filter((other) =>
    other.tokens.some(({ digest }) => tokens.some((token) => token.digest === digest)),
  );
  return [
    ...(sameName ? ['the console has made a connection of this name too; rename that one'] : []),
    ...shared.map(
      (other) => `a token of it is also of the connection "${other.record.name}" that the console made`,
    ),
  ];
}
