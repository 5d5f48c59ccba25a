// Which connections of a customer are expected to be heard of, and how often. Pure.

import type { ConnectionView } from './connection-view';
import type { Sight } from './traffic';

export interface AwaitedConnection {
  readonly connection: string;
  /** Null: never heard of. */
  readonly seenAt: Date | null;
  /** The longest wait between two requests that is ordinary. */
  readonly syncMinutes: number;
}

/** @param views of one customer, removed connections among them */
export function awaitedConnections(
  views: readonly ConnectionView[],
  sights: readonly Sight[],
): readonly AwaitedConnection[] {
  return views.filter(mayCome).map(({ record: { name, syncPeriodMinutes } }) => ({
    connection: name,
    seenAt: sights.find(({ connection }) => connection === name)?.at ?? null,
    syncMinutes: syncPeriodMinutes,
  }));
}

/** Whoever revokes every token awaits nothing any more; a token that only ran out is a feed that was lost. */
function mayCome({ record, tokens, client }: ConnectionView): boolean {
  if (record.removed !== null) return false;
  return tokens.some(({ revoked }) => revoked === null) || (client !== null && client.revoked === null);
}
