// Reads of live records: by id, by page, and the two directions of membership; changes nothing.

import type { mongo } from 'mongoose';
import type { Condition } from '../directory/condition';
import { DirectoryFailure } from '../directory/failure';
import type { GroupReference, Member } from '../directory/group-record';
import type { JsonObject } from '../directory/json';
import type { DirectoryReader, Page } from '../directory/ports';
import { toMongoFilter } from './condition';
import { brakeReader } from './brakes';
import {
  customerSettings,
  groupRecord,
  userRecord,
  type Collections,
  type MembershipDocument,
} from './documents';
import { named } from './driver-failure';
import { readPage } from './page';
import { readEmailHolders } from './email-holders';
import { resolveRelated } from './related';

/** Members per batch of a group that is read out as a stream. */
const MEMBER_BATCH = 1_000;

export function createReader(collections: Collections): DirectoryReader {
  const { users, groups, settings } = collections;
  const brakes = brakeReader(collections);
  return {
    async settings(customer) {
      const document = await named(settings.findOne({ _id: customer }));
      return document === null ? undefined : customerSettings(document);
    },

    async user(customer, id) {
      const document = await named(users.findOne({ _id: id, customer, live: true }));
      return document === null ? undefined : userRecord(document);
    },

    async users(customer, page) {
      const query = await pageQuery(collections, customer, page);
      return mapPage(await named(readPage(users, query, page)), userRecord);
    },

    async group(customer, id) {
      const document = await named(groups.findOne({ _id: id, customer, live: true }));
      return document === null ? undefined : groupRecord(document);
    },

    async groups(customer, page) {
      const query = await pageQuery(collections, customer, page);
      return mapPage(await named(readPage(groups, query, page)), groupRecord);
    },

    groupsOf: (customer, userIds) => named(readGroupsOf(collections, customer, userIds)),

    emailHolders: (customer, asked) => named(readEmailHolders(users, customer, asked)),

    membersOf: (customer, groupId) => readMembers(collections, customer, groupId),

    brake: (customer) => named(brakes.brake(customer)),
    alerts: (customer, limit) => named(brakes.alerts(customer, limit)),
    enabledUsers: (customer) => named(brakes.enabledUsers(customer)),
  };
}

async function pageQuery(
  collections: Collections,
  customer: string,
  { condition }: { readonly condition: Condition | undefined },
): Promise<mongo.Filter<mongo.Document>> {
  const live = { customer, live: true };
  if (condition === undefined) return live;
  const related = await named(resolveRelated(collections, customer, condition));
  return { $and: [live, toMongoFilter(condition, 'search', related)] };
}

async function readGroupsOf(
  { memberships, groups }: Collections,
  customer: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GroupReference[]>> {
  const rows = await memberships
    .find({ customer, member: { $in: [...userIds] } }, { projection: { _id: 0, member: 1, set: 1 } })
    .toArray();
  const sets = [...new Set(rows.map(({ set }) => set))];
  if (sets.length === 0) return new Map();
  const documents = await groups
    .find(
      { customer, memberSet: { $in: sets }, live: true },
      { projection: { memberSet: 1, 'profile.displayName': 1 } },
    )
    .toArray();
  const references = new Map(
    documents.map(({ _id, memberSet, profile }) => [
      memberSet,
      { id: _id, display: displayOf(profile) ?? '' },
    ]),
  );
  const byUser = new Map<string, GroupReference[]>();
  for (const { member, set } of rows) {
    const reference = references.get(set);
    if (reference !== undefined) byUser.set(member, [...(byUser.get(member) ?? []), reference]);
  }
  return byUser;
}

/** Rows of people who are deleted stay hidden until the return, so each batch asks which of them are live. */
async function* readMembers(
  collections: Collections,
  customer: string,
  groupId: string,
): AsyncGenerator<readonly Member[]> {
  const set = await memberSetOf(collections, customer, groupId);
  if (set === undefined) return;
  for (let after: string | undefined = ''; after !== undefined;) {
    const query: mongo.Filter<MembershipDocument> = { customer, set, member: { $gt: after } };
    const rows = await named(
      collections.memberships
        .find(query, { projection: { _id: 0, member: 1 } })
        .sort({ member: 1 })
        .limit(MEMBER_BATCH)
        .toArray(),
    );
    const ids = rows.map(({ member }) => member);
    const [members, setNow] = await Promise.all([
      readLive(collections, customer, ids),
      memberSetOf(collections, customer, groupId),
    ]);
    // A set that the group has left may be cleared away under this reading: better no answer than half of one.
    if (setNow !== set)
      throw new DirectoryFailure('busy', 'the members changed while they were being read; try again');
    yield members;
    after = ids.length < MEMBER_BATCH ? undefined : ids.at(-1);
  }
}

async function readLive(
  { users }: Collections,
  customer: string,
  ids: readonly string[],
): Promise<readonly Member[]> {
  const query = { _id: { $in: [...ids] }, customer, live: true };
  const found = users.find(query, { projection: { 'profile.displayName': 1 } }).sort({ _id: 1 });
  const documents = await named(found.toArray());
  return documents.map(({ _id, profile }) => ({ id: _id, display: displayOf(profile) }));
}

async function memberSetOf(
  { groups }: Collections,
  customer: string,
  groupId: string,
): Promise<string | undefined> {
  const document = await named(groups.findOne({ _id: groupId, customer }, { projection: { memberSet: 1 } }));
  return document?.memberSet;
}

function mapPage<D, R>({ total, records }: Page<D>, toRecord: (document: D) => R): Page<R> {
  return { total, records: records.map(toRecord) };
}

function displayOf({ displayName }: JsonObject): string | undefined {
  return typeof displayName === 'string' ? displayName : undefined;
}
