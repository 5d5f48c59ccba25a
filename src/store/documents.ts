// How records lie in MongoDB: the documents, and the way from a record to its document and back. Indexes are in models.ts.

import type { mongo } from 'mongoose';
import type { BrakeState } from '../directory/brake';
import { comparisonKey } from '../directory/comparison';
import { emailKey } from '../directory/completeness';
import { scopedName } from '../directory/group-name';
import type { SearchForm } from '../directory/condition';
import type { DayMark } from '../directory/day-marks';
import type { DirectoryEvent } from '../directory/event';
import type { JsonObject } from '../directory/json';
import type { GroupRecord } from '../directory/group-record';
import type { OwnResource } from '../directory/own-resource';
import { foundBy, type FoundBy } from '../directory/people-words';
import type { RequestDetails, RequestEntry } from '../directory/request-log';
import type { CustomerSettings } from '../directory/settings';
import type { UserRecord } from '../directory/user-record';
import type { AdminSessionDocument } from './admin-sessions';
import type { AlertDocument } from './alert-record';
import type { ConnectionDocument } from './connection-documents';
import type { CounterDocument } from './counters';
import { importCollectionsOf, type ImportCollections } from './import-documents';
import { trafficCollectionsOf, type TrafficCollections } from './log-models';
import type { AsyncRequestDocument, StreamDocument, TokenDocument } from './delivery-documents';
import type { DayDocument } from './day-documents';
import type { KeyDocument } from './key-ring';
import type { LeaseDocument } from './leases';
import type { LiveCountDocument } from './live-counts';
import { kindOf, nameOrder } from './person-kind';
import type { ProcessDocument } from './processes';
import type { AssertionDocument } from './used-assertions';

interface Kept {
  readonly _id: string;
  readonly live: boolean;
  readonly search: SearchForm;
}
export type UserDocument = Omit<UserRecord, 'id'> &
  Kept &
  Partial<PersonPlace> & {
    readonly userIdKey?: string;
    readonly emailKey?: string;
    readonly emailClaim?: string;
  };
/** How the list of people finds somebody (person-kind.ts, people-words.ts); documents from before are given it at a start. */
export interface PersonPlace {
  readonly kind: string;
  readonly nameOrder: string;
  readonly words: readonly string[];
  /** Words of names that the person had; absent where there are none. */
  readonly former?: readonly string[];
}
export type GroupDocument = Omit<GroupRecord, 'id' | 'nestedGroups'> &
  Kept & {
    readonly groupIdKey: string;
    readonly nameKey: string;
    readonly memberSet: string;
    /** Absent where there are none, so that the index holds only what is looked for. */
    readonly nestedGroups?: readonly string[];
    /** Counts the writes that held the group since its version was made. */
    readonly held?: number;
  };
/** A resource of a customer's own type; it has no life after its deletion. */
export type OwnResourceDocument = Omit<OwnResource, 'id'> & Omit<Kept, 'live'>;
/** One member of one set; the group that has the set names it in `memberSet`. */
export interface MembershipDocument {
  readonly customer: string;
  readonly set: string;
  readonly member: string;
  /** The member is there only because a nested group brings them in; absent otherwise. */
  readonly nested?: true;
  /** How the client shows the member; absent where that is the person's own displayName. */
  readonly display?: string;
}
/** A membership that a disable took away; it is given back on return. */
export interface RememberedDocument {
  readonly customer: string;
  readonly member: string;
  readonly group: string;
}
/** What a line leaves out where it says nothing (null, or a list without an element). */
type Unsaid =
  | 'token'
  | 'admin'
  | 'address'
  | 'resourceType'
  | 'resourceId'
  | 'scimType'
  | 'detail'
  | 'rule'
  | 'tolerances';
export type RequestDocument = Omit<RequestEntry, Unsaid> &
  Partial<Pick<RequestEntry, Unsaid>> &
  Partial<RequestDetails> & {
    readonly _id: mongo.ObjectId;
    /** Of a refused request: what menus filter by, in one text (log-kinds.ts). */
    readonly kind?: string;
    /** Until an alert tells of it. */
    readonly refusedDisable?: true;
  };
export type EventDocument = Omit<DirectoryEvent, 'id'> & {
  readonly _id: string;
  /** What the sync log's menus filter by, in one text (log-kinds.ts); events from before are given it at a start. */
  readonly kind?: string;
  /** How the event counts for its day (day-marks.ts); absent on events from before there were marks. */
  readonly marks?: readonly DayMark[];
  /** It moves more members than the indexes of members take (log-models.ts). */
  readonly mass?: true;
  /** It says what a group is, and not only who is in it (past-memberships.ts). */
  readonly tellsGroup?: true;
};
/** Some of those whom one mass change took in or out, in order of id. */
export interface EventMembersDocument {
  readonly customer: string;
  /** As the event names them (`moved`). */
  readonly moved: string;
  readonly list: 'added' | 'removed';
  readonly first: string;
  readonly last: string;
  readonly members: readonly string[];
}
/** One for each customer whose settings were ever changed. */
export type SettingsDocument = Omit<CustomerSettings, 'customer'> & { readonly _id: string };
/** One for each customer of whom a disable was ever counted. */
export type BrakeDocument = Omit<BrakeState, 'customer'> & { readonly _id: string };
export interface Collections extends TrafficCollections, ImportCollections {
  readonly users: mongo.Collection<UserDocument>;
  readonly groups: mongo.Collection<GroupDocument>;
  readonly ownResources: mongo.Collection<OwnResourceDocument>;
  readonly memberships: mongo.Collection<MembershipDocument>;
  readonly remembered: mongo.Collection<RememberedDocument>;
  readonly liveCounts: mongo.Collection<LiveCountDocument>;
  readonly events: mongo.Collection<EventDocument>;
  readonly eventMembers: mongo.Collection<EventMembersDocument>;
  readonly days: mongo.Collection<DayDocument>;
  readonly requests: mongo.Collection<RequestDocument>;
  readonly settings: mongo.Collection<SettingsDocument>;
  readonly brakes: mongo.Collection<BrakeDocument>;
  readonly alerts: mongo.Collection<AlertDocument>;
  readonly processes: mongo.Collection<ProcessDocument>;
  readonly keys: mongo.Collection<KeyDocument>;
  readonly connections: mongo.Collection<ConnectionDocument>;
  readonly leases: mongo.Collection<LeaseDocument>;
  readonly counters: mongo.Collection<CounterDocument>;
  readonly eventStreams: mongo.Collection<StreamDocument>;
  readonly eventTokens: mongo.Collection<TokenDocument>;
  readonly asyncRequests: mongo.Collection<AsyncRequestDocument>;
  readonly assertions: mongo.Collection<AssertionDocument>;
  readonly adminSessions: mongo.Collection<AdminSessionDocument>;
}

export function collectionsOf(database: mongo.Db): Collections {
  return {
    users: database.collection('users'),
    groups: database.collection('groups'),
    ownResources: database.collection('ownResources'),
    memberships: database.collection('memberships'),
    remembered: database.collection('remembered'),
    liveCounts: database.collection('liveCounts'),
    events: database.collection('events'),
    eventMembers: database.collection('eventMembers'),
    days: database.collection('days'),
    requests: database.collection('requests'),
    ...trafficCollectionsOf(database),
    ...importCollectionsOf(database),
    settings: database.collection('settings'),
    brakes: database.collection('brakes'),
    alerts: database.collection('alerts'),
    processes: database.collection('processes'),
    keys: database.collection('keys'),
    connections: database.collection('connections'),
    leases: database.collection('leases'),
    counters: database.collection('counters'),
    eventStreams: database.collection('eventStreams'),
    eventTokens: database.collection('eventTokens'),
    asyncRequests: database.collection('asyncRequests'),
    assertions: database.collection('assertions'),
    adminSessions: database.collection('adminSessions'),
  };
}

export function customerSettings({ _id, ...settings }: SettingsDocument): CustomerSettings {
  return { customer: _id, ...settings };
}

/**
 * The search form stands in front: a search that no index serves looks for it in every document, and MongoDB finds a field
 * by passing over all before it.
 */
export function userDocument(
  record: UserRecord,
  search: SearchForm,
  found: FoundBy = foundBy(record),
): UserDocument {
  const { id, customer, ...user } = record;
  const email = emailKey(user);
  const keys = {
    ...(user.userId === null ? {} : { userIdKey: comparisonKey(user.userId) }),
    ...(email === undefined ? {} : { emailKey: email }),
    ...(email !== undefined && user.emailClaimed ? { emailClaim: email } : {}),
  };
  return {
    _id: id,
    live: user.deletedAt === null,
    customer,
    search,
    ...user,
    ...keys,
    ...personPlace(record, found),
  };
}

export function personPlace(user: UserRecord, { words, former }: FoundBy): PersonPlace {
  return {
    kind: kindOf(user),
    nameOrder: nameOrder(user),
    words,
    ...(former.length === 0 ? {} : { former }),
  };
}

export function groupDocument(
  { id, nestedGroups, ...group }: GroupRecord,
  search: SearchForm,
  memberSet: string,
): GroupDocument {
  return {
    _id: id,
    live: group.deletedAt === null,
    ...group,
    groupIdKey: scopedName(group.library, group.groupId),
    nameKey: scopedName(group.library, displayNameOf(group.profile) ?? ''),
    memberSet,
    ...(nestedGroups.length === 0 ? {} : { nestedGroups }),
    search,
  };
}

export function groupRecord({
  _id,
  live: _live,
  search: _search,
  groupIdKey: _groupIdKey,
  nameKey: _nameKey,
  memberSet: _memberSet,
  nestedGroups = [],
  held: _held,
  ...group
}: GroupDocument): GroupRecord {
  return { id: _id, ...group, nestedGroups };
}

export function displayNameOf({ displayName }: JsonObject): string | undefined {
  return typeof displayName === 'string' ? displayName : undefined;
}
