// Stores the next versions of several documents of one collection by one command. Must not know what they are.

import type { mongo } from 'mongoose';
import { documentChange } from './document-change';
import { versionConflict } from './version-conflict';
import { updateAtOnce, type Update } from './write-at-once';

interface Stored {
  readonly _id: string;
  readonly customer: string;
  readonly version: number;
}

export interface Replacement<D extends Stored> {
  readonly _id: string;
  readonly customer: string;
  /** The version that it replaces. */
  readonly version: number;
  /** As it was read, where that is known: then only what differs is written, and only the indexes of that are renewed. */
  readonly read: D | undefined;
  readonly document: D;
  /** Whether it was in the lists until now (count-changes.ts). */
  readonly wasLive: boolean;
}

/** @throws a conflict, which the store retries, where a version that is replaced is not the stored one any more */
export async function replaceTogether<D extends Stored>(
  collection: mongo.Collection<D>,
  replacements: readonly Replacement<D>[],
  session: mongo.ClientSession,
): Promise<void> {
  const found = await updateAtOnce(collection, replacements.map(updateOf), session);
  if (found !== replacements.length) throw versionConflict();
}

function updateOf<D extends Stored>({ _id, customer, version, read, document }: Replacement<D>): Update {
  const q = { _id, customer, version };
  if (read !== undefined) return { q, u: documentChange(read, document) };
  const { _id: _same, ...replacement } = document;
  return { q, u: replacement };
}
