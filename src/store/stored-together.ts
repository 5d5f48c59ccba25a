// Keeps what the writes of one transaction store of people and events until it is stored by one command each. Must not know why.

import type { mongo } from 'mongoose';
import type { EventDocument, UserDocument } from './documents';
import { replaceTogether, type Replacement } from './replace-together';
import { insertAtOnce } from './write-at-once';

/** What one write has to store. */
export interface ToStore {
  readonly inserted: UserDocument[];
  readonly replaced: Replacement<UserDocument>[];
  readonly events: EventDocument[];
}

export function nothingToStore(): ToStore {
  return { inserted: [], replaced: [], events: [] };
}

export function isNothing({ inserted, replaced, events }: ToStore): boolean {
  return inserted.length + replaced.length + events.length === 0;
}

/** What reads of people must find stored. */
export function changesPeople({ inserted, replaced }: ToStore): boolean {
  return inserted.length + replaced.length > 0;
}

export function add(to: ToStore, { inserted, replaced, events }: ToStore): void {
  to.inserted.push(...inserted);
  to.replaced.push(...replaced);
  to.events.push(...events);
}

export function joined(several: readonly ToStore[]): ToStore {
  const all = nothingToStore();
  for (const one of several) add(all, one);
  return all;
}

/** All of it; nothing is left to be stored then. */
export function takenFrom({ inserted, replaced, events }: ToStore): ToStore {
  return { inserted: inserted.splice(0), replaced: replaced.splice(0), events: events.splice(0) };
}

interface StoredIn {
  readonly users: mongo.Collection<UserDocument>;
  readonly events: mongo.Collection<EventDocument>;
}

/** @throws a conflict, which the store retries, where a version that is replaced is not the stored one any more */
export async function storeTogether(
  { users, events }: StoredIn,
  session: mongo.ClientSession,
  { inserted, replaced, events: told }: ToStore,
): Promise<void> {
  await insertAtOnce(users, inserted, session);
  await replaceTogether(users, replaced, session);
  await insertAtOnce(events, told, session);
}
