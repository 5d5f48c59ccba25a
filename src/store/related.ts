// Finds the ids behind the relations that a condition names, none of which stands in a document of its own resource.

import type { Condition, Relation } from '../directory/condition';
import { DirectoryFailure } from '../directory/failure';
import type { Collections } from './documents';
import { usersWithTakenEmail } from './email-holders';
import { relatedLeaves, type RelatedIds } from './condition';

/** A query that names so many ids has 5 MB; MongoDB takes 16. */
const RELATED_MAX = 100_000;
const ROWS_AT_ONCE = 10_000;

/** Ids of the resources whose relation holds the named one; asked once for each relation in the condition. */
export async function resolveRelated(
  collections: Collections,
  customer: string,
  condition: Condition,
): Promise<RelatedIds> {
  const ids = new Map<string, readonly string[]>();
  for (const { relation, id } of relatedLeaves(condition)) {
    ids.set(`${relation}/${id ?? ''}`, await idsRelatedTo(collections, customer, relation, id));
  }
  return (relation, id) => ids.get(`${relation}/${id ?? ''}`) ?? [];
}

function idsRelatedTo(
  collections: Collections,
  customer: string,
  relation: Relation,
  id: string | null,
): Promise<readonly string[]> {
  switch (relation) {
    case 'members':
      return groupsWithMember(collections, customer, id);
    case 'groups':
      return usersInGroup(collections, customer, id);
    case 'takenEmail':
      return usersWithTakenEmail(collections.users, customer);
  }
}

/** Null: groups with any member. */
async function groupsWithMember(
  { memberships, users, groups }: Collections,
  customer: string,
  userId: string | null,
): Promise<readonly string[]> {
  if (userId !== null && !(await users.findOne(live(customer, userId), { projection: { _id: 1 } })))
    return [];
  const sets =
    userId === null ? memberships.distinct('set', { customer }) : setsWith(memberships, customer, userId);
  const memberSet = { $in: [...(await sets)] };
  const found = groups.find({ customer, memberSet, live: true }, { projection: { _id: 1 } });
  return (await found.toArray()).map(({ _id }) => _id);
}

/** MongoDB would answer `distinct` from the index of the sets, and look into every set of the customer. */
async function setsWith(
  memberships: Collections['memberships'],
  customer: string,
  member: string,
): Promise<readonly string[]> {
  const rows = memberships.find({ customer, member }, { projection: { _id: 0, set: 1 } });
  return (await rows.toArray()).map(({ set }) => set);
}

/** Null: users in any group. */
async function usersInGroup(
  { memberships, groups }: Collections,
  customer: string,
  groupId: string | null,
): Promise<readonly string[]> {
  const query = groupId === null ? { customer, live: true } : live(customer, groupId);
  const set = { $in: await groups.distinct('memberSet', query) };
  const rows = memberships.find({ customer, set }, { projection: { _id: 0, member: 1 } });
  const members = new Set<string>();
  for await (const { member } of rows.batchSize(ROWS_AT_ONCE)) {
    members.add(member);
    if (members.size > RELATED_MAX) throw tooMany();
  }
  return [...members];
}

function tooMany(): DirectoryFailure {
  return new DirectoryFailure(
    'tooMany',
    `filter: more than ${RELATED_MAX} users are in these groups, too many to be looked for among; read the members of a ` +
      'group from the group, or filter by something else',
    'filter',
  );
}

function live(customer: string, id: string): { _id: string; customer: string; live: true } {
  return { _id: id, customer, live: true };
}
