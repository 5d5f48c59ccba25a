// What answers for admins read: everything that is kept of a customer, deleted people and groups and all events; implemented in store/.

import type { DirectoryEvent, EventOperation } from './event';
import type { GroupRecord } from './group-record';
import type { UserRecord } from './user-record';

/** A row of a group as it lies there: the person may be deleted, and is not shown as a member then. */
export interface Membership {
  readonly groupId: string;
  readonly userId: string;
}

/** Absent members narrow nothing. */
export interface EventQuery {
  /** What happened to this person, the joining and leaving of groups included. */
  readonly person?: string;
  readonly group?: string;
  readonly operation?: EventOperation;
  readonly connection?: string;
  readonly rule?: string;
  /** All that one request or run did. */
  readonly requestId?: string;
  readonly from?: Date;
  /** Inclusive. */
  readonly to?: Date;
  readonly limit?: number;
}

/** Streams come in batches of a bounded size, so that a firm of any size is never held whole. */
export interface DirectoryHistory {
  /** By id, which is the order of creation. */
  users(customer: string): AsyncIterable<readonly UserRecord[]>;
  groups(customer: string): AsyncIterable<readonly GroupRecord[]>;
  /** Group by group. @throws DirectoryFailure `busy` where a mass change came between */
  memberships(customer: string): AsyncIterable<readonly Membership[]>;
  /** The groups whose rows name the person, for deleted people too; a person without any is absent. */
  groupsOf(
    customer: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly GroupRecord[]>>;

  /** Every event of every resource of the type, with everybody whom it moved: resource by resource, each in order of version. */
  events(customer: string, resourceType: 'User' | 'Group'): AsyncIterable<readonly DirectoryEvent[]>;
  /** The events of these resources: resource by resource, each in order of version. */
  eventsOf(
    customer: string,
    resourceIds: readonly string[],
    options?: {
      /** Everybody whom each moved, also where that is kept beside it; otherwise the first of them. */
      readonly withMembers: boolean;
    },
  ): AsyncIterable<readonly DirectoryEvent[]>;
  /** Newest first. */
  latestEvents(customer: string, query: EventQuery): AsyncIterable<readonly DirectoryEvent[]>;
  event(customer: string, id: string): Promise<DirectoryEvent | undefined>;
  /** When the first event was; undefined before there is any. */
  firstEventAt(customer: string): Promise<Date | undefined>;

  /** Whoever holds or held the User ID, without letter case. */
  userWithUserId(customer: string, userId: string): Promise<UserRecord | undefined>;
  /** Whom a person may mean: by id, userName, User ID or e-mail address, live people first. */
  usersCalled(customer: string, text: string): Promise<readonly UserRecord[]>;
  /** The userName of each user and the displayName of each group among the ids. */
  names(customer: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
