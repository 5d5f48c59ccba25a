// Events of records as the product makes them, for tests of the answers.

import { difference, groupFacts, userFacts, type DirectoryEvent } from '../../../src/directory/event';
import type { GroupRecord } from '../../../src/directory/group-record';
import type { UserRecord } from '../../../src/directory/user-record';
import { event } from '../../store/store-setup';

/** Day `day` of March 2026, at noon. */
export function day(day: number): Date {
  return new Date(Date.UTC(2026, 2, day, 12));
}

/** The events of one person's life: the state after each, and the day on which it came about. */
export function lifeOf(
  ...states: readonly (readonly [on: number, user: UserRecord, more?: Partial<DirectoryEvent>])[]
): readonly DirectoryEvent[] {
  return states.map(([on, user, more], index) => {
    const before = states[index - 1]?.[1];
    return {
      ...event(user.id, index + 1),
      at: day(on),
      operation: before === undefined ? 'create' : 'patch',
      ...difference(before === undefined ? {} : userFacts(before), userFacts(user)),
      ...more,
    };
  });
}

export function teamLifeOf(
  ...states: readonly (readonly [on: number, group: GroupRecord, more?: Partial<DirectoryEvent>])[]
): readonly DirectoryEvent[] {
  return states.map(([on, group, more], index) => {
    const before = states[index - 1]?.[1];
    return {
      ...event(group.id, index + 1),
      at: day(on),
      resourceType: 'Group',
      operation: before === undefined ? 'create' : 'patch',
      ...difference(before === undefined ? {} : groupFacts(before), groupFacts(group)),
      ...more,
    };
  });
}
