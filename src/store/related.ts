// Finds the ids behind the relations that a condition names: groups of a user, members of a group; both are rows.

import type { Condition, Relation } from '../directory/condition';
import type { Collections } from './documents';
import { relatedLeaves, type RelatedIds } from './condition';

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

async function idsRelatedTo(
  { memberships, users, groups }: Collections,
  customer: string,
  relation: Relation,
  id: string | null,
): Promise<readonly string[]> {
  // `members` is asked of groups and `groups` of users: the wanted ids stand in the other column.
  const [named, wanted] =
    relation === 'members' ? (['member', 'group'] as const) : (['group', 'member'] as const);
  if (id === null) return memberships.distinct(wanted, { customer });
  const other = relation === 'members' ? users : groups;
  const isLive = await (other as Collections['users']).countDocuments(
    { _id: id, customer, live: true },
    { limit: 1 },
  );
  if (isLive === 0) return [];
  const rows = await memberships
    .find({ customer, [named]: id }, { projection: { _id: 0, [wanted]: 1 } })
    .toArray();
  return rows.map((row) => row[wanted]);
}
