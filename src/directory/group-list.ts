// The list of groups by name, and who is in one: what answers for admins need of a store for it.

import type { GroupRecord } from './group-record';
import type { UserRecord } from './user-record';

/** Absent members narrow nothing. */
export interface GroupFilter {
  /** A part of the name or Group ID. */
  readonly text?: string;
  /** Null: global groups. */
  readonly library?: string | null;
  /** Absent: those that are not deleted. */
  readonly state?: 'enabled' | 'disabled' | 'deleted';
  readonly external?: boolean;
}

export interface ListedGroup {
  readonly group: GroupRecord;
  readonly place: GroupPlace;
  /** Rows that name somebody, deleted people's too, counted no further than a bound. */
  readonly members: number;
  readonly manyMembers: boolean;
}

/** By name and, of those of one name, by id. */
interface GroupPlace {
  readonly name: string;
  readonly id: string;
}

export interface MemberCounts {
  /** Rows, those of deleted people too. */
  readonly rows: number;
  readonly disabled: number;
  readonly deleted: number;
}

export interface ListedMember {
  readonly user: UserRecord;
  readonly place: string;
  readonly nested: boolean;
}

export interface GroupList {
  /** At most `limit` groups; fewer only at the end. */
  page(
    customer: string,
    request: { readonly filter: GroupFilter; readonly limit: number; readonly after?: GroupPlace },
  ): Promise<readonly ListedGroup[]>;
  /** Deleted ones too. */
  group(customer: string, id: string): Promise<GroupRecord | undefined>;
  memberCounts(customer: string, groupId: string): Promise<MemberCounts>;
  /** By name, deleted people too; at most `limit`, fewer only at the end. */
  members(
    customer: string,
    groupId: string,
    request: { readonly text?: string; readonly limit: number; readonly after?: string },
  ): Promise<readonly ListedMember[]>;
}
