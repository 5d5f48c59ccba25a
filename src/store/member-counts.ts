// Counts how many of a group's members are disabled or deleted, and finds its members among given people. Changes nothing.

import type { mongo } from 'mongoose';
import type { MemberCounts } from '../directory/group-list';
import type { Collections, UserDocument } from './documents';
import { kindsOf, readKind } from './person-kind';

const IDS_AT_ONCE = 1_000;

/** From the smaller side: the members, or the people who may not sign in any more. */
export async function readCounts(
  collections: Collections,
  customer: string,
  groupId: string,
): Promise<MemberCounts> {
  const { memberships, users } = collections;
  const set = await setOf(collections, customer, groupId);
  if (set === undefined) return { rows: 0, disabled: 0, deleted: 0 };
  const kind = { $in: [...kindsOf({ states: ['disabled', 'deleted'] })] };
  const [rows, gone] = await Promise.all([
    memberships.countDocuments({ customer, set }, { hint: 'membership' }),
    users.countDocuments({ customer, kind }, { hint: 'people' }),
  ]);
  const counts = { rows, disabled: 0, deleted: 0 };
  const kinds =
    rows < gone
      ? kindsOfMembers(collections, { customer, set }, kind)
      : kindsOfGone(collections, { customer, set }, kind);
  for await (const held of kinds) {
    if (readKind(held).state === 'deleted') counts.deleted += 1;
    else counts.disabled += 1;
  }
  return counts;
}

type Kinds = Readonly<Record<'$in', string[]>>;

async function* kindsOfMembers(collections: Collections, rows: Rows, kind: Kinds): AsyncGenerator<string> {
  const { customer } = rows;
  for await (const ids of memberIds(collections, rows)) {
    const found = collections.users.find(
      { _id: { $in: [...ids] }, customer, kind },
      { projection: { kind: 1 } },
    );
    for (const { kind: held = '' } of await found.toArray()) yield held;
  }
}

async function* kindsOfGone(collections: Collections, rows: Rows, kind: Kinds): AsyncGenerator<string> {
  for await (const gone of goneIds(collections.users, { customer: rows.customer, kind })) {
    for (const member of await among(collections, rows, [...gone.keys()])) yield gone.get(member) ?? '';
  }
}

export interface Rows {
  readonly customer: string;
  readonly set: string;
}

export async function* memberIds(
  { memberships }: Collections,
  rows: Rows,
): AsyncGenerator<readonly string[]> {
  for (let after = ''; ;) {
    const found = memberships
      .find({ ...rows, member: { $gt: after } }, { projection: { _id: 0, member: 1 } })
      .sort({ member: 1 })
      .limit(IDS_AT_ONCE);
    const ids = (await found.toArray()).map(({ member }) => member);
    if (ids.length > 0) yield ids;
    if (ids.length < IDS_AT_ONCE) return;
    after = ids.at(-1) ?? '';
  }
}

/** Their kinds by id. The place by name ends with the id, so that the index alone tells both. */
async function* goneIds(
  users: mongo.Collection<UserDocument>,
  query: mongo.Filter<UserDocument>,
): AsyncGenerator<ReadonlyMap<string, string>> {
  const found = users.find(query, { projection: { _id: 0, kind: 1, nameOrder: 1 }, hint: 'people' });
  let kinds = new Map<string, string>();
  for await (const { kind = '', nameOrder = '' } of found) {
    kinds.set(nameOrder.slice(nameOrder.lastIndexOf('\u0000') + 1), kind);
    if (kinds.size < IDS_AT_ONCE) continue;
    yield kinds;
    kinds = new Map();
  }
  yield kinds;
}

export async function among(
  { memberships }: Collections,
  rows: Rows,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = memberships.find(
    { ...rows, member: { $in: [...ids] } },
    { projection: { _id: 0, member: 1 }, hint: 'membership' },
  );
  return (await found.toArray()).map(({ member }) => member);
}

export async function setOf(
  { groups }: Collections,
  customer: string,
  groupId: string,
): Promise<string | undefined> {
  const document = await groups.findOne({ _id: groupId, customer }, { projection: { memberSet: 1 } });
  return document?.memberSet;
}
