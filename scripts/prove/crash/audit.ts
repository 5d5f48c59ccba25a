// Owns the whole check of one data folder: stored data against itself, against what clients were told, against what SCIM shows.
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../../src/store/open-store';
import { createScimClient } from '../scim-client';
import type { Target } from './firm';
import { brokenInvariants } from './invariants';
import type { Write } from './ledger';
import { plantedDamages } from './plants';
import { brokenPromises } from './promises';
import { wrongAnswers } from './scim-view';
import { takeSnapshot, type Snapshot } from './snapshot';

export interface Audited extends Target {
  readonly databaseUri: string;
}

/** What is wrong, one sentence each; empty where all holds. Nothing may write meanwhile. */
export async function audit(gateway: Audited, ledger: readonly Write[]): Promise<readonly string[]> {
  const client = createScimClient(gateway, 1);
  try {
    const snapshot = await withDatabase(gateway, takeSnapshot);
    return [...judged(snapshot, ledger), ...(await wrongAnswers(client, snapshot))];
  } finally {
    client.close();
  }
}

/** The names of the damages, planted one after the other, that the audit does not notice; each is mended again. */
export function unnoticedDamages(gateway: Audited, ledger: readonly Write[]): Promise<readonly string[]> {
  return withDatabase(gateway, async (database) => {
    const before = judged(await takeSnapshot(database), ledger);
    if (before.length > 0) throw new Error(`damaged before anything was planted: ${before[0] ?? ''}`);
    const unnoticed: string[] = [];
    for (const { name, plant } of plantedDamages(database, ledger)) {
      const mend = await plant();
      if (judged(await takeSnapshot(database), ledger).length === 0) unnoticed.push(name);
      await mend();
    }
    const after = judged(await takeSnapshot(database), ledger);
    return [...unnoticed, ...after.map((fault) => `mending what was planted: ${fault}`)];
  });
}

function judged(snapshot: Snapshot, ledger: readonly Write[]): readonly string[] {
  return [...brokenInvariants(snapshot), ...brokenPromises(ledger, snapshot)];
}

async function withDatabase<T>(
  { databaseUri }: Audited,
  look: (database: mongo.Db) => Promise<T>,
): Promise<T> {
  const client = new mongo.MongoClient(databaseUri, CLIENT_OPTIONS);
  try {
    return await look(client.db());
  } finally {
    await client.close();
  }
}
