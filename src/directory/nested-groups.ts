// What happens where a group is sent as a member of a group, since iManage nests none (rule nestedGroups, imanage-model.md §3a). Pure.

import type { Customer } from './customer';
import { DirectoryFailure } from './failure';
import type { GroupRecord } from './group-record';

const NAMED_MAX = 10;

/** @throws DirectoryFailure `invalidValue` naming the groups and saying what to do instead */
export function assertMayNest(
  customer: Customer,
  group: GroupRecord,
  nested: readonly Pick<GroupRecord, 'id' | 'profile'>[],
): void {
  if (nested.length === 0) return;
  if (customer.rules.nestedGroups !== 'flatten') {
    throw new DirectoryFailure(
      'invalidValue',
      `members: iManage has no nested groups, and these are groups: ${named(nested)}; send the people in them ` +
        'instead, or set the customer\'s rule "nestedGroups" to "flatten", which makes them members',
      'group-nested',
    );
  }
  if (nested.some(({ id }) => id === group.id)) {
    throw new DirectoryFailure(
      'invalidValue',
      `members: group "${group.groupId}" cannot be a member of itself`,
      'group-nested',
    );
  }
}

/** Rule 3.7 for the people whom nested groups bring in. @throws DirectoryFailure `invalidValue` naming some of them */
export function assertMayBring(
  group: GroupRecord,
  users: readonly { readonly id: string; readonly external: boolean }[],
): void {
  const internal = users.filter(({ external }) => !external).map(({ id }) => id);
  if (!group.external || internal.length === 0) return;
  throw new DirectoryFailure(
    'invalidValue',
    `members: group "${group.groupId}" is for external users only, and a group nested in it would bring in internal ` +
      `ones: ${internal.slice(0, NAMED_MAX).join(', ')}; keep them out of the nested group, or take that group out of ` +
      `"${group.groupId}"`,
    'group-external-only',
  );
}

export function withNested(group: GroupRecord, nestedGroups: Iterable<string>): GroupRecord {
  return { ...group, nestedGroups: [...nestedGroups].toSorted() };
}

export function withoutNested(group: GroupRecord, id: string): GroupRecord {
  return withNested(
    group,
    group.nestedGroups.filter((nested) => nested !== id),
  );
}

function named(groups: readonly Pick<GroupRecord, 'id' | 'profile'>[]): string {
  const shown = groups
    .slice(0, NAMED_MAX)
    .map(({ id, profile }) => `${JSON.stringify(profile['displayName'] ?? '')} (${id})`);
  const more = groups.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
