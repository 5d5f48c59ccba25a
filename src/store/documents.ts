// How records lie in MongoDB: the documents, and the way from a record to its document and back. Indexes are in models.ts.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import { scopedName } from '../directory/group-name';
import type { SearchForm } from '../directory/condition';
import type { DirectoryEvent } from '../directory/event';
import type { GroupRecord } from '../directory/group-record';
import type { RequestEntry } from '../directory/request-log';
import type { CustomerSettings } from '../directory/settings';
import type { UserRecord } from '../directory/user-record';

interface Kept {
  readonly _id: string;
  readonly live: boolean;
  readonly search: SearchForm;
}
export type UserDocument = Omit<UserRecord, 'id'> & Kept & { readonly userIdKey?: string };
export type GroupDocument = Omit<GroupRecord, 'id'> &
  Kept & { readonly groupIdKey: string; readonly nameKey: string; readonly memberSet: string };
/** One member of one set; the group that has the set names it in `memberSet`. */
export interface MembershipDocument {
  readonly customer: string;
  readonly set: string;
  readonly member: string;
}
export type EventDocument = Omit<DirectoryEvent, 'id'> & { readonly _id: string };
/** One for each customer whose settings were ever changed. */
export type SettingsDocument = Omit<CustomerSettings, 'customer'> & { readonly _id: string };

export interface Collections {
  readonly users: mongo.Collection<UserDocument>;
  readonly groups: mongo.Collection<GroupDocument>;
  readonly memberships: mongo.Collection<MembershipDocument>;
  readonly events: mongo.Collection<EventDocument>;
  readonly requests: mongo.Collection<RequestEntry>;
  readonly settings: mongo.Collection<SettingsDocument>;
}

export function collectionsOf(database: mongo.Db): Collections {
  return {
    users: database.collection('users'),
    groups: database.collection('groups'),
    memberships: database.collection('memberships'),
    events: database.collection('events'),
    requests: database.collection('requests'),
    settings: database.collection('settings'),
  };
}

export function customerSettings({ _id, ...settings }: SettingsDocument): CustomerSettings {
  return { customer: _id, ...settings };
}

export function userDocument({ id, ...user }: UserRecord, search: SearchForm): UserDocument {
  const key = user.userId === null ? {} : { userIdKey: comparisonKey(user.userId) };
  return { _id: id, live: user.deletedAt === null, ...user, ...key, search };
}

export function userRecord({
  _id,
  live: _live,
  search: _search,
  userIdKey: _key,
  ...user
}: UserDocument): UserRecord {
  return { id: _id, ...user };
}

export function groupDocument(
  { id, ...group }: GroupRecord,
  search: SearchForm,
  memberSet: string,
): GroupDocument {
  const displayName = typeof group.profile['displayName'] === 'string' ? group.profile['displayName'] : '';
  return {
    _id: id,
    live: group.deletedAt === null,
    ...group,
    groupIdKey: scopedName(group.library, group.groupId),
    nameKey: scopedName(group.library, displayName),
    memberSet,
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
  ...group
}: GroupDocument): GroupRecord {
  return { id: _id, ...group };
}
