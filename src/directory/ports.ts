// What the directory needs of a store; implemented in store/, handed to scim/ by main.

import type { Alert, MassDisableAlert } from './alert';
import type { AlertKind } from './alert-words';
import type { BrakeState } from './brake';
import type { EmailHolder } from './completeness';
import type { ConnectionSteps } from './connection-record';
import type { Condition, SearchForm } from './condition';
import type { Actor, DirectoryEvent } from './event';
import type { GroupRecord, GroupReference, Member } from './group-record';
import type { MassChange, MemberBase, StagedMembers } from './member-list';
import type { OwnResource, OwnResourceSteps } from './own-resource';
import type { CustomerSettings } from './settings';
import type { Position, Sort, Walk } from './sort';
import type { UserRecord } from './user-record';

/** One page of live records; `skip` counts from 0. */
export interface PageRequest {
  readonly condition: Condition | undefined;
  readonly sort: Sort | undefined;
  readonly skip: number;
  readonly limit: number;
  /** Where given, `skip` is 0. */
  readonly walk?: Walk;
}

export interface Page<T> {
  /** How many live records meet the condition, on every page; undefined in a walk that does not count. */
  readonly total: number | undefined;
  readonly records: readonly T[];
  /** In a walk, where each of the records stands. */
  readonly positions: readonly Position[];
}

/** Reads see live records only: what SCIM deleted is absent. */
export interface DirectoryReader {
  /** Undefined where nothing was changed since the configuration was written. */
  settings(customer: string): Promise<CustomerSettings | undefined>;
  user(customer: string, id: string): Promise<UserRecord | undefined>;
  users(customer: string, page: PageRequest): Promise<Page<UserRecord>>;
  group(customer: string, id: string): Promise<GroupRecord | undefined>;
  /** Of a type that the customer defined itself. */
  ownResource(customer: string, type: string, id: string): Promise<OwnResource | undefined>;
  ownResources(customer: string, type: string, page: PageRequest): Promise<Page<OwnResource>>;
  groups(customer: string, page: PageRequest): Promise<Page<GroupRecord>>;
  /** The live groups of each user, by user id; users without any are absent. */
  groupsOf(
    customer: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly GroupReference[]>>;
  /** By user id: which other live user had the e-mail address first. Absent where nobody else did. */
  emailHolders(
    customer: string,
    users: readonly Pick<UserRecord, 'id' | 'email'>[],
  ): Promise<ReadonlyMap<string, EmailHolder>>;
  /** The live members of a group, in batches, in a stable order. */
  membersOf(customer: string, groupId: string): AsyncIterable<readonly Member[]>;
  /** How many members a group has, those of deleted people too, counted no further than `most`. */
  countMembers(customer: string, groupId: string, most: number): Promise<number>;
  /** Undefined where no disable was ever counted. */
  brake(customer: string): Promise<BrakeState | undefined>;
  /** Newest first; of one kind, or of all. */
  alerts(customer: string, limit: number, kind?: AlertKind): Promise<readonly Alert[]>;
  /** How many users of the customer can sign in. */
  enabledUsers(customer: string): Promise<number>;
}

/** Whether a member is there only because a nested group brings them in. */
interface NestedOption {
  readonly nested: boolean;
}

/** By id of a member: how the client shows them; undefined: by their own displayName. */
export type MemberDisplays = ReadonlyMap<string, string | undefined>;

/** Which members of a group: everybody where nothing is said. */
export interface MemberSelection extends Partial<NestedOption> {
  readonly among?: readonly string[] | undefined;
  /** One more than this is enough: the selection is not read any further. */
  readonly most?: number;
}

/** The execution of an accepted request (RFC 9967 §2.5.1) as one process has it in hand. */
interface RequestClaim {
  readonly request: string;
  readonly holder: string;
  /** Which of its writes: a bulk request has many. */
  readonly effect: string;
}

/** The steps of one write; all of them are kept, with their event, or none is. */
export interface DirectoryTransaction extends OwnResourceSteps, ConnectionSteps {
  /**
   * Writes that take turns by the same key wait for each other in this process instead of colliding in the database.
   *
   * @throws what makes the store run the write again when its turn has come
   */
  takeTurn(key: string): void;

  settings(customer: string): Promise<CustomerSettings | undefined>;
  /** @throws a conflict, which the store retries, unless what is kept is what was read */
  keepSettings(before: CustomerSettings | undefined, after: CustomerSettings): Promise<void>;

  liveUser(customer: string, id: string): Promise<UserRecord | undefined>;
  /** Deleted people with this externalId or userName, most recently deleted first. */
  deletedUsers(
    customer: string,
    match: { readonly externalId: string | undefined; readonly userName: string },
  ): Promise<readonly UserRecord[]>;
  /** As in `DirectoryReader`, as of this transaction. */
  emailHolders(
    customer: string,
    users: readonly Pick<UserRecord, 'id' | 'email'>[],
  ): Promise<ReadonlyMap<string, EmailHolder>>;
  /** Whoever holds or held the User ID. */
  userWithUserId(customer: string, userId: string): Promise<UserRecord | undefined>;
  insertUser(user: UserRecord, form: SearchForm): Promise<void>;
  /** @throws a conflict, which the store retries, unless the stored version is `before.version` */
  replaceUser(before: UserRecord, after: UserRecord, form: SearchForm): Promise<void>;
  /** How many people hold the library or the role, deleted ones included, and how many groups are of the library. */
  usesOf(
    customer: string,
    what: { readonly library: string; readonly role?: string },
  ): Promise<{ readonly users: number; readonly deletedUsers: number; readonly groups: number }>;

  liveGroup(customer: string, id: string): Promise<GroupRecord | undefined>;
  /** Which of the ids are live groups. */
  liveGroups(customer: string, ids: readonly string[]): Promise<readonly GroupRecord[]>;
  /** The live groups in which this one is nested. */
  groupsNesting(customer: string, id: string): Promise<readonly GroupRecord[]>;
  /** Whichever group holds or held the groupId in this library (null: among the global ones). */
  groupWithGroupId(
    customer: string,
    library: string | null,
    groupId: string,
  ): Promise<GroupRecord | undefined>;
  insertGroup(group: GroupRecord, form: SearchForm): Promise<void>;
  replaceGroup(before: GroupRecord, after: GroupRecord, form: SearchForm): Promise<void>;
  /** Every other write on the group meets this one, though this one leaves the group as it is. */
  holdGroup(customer: string, id: string): Promise<void>;
  /** The same of every live external group: nobody joins one at the same time. */
  holdExternalGroups(customer: string): Promise<void>;

  /** Which of the ids are live users, in no particular order. */
  liveUsers(
    customer: string,
    ids: readonly string[],
  ): Promise<
    readonly {
      readonly id: string;
      readonly external: boolean;
      readonly displayName: string | undefined;
    }[]
  >;
  /** Which of the ids are users, deleted or not. */
  knownUsers(
    customer: string,
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly external: boolean; readonly live: boolean }[]>;
  /** Each returns the ids that really changed. */
  addMembers(
    customer: string,
    groupId: string,
    userIds: readonly string[],
    options?: NestedOption & { readonly displays?: MemberDisplays },
  ): Promise<readonly string[]>;
  removeMembers(customer: string, groupId: string, userIds: readonly string[]): Promise<readonly string[]>;
  /** Says of members by what they are members; ids that are no members are passed over. */
  markMembers(
    customer: string,
    groupId: string,
    userIds: readonly string[],
    options: NestedOption,
  ): Promise<void>;
  /** Ids that are no members are passed over. No version of the group is made: like a displayName, it is the person's. */
  showMembers(customer: string, groupId: string, displays: MemberDisplays): Promise<void>;
  memberIds(customer: string, groupId: string, selection?: MemberSelection): Promise<readonly string[]>;
  /** Of a group that this write has read; undefined of one that is new. */
  memberBase(groupId: string): MemberBase | undefined;
  /** @throws OutdatedStage unless the group is as it was when the change was made ready */
  assertCurrent(groupId: string, base: MemberBase | undefined): void;
  /** The group changes over to members that were made ready aside. */
  adoptMembers(groupId: string, set: string): void;
  /** The ids of the live groups that a user was put into: not those that only a nested group brought the user into. */
  joinedGroups(customer: string, userId: string): Promise<readonly string[]>;
  /** The groups that a disable took the person out of, to be given back on return (rule 3.4). */
  rememberedMemberships(customer: string, userId: string): Promise<readonly string[]>;
  rememberMemberships(customer: string, userId: string, groupIds: readonly string[]): Promise<void>;
  forgetMemberships(customer: string, userIds: readonly string[], groupIds: readonly string[]): Promise<void>;
  /** The external groups that a user is in, by groupId. */
  externalGroupsOf(customer: string, userId: string): Promise<readonly string[]>;

  brake(customer: string): Promise<BrakeState | undefined>;
  /** @throws a conflict, which the store retries, unless what is kept is what was read */
  keepBrake(before: BrakeState | undefined, after: BrakeState): Promise<void>;
  addAlert(alert: MassDisableAlert): Promise<void>;
  releaseAlert(
    customer: string,
    id: string,
    released: { readonly at: Date; readonly by: Actor; readonly reason?: string },
  ): Promise<void>;
  enabledUsers(customer: string): Promise<number>;

  record(event: DirectoryEvent): Promise<void>;
  /**
   * This write is the effect of an accepted request: kept with the write, so that there is one effect and no more.
   *
   * @throws EffectRefused where the request has had its effect, or another process has taken it in hand
   */
  claimEffect(claim: RequestClaim): Promise<void>;
}

/** The request's effect is, or will be, another execution's. */
export class EffectRefused extends Error {
  override readonly name = 'EffectRefused';
}

interface WriteOptions {
  /** Goes before the writes that wait for the database and are not. */
  readonly isUrgent?: boolean;
  /**
   * It asks little of the database, so that it may share a transaction with others of the moment. Each is kept or refused
   * by itself, and each has its own event.
   */
  readonly isSmall?: boolean;
  /** Asks what the work will ask, as far as that is known before: of writes that share a transaction all at once. */
  readonly readAhead?: (transaction: DirectoryTransaction) => Promise<unknown>;
}

export interface DirectoryStore extends DirectoryReader {
  /**
   * Runs the work in one transaction, again when it met another write, and answers once it is durable.
   *
   * @param queue writes with the same key wait for each other in this process instead of colliding in the database
   * @throws DirectoryFailure `unavailable`, `busy`, or what the work throws
   */
  write<T>(
    queue: string,
    work: (transaction: DirectoryTransaction) => Promise<T>,
    options?: WriteOptions,
  ): Promise<T>;
  /** Writes under this key wait until the work is done; under others it may write itself. @throws DirectoryFailure `busy` */
  inQueue<T>(queue: string, work: () => Promise<T>): Promise<T>;
  /**
   * Makes a mass change ready, outside every transaction: nobody sees it until a write takes it over, and what no write
   * takes over is cleared away in the end.
   *
   * @param group what it is after the change; whether it is for external people is asked
   */
  stageMembers(
    group: Pick<GroupRecord, 'customer' | 'external'>,
    base: MemberBase | undefined,
    change: MassChange,
  ): Promise<StagedMembers>;
  /** Clears away what no write took over; must not be called of what one did. */
  dropStaged(customer: string, staged: StagedMembers): Promise<void>;
  /** Keeps the count unless somebody was quicker; a crash may forget it. @returns whether it was kept */
  countBrake(before: BrakeState, after: BrakeState): Promise<boolean>;
}
