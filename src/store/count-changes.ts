// By how much one transaction changes the number of a customer's live people and groups, stored with it by one command. Must not know what else it stores.

import type { mongo } from 'mongoose';
import { rowId, type CountedList, type LiveCountDocument } from './live-counts';

interface Countable {
  readonly customer: string;
  readonly live: boolean;
}

export interface CountChanges {
  inserted(list: CountedList, documents: readonly Countable[]): void;
  replaced(
    list: CountedList,
    replacements: readonly { readonly wasLive: boolean; readonly document: Countable }[],
  ): void;
  /** At the end of the transaction; whatever it stored, it ends with the others or not at all. */
  store(): Promise<void>;
}

interface Change {
  readonly customer: string;
  readonly list: CountedList;
  by: number;
}

export function createCountChanges(
  rows: mongo.Collection<LiveCountDocument>,
  session: mongo.ClientSession,
): CountChanges {
  const changes = new Map<string, Change>();

  function change(list: CountedList, { customer, live }: Countable, wasLive: boolean): void {
    if (live === wasLive) return;
    const _id = rowId(customer, list, placeOf(session));
    const known = changes.get(_id) ?? { customer, list, by: 0 };
    changes.set(_id, known);
    known.by += live ? 1 : -1;
  }

  return {
    inserted(list, documents) {
      for (const document of documents) change(list, document, false);
    },

    replaced(list, replacements) {
      for (const { document, wasLive } of replacements) change(list, document, wasLive);
    },

    async store() {
      const updates = [...changes].filter(([, { by }]) => by !== 0).map(([_id, one]) => updateOf(_id, one));
      changes.clear();
      const [only] = updates;
      if (only === undefined) return;
      if (updates.length > 1)
        await rows.bulkWrite(
          updates.map((updateOne) => ({ updateOne })),
          { session },
        );
      else await rows.updateOne(only.filter, only.update, { session, upsert: true });
    },
  };
}

function updateOf(
  _id: string,
  { customer, list, by }: Change,
): {
  readonly filter: mongo.Filter<LiveCountDocument>;
  readonly update: mongo.UpdateFilter<LiveCountDocument>;
  readonly upsert: true;
} {
  const update = { $inc: { count: by }, $set: { at: new Date() }, $setOnInsert: { list } };
  return { filter: { _id, customer }, update, upsert: true };
}

/** The server knows a session by it, of whichever process, and gives up its transaction before the next one of it begins. */
function placeOf({ id }: mongo.ClientSession): string {
  if (id === undefined) throw new Error('a session that has ended stores nothing');
  return id.id.toString('hex');
}
