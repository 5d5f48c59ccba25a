// Waits for the transactions that were open when it was asked, of every gateway on this database. Must not know what they write.

import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { named } from './driver-failure';

const LOOK_EVERY_MS = 50;
/** MongoDB itself ends a transaction after 60 s. */
const WAIT_MS_MAX = 65_000;

interface OpenTransaction {
  readonly lsid?: { readonly id: mongo.UUID };
  readonly transaction?: { readonly parameters?: { readonly txnNumber?: unknown } };
}

/** @throws DirectoryFailure where the database is away */
export async function untilEarlierWritesEnded(client: mongo.MongoClient, appName: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS_MAX;
  let awaited = await named(openTransactions(client, appName));
  while (awaited.size > 0 && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    const open = await named(openTransactions(client, appName));
    awaited = new Set([...awaited].filter((name) => open.has(name)));
  }
}

/** A session and the number of its transaction; together they never come again. */
async function openTransactions(client: mongo.MongoClient, appName: string): Promise<ReadonlySet<string>> {
  const operations = await client
    .db('admin')
    .aggregate<OpenTransaction>([
      // Without `allUsers` it shows, and needs the right to see, what this user itself does.
      { $currentOp: { idleSessions: true } },
      { $match: { appName, 'transaction.parameters.txnNumber': { $exists: true } } },
      { $project: { lsid: 1, 'transaction.parameters.txnNumber': 1 } },
    ])
    .toArray();
  return new Set(
    operations.map(
      ({ lsid, transaction }) => `${String(lsid?.id)}/${String(transaction?.parameters?.txnNumber)}`,
    ),
  );
}
