// How records lie in MongoDB: the documents, and the way from a record to its document and back. Indexes are in models.ts.

import type { mongo } from 'mongoose';
import type { Alert } from '../directory/alert';
import type { BrakeState } from '../directory/brake';
import { comparisonKey } from '../directory/comparison';
import { emailKey } from '../directory/completeness';
import { scopedName } from '../directory/group-name';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import type { JsonObject } from '../directory/json';
import type { KeyPurpose } from '../directory/key-ring';
import type { GroupRecord } from '../directory/group-record';
import type { OwnResource } from '../directory/own-resource';
import type { RequestEntry } from '../directory/request-log';
import type { CustomerSettings } from '../directory/settings';
import type { UserRecord } from '../directory/user-record';
import type { AsyncRequestDocument, StreamDocument, TokenDocument } from './delivery-documents';

interface Kept {
  readonly _id: string;
  readonly live: boolean;
  readonly search: SearchForm;
}
export type UserDocument = Omit<UserRecord, 'id'> &
  Kept & { readonly userIdKey?: string; readonly emailKey?: string; readonly emailClaim?: string };
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
interface RememberedDocument {
  readonly customer: string;
  readonly member: string;
  readonly group: string;
}
export type EventDocument = Omit<DirectoryEvent, 'id'> & { readonly _id: string };
/** One for each customer whose settings were ever changed. */
export type SettingsDocument = Omit<CustomerSettings, 'customer'> & { readonly _id: string };
/** One for each customer of whom a disable was ever counted. */
export type BrakeDocument = Omit<BrakeState, 'customer'> & { readonly _id: string };
export type AlertDocument = Omit<Alert, 'id'> & { readonly _id: string };

/** By its purpose. */
export interface KeyDocument {
  readonly _id: KeyPurpose;
  readonly key: JsonObject;
  readonly created: Date;
}

/** By digest of client and `jti`; kept until the assertion expires. */
export interface AssertionDocument {
  readonly _id: string;
  readonly expires: Date;
}

/** By what is leased. */
export interface LeaseDocument {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}
/** By what is counted. */
export interface CounterDocument {
  readonly _id: string;
  readonly last: number;
}

export interface Collections {
  readonly users: mongo.Collection<UserDocument>;
  readonly groups: mongo.Collection<GroupDocument>;
  readonly ownResources: mongo.Collection<OwnResourceDocument>;
  readonly memberships: mongo.Collection<MembershipDocument>;
  readonly remembered: mongo.Collection<RememberedDocument>;
  readonly events: mongo.Collection<EventDocument>;
  readonly requests: mongo.Collection<RequestEntry>;
  readonly settings: mongo.Collection<SettingsDocument>;
  readonly brakes: mongo.Collection<BrakeDocument>;
  readonly alerts: mongo.Collection<AlertDocument>;
  readonly keys: mongo.Collection<KeyDocument>;
  readonly leases: mongo.Collection<LeaseDocument>;
  readonly counters: mongo.Collection<CounterDocument>;
  readonly eventStreams: mongo.Collection<StreamDocument>;
  readonly eventTokens: mongo.Collection<TokenDocument>;
  readonly asyncRequests: mongo.Collection<AsyncRequestDocument>;
  readonly assertions: mongo.Collection<AssertionDocument>;
}

export function collectionsOf(database: mongo.Db): Collections {
  return {
    users: database.collection('users'),
    groups: database.collection('groups'),
    ownResources: database.collection('ownResources'),
    memberships: database.collection('memberships'),
    remembered: database.collection('remembered'),
    events: database.collection('events'),
    requests: database.collection('requests'),
    settings: database.collection('settings'),
    brakes: database.collection('brakes'),
    alerts: database.collection('alerts'),
    keys: database.collection('keys'),
    leases: database.collection('leases'),
    counters: database.collection('counters'),
    eventStreams: database.collection('eventStreams'),
    eventTokens: database.collection('eventTokens'),
    asyncRequests: database.collection('asyncRequests'),
    assertions: database.collection('assertions'),
  };
}

export function customerSettings({ _id, ...settings }: SettingsDocument): CustomerSettings {
  return { customer: _id, ...settings };
}

export function userDocument({ id, ...user }: UserRecord, search: SearchForm): UserDocument {
  const email = emailKey(user);
  const keys = {
    ...(user.userId === null ? {} : { userIdKey: comparisonKey(user.userId) }),
    ...(email === undefined ? {} : { emailKey: email }),
    ...(email !== undefined && user.emailClaimed ? { emailClaim: email } : {}),
  };
  return { _id: id, live: user.deletedAt === null, ...user, ...keys, search };
}

export function userRecord({
  _id,
  live: _live,
  search: _search,
  userIdKey: _userIdKey,
  emailKey: _emailKey,
  emailClaim: _emailClaim,
  ...user
}: UserDocument): UserRecord {
  return { id: _id, ...user };
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
