// By how much one transaction changes the number of a customer's live people and groups, stored with it by one command. Must not know what else it stores.

import type { mongo } from 'mongoose';
import { rowId, type CountedList, type LiveCountDocument } from './live-counts';
import { updateAtOnce, type Update } from './write-at-once';

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
      const updates = [...changes].flatMap(([_id, change]) =>
        change.by === 0 ? [] : [updateOf(_id, change)],
      );
      changes.clear();
      await updateAtOnce(rows, updates, session);
    },
  };
}

function updateOf(_id: string, { customer, list, by }: Change): Update {
  const u = { $inc: { count: by }, $set: { at: new Date() }, $setOnInsert: { list } };
  return { q: { _id, customer }, u, upsert: true };
}

/** The server knows a session by it, of whichever process, and gives up its transaction before the next one of it begins. */
function placeOf({ id }: mongo.ClientSession): string {
  if (id === undefined) throw new Error('a session that has ended stores nothing');
  return id.id.toString('hex');
}
