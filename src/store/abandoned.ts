// Ends transactions that nobody will ever end, so that what they hold is free again. Must not know what they wrote.
//
// MongoDB keeps a transaction open for 60 s after its client was killed or lost its connection, and refuses every write
// to what it touched. Such a transaction is one of ours, idle, and the connection of its last command is closed. Should a
// living one ever look like that, ending it does no harm: its write meets NoSuchTransaction and is run again.

import type { mongo } from 'mongoose';

/** Writers that meet the same obstacle look for it together, and not more often than this. */
const LOOK_EVERY_MS_MIN = 500;

interface CurrentOperation {
  readonly type: string;
  readonly appName?: string;
  readonly connectionId?: number;
  readonly lsid?: { readonly id: mongo.UUID };
  readonly transaction?: object;
}

/** The answer never rejects: where the look is not allowed or not possible, MongoDB's own limit has to do. */
export function createAbandonedSweep(client: mongo.MongoClient, appName: string): () => Promise<void> {
  let last: { readonly at: number; readonly done: Promise<void> } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at >= LOOK_EVERY_MS_MIN) {
      last = { at: Date.now(), done: sweep(client, appName).catch(() => undefined) };
    }
    return last.done;
  };
}

async function sweep(client: mongo.MongoClient, appName: string): Promise<void> {
  const admin = client.db('admin');
  // Without `allUsers` it shows, and needs the right to see, what this user itself does.
  const operations = await admin
    .aggregate<CurrentOperation>([{ $currentOp: { idleSessions: true, idleConnections: true } }])
    .toArray();
  const connections = new Set(
    operations.filter(({ type }) => type !== 'idleSession').map(({ connectionId }) => connectionId),
  );
  const sessions = operations.flatMap((operation) =>
    operation.type === 'idleSession' &&
    operation.transaction !== undefined &&
    operation.appName === appName &&
    operation.lsid !== undefined &&
    !connections.has(operation.connectionId)
      ? [{ id: operation.lsid.id }]
      : [],
  );
  if (sessions.length > 0) await admin.command({ killSessions: sessions });
}
