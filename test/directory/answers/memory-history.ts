// The streams of a history from lists in memory, in batches of two, so that every batch boundary is met.

import type { DirectoryEvent } from '../../../src/directory/event';
import type { GroupRecord } from '../../../src/directory/group-record';
import type { DirectoryHistory, Membership } from '../../../src/directory/history';
import type { UserRecord } from '../../../src/directory/user-record';

export interface Kept {
  readonly users?: readonly UserRecord[];
  readonly groups?: readonly GroupRecord[];
  readonly memberships?: readonly Membership[];
  readonly events?: readonly DirectoryEvent[];
}

type MemoryHistory = Pick<
  DirectoryHistory,
  | 'users'
  | 'groups'
  | 'memberships'
  | 'groupsOf'
  | 'events'
  | 'eventsOf'
  | 'latestEvents'
  | 'names'
  | 'userWithUserId'
>;

export function memoryHistory({
  users = [],
  groups = [],
  memberships = [],
  events = [],
}: Kept): MemoryHistory {
  const inOrder = events.toSorted((a, b) =>
    a.resourceId === b.resourceId ? a.version - b.version : a.resourceId < b.resourceId ? -1 : 1,
  );
  return {
    users: () => batches(users),
    groups: () => batches(groups),
    memberships: () => batches(memberships),
    groupsOf: (_customer, userIds) =>
      Promise.resolve(
        new Map(
          userIds.map((id) => {
            const ids = memberships.filter(({ userId }) => userId === id).map(({ groupId }) => groupId);
            return [id, groups.filter((group) => ids.includes(group.id))];
          }),
        ),
      ),
    events: (_customer, type) => batches(inOrder.filter(({ resourceType }) => resourceType === type)),
    eventsOf: (_customer, ids) => batches(inOrder.filter(({ resourceId }) => ids.includes(resourceId))),
    latestEvents: () => batches(events.toReversed()),
    names: () =>
      Promise.resolve(
        new Map(
          [...users, ...groups].map(({ id, profile }) => [
            id,
            (profile['userName'] ?? profile['displayName']) as string,
          ]),
        ),
      ),
    userWithUserId: (_customer, userId) =>
      Promise.resolve(users.find((user) => user.userId?.toLowerCase() === userId.toLowerCase())),
  };
}

async function* batches<T>(values: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < values.length; start += 2)
    yield await Promise.resolve(values.slice(start, start + 2));
}

export async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}
