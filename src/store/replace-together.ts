// Stores the next versions of several documents of one collection by one command. Must not know what they are.

import type { mongo } from 'mongoose';
import { documentChange } from './document-change';
import { versionConflict } from './version-conflict';

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

/**
 * One alone by the command for one: its error names the index that refuses it, and the value.
 *
 * @throws a conflict, which the store retries, where a version that is replaced is not the stored one any more
 */
export async function replaceTogether<D extends Stored>(
  collection: mongo.Collection<D>,
  replacements: readonly Replacement<D>[],
  session: mongo.ClientSession,
): Promise<void> {
  const writes = replacements.map(writeOf);
  const [only] = writes;
  if (only === undefined) return;
  const { matchedCount } =
    writes.length === 1
      ? await writeOne(collection, only, session)
      : await collection.bulkWrite(writes as mongo.AnyBulkWriteOperation<D>[], { session });
  if (matchedCount !== writes.length) throw versionConflict();
}

type Filter = Readonly<Stored>;
type Write =
  | { readonly updateOne: { readonly filter: Filter; readonly update: mongo.Document } }
  | { readonly replaceOne: { readonly filter: Filter; readonly replacement: mongo.Document } };

function writeOf<D extends Stored>({ _id, customer, version, read, document }: Replacement<D>): Write {
  const filter = { _id, customer, version };
  if (read !== undefined) return { updateOne: { filter, update: documentChange(read, document) } };
  const { _id: _same, ...replacement } = document;
  return { replaceOne: { filter, replacement } };
}

function writeOne<D extends Stored>(
  collection: mongo.Collection<D>,
  write: Write,
  session: mongo.ClientSession,
): Promise<{ readonly matchedCount: number }> {
  const documents = collection as unknown as mongo.Collection<Stored>;
  return 'updateOne' in write
    ? documents.updateOne(write.updateOne.filter, write.updateOne.update, { session })
    : documents.replaceOne(write.replaceOne.filter, write.replaceOne.replacement as Stored, { session });
}
