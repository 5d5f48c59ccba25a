// Which of a file's groups are in the directory already, where the two differ, and who its members are. Changes nothing.

import { comparisonKey } from '../../directory/comparison';
import type { GroupRecord } from '../../directory/group-record';
import type { DirectoryHistory } from '../../directory/history';
import type { DirectoryReader } from '../../directory/ports';
import type { UserRecord } from '../../directory/user-record';
import { groupKey, type GroupRow } from './group-rows';

/** The group with the row's Group ID, a deleted one too. */
export async function knownGroups(
  history: DirectoryHistory,
  customer: string,
  rows: readonly GroupRow[],
): Promise<(row: GroupRow) => GroupRecord | undefined> {
  const wanted = new Set(rows.map(groupKey));
  const known = new Map<string, GroupRecord>();
  for await (const groups of history.groups(customer))
    for (const group of groups) if (wanted.has(groupKey(group))) known.set(groupKey(group), group);
  return (row) => known.get(groupKey(row));
}

export type Person = Pick<UserRecord, 'id' | 'external'>;

/** The live person with this User ID, else with this userName. */
export async function knownMembers(
  history: DirectoryHistory,
  customer: string,
  rows: readonly GroupRow[],
): Promise<(text: string) => Person | undefined> {
  const wanted = new Set(rows.flatMap(({ members }) => members.map(({ text }) => comparisonKey(text))));
  const [byUserId, byUserName] = [new Map<string, Person>(), new Map<string, Person>()];
  for await (const users of history.users(customer))
    for (const { id, external, deletedAt, userId, profile } of users) {
      if (deletedAt !== null) continue;
      const names = [userId, profile['userName']].map((name) =>
        comparisonKey(typeof name === 'string' ? name : ''),
      );
      const [idKey = '', nameKey = ''] = names;
      if (wanted.has(idKey)) byUserId.set(idKey, { id, external });
      if (wanted.has(nameKey)) byUserName.set(nameKey, { id, external });
    }
  return (text) => byUserId.get(comparisonKey(text)) ?? byUserName.get(comparisonKey(text));
}

/** Where the row says something else than the directory. */
export async function groupDifferences(
  row: GroupRow,
  group: GroupRecord,
  { directory, memberIds }: { readonly directory: DirectoryReader; readonly memberIds: readonly string[] },
): Promise<string> {
  const held = new Set<string>();
  for await (const members of directory.membersOf(group.customer, group.id))
    for (const { id } of members) held.add(id);
  const absent = memberIds.filter((id) => !held.delete(id)).length;
  return [
    ...different('name', group.profile['displayName'], row.name),
    ...different('enabled', group.enabled, row.enabled),
    ...different('external', group.external, row.external),
    ...(row.externalId === '' ? [] : different('externalId', group.profile['externalId'], row.externalId)),
    ...(absent === 0 ? [] : [`members: ${absent} of the file are not in it`]),
    ...(held.size === 0 ? [] : [`members: ${held.size} are in it and not in the file`]),
  ].join('; ');
}

function different(name: string, here: unknown, there: unknown): readonly string[] {
  if (here === there) return [];
  return [`${name}: here ${JSON.stringify(here ?? null)}, in the file ${JSON.stringify(there)}`];
}
