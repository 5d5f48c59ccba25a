// What the directory needs of a store; implemented in store/, handed to scim/ by main.

import type { Condition, SearchForm } from './condition';
import type { DirectoryEvent } from './event';
import type { GroupRecord, GroupReference, Member } from './group-record';
import type { CustomerSettings } from './settings';
import type { Sort } from './sort';
import type { UserRecord } from './user-record';

/** One page of live records; `skip` counts from 0. */
export interface PageRequest {
  readonly condition: Condition | undefined;
  readonly sort: Sort | undefined;
  readonly skip: number;
  readonly limit: number;
}

export interface Page<T> {
  /** How many live records meet the condition, on every page. */
  readonly total: number;
  readonly records: readonly T[];
}

/** Reads see live records only: what SCIM deleted is absent. */
export interface DirectoryReader {
  /** Undefined where nothing was changed since the configuration was written. */
  settings(customer: string): Promise<CustomerSettings | undefined>;
  user(customer: string, id: string): Promise<UserRecord | undefined>;
  users(customer: string, page: PageRequest): Promise<Page<UserRecord>>;
  group(customer: string, id: string): Promise<GroupRecord | undefined>;
  groups(customer: string, page: PageRequest): Promise<Page<GroupRecord>>;
  /** The live groups of each user, by user id; users without any are absent. */
  groupsOf(
    customer: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly GroupReference[]>>;
  /** The live members of a group, in batches, in a stable order. */
  membersOf(customer: string, groupId: string): AsyncIterable<readonly Member[]>;
}

/** The steps of one write; all of them are kept, with their event, or none is. */
export interface DirectoryTransaction {
  settings(customer: string): Promise<CustomerSettings | undefined>;
  /** @throws a conflict, which the store retries, unless what is kept is what was read */
  keepSettings(before: CustomerSettings | undefined, after: CustomerSettings): Promise<void>;

  liveUser(customer: string, id: string): Promise<UserRecord | undefined>;
  /** Deleted people with this externalId or userName, most recently deleted first. */
  deletedUsers(
    customer: string,
    match: { readonly externalId: string | undefined; readonly userName: string },
  ): Promise<readonly UserRecord[]>;
  /** Whoever holds or held the User ID. */
  userWithUserId(customer: string, userId: string): Promise<UserRecord | undefined>;
  insertUser(user: UserRecord, form: SearchForm): Promise<void>;
  /** @throws a conflict, which the store retries, unless the stored version is `before.version` */
  replaceUser(before: UserRecord, after: UserRecord, form: SearchForm): Promise<void>;

  liveGroup(customer: string, id: string): Promise<GroupRecord | undefined>;
  /** Whichever group holds or held the groupId in this library (null: among the global ones). */
  groupWithGroupId(
    customer: string,
    library: string | null,
    groupId: string,
  ): Promise<GroupRecord | undefined>;
  insertGroup(group: GroupRecord, form: SearchForm): Promise<void>;
  replaceGroup(before: GroupRecord, after: GroupRecord, form: SearchForm): Promise<void>;

  /** Which of the ids are live users, in no particular order. */
  liveUsers(
    customer: string,
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly external: boolean }[]>;
  /** Each returns the ids that really changed. */
  addMembers(customer: string, groupId: string, userIds: readonly string[]): Promise<readonly string[]>;
  removeMembers(customer: string, groupId: string, userIds: readonly string[]): Promise<readonly string[]>;
  memberIds(customer: string, groupId: string): Promise<readonly string[]>;
  /** The external groups that a user is in, by groupId. */
  externalGroupsOf(customer: string, userId: string): Promise<readonly string[]>;

  record(event: DirectoryEvent): Promise<void>;
}

export interface DirectoryStore extends DirectoryReader {
  /**
   * Runs the work in one transaction, again when it met another write, and answers once it is durable.
   *
   * @param queue writes with the same key wait for each other in this process instead of colliding in the database
   * @throws DirectoryFailure `unavailable`, `busy`, or what the work throws
   */
  write<T>(queue: string, work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T>;
}
