// Owns one reading of everything that a gateway has stored, by the resource it belongs to. Judges nothing.
import type { mongo } from 'mongoose';
import {
  collectionsOf,
  type EventDocument,
  type GroupDocument,
  type UserDocument,
} from '../../../src/store/documents';
import { grouped } from './grouped';

export interface Snapshot {
  readonly users: ReadonlyMap<string, UserDocument>;
  readonly groups: ReadonlyMap<string, GroupDocument>;
  /** The members of each group by its rows, by the group's id. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** By resource, in the order of their versions. */
  readonly events: ReadonlyMap<string, readonly EventDocument[]>;
}

/** Nothing may write meanwhile. */
export async function takeSnapshot(database: mongo.Db): Promise<Snapshot> {
  const collections = collectionsOf(database);
  const [users, groups, rows, events] = await Promise.all([
    collections.users.find().toArray(),
    collections.groups.find().toArray(),
    collections.memberships.find().toArray(),
    collections.events.find().sort({ version: 1 }).toArray(),
  ]);
  const bySet = grouped(rows, ({ set }) => set);
  const membersOf = ({ memberSet }: GroupDocument): readonly string[] =>
    (bySet.get(memberSet) ?? []).map(({ member }) => member);
  return {
    users: byId(users),
    groups: byId(groups),
    members: new Map(groups.map((group) => [group._id, membersOf(group)])),
    events: grouped(events, ({ resourceId }) => resourceId),
  };
}

function byId<T extends { readonly _id: string }>(documents: readonly T[]): ReadonlyMap<string, T> {
  return new Map(documents.map((document) => [document._id, document]));
}
