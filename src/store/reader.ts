// Reads of live records: by id, by page, and the two directions of membership; changes nothing.

import type { mongo } from 'mongoose';
import type { Condition } from '../directory/condition';
import type { GroupReference, Member } from '../directory/group-record';
import type { JsonObject } from '../directory/json';
import type { DirectoryReader, Page } from '../directory/ports';
import { toMongoFilter } from './condition';
import { groupRecord, userRecord, type Collections, type MembershipDocument } from './documents';
import { namedFailure } from './driver-failure';
import { readPage } from './page';
import { resolveRelated } from './related';

/** Members per batch of a group that is read out as a stream. */
const MEMBER_BATCH = 1_000;

export function createReader(collections: Collections): DirectoryReader {
  const { users, groups } = collections;
  return {
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

    membersOf: (customer, groupId) => readMembers(collections, customer, groupId),
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
    .find({ customer, member: { $in: [...userIds] } }, { projection: { _id: 0, member: 1, group: 1 } })
    .toArray();
  const ids = [...new Set(rows.map(({ group }) => group))];
  if (ids.length === 0) return new Map();
  const documents = await groups
    .find({ _id: { $in: ids }, customer, live: true }, { projection: { 'profile.displayName': 1 } })
    .toArray();
  const references = new Map(
    documents.map(({ _id, profile }) => [_id, { id: _id, display: displayOf(profile) ?? '' }]),
  );
  const byUser = new Map<string, GroupReference[]>();
  for (const { member, group } of rows) {
    const reference = references.get(group);
    if (reference !== undefined) byUser.set(member, [...(byUser.get(member) ?? []), reference]);
  }
  return byUser;
}

/** Rows of people who are deleted stay hidden until the return, so each batch asks which of them are live. */
async function* readMembers(
  { memberships, users }: Collections,
  customer: string,
  groupId: string,
): AsyncGenerator<readonly Member[]> {
  let after = '';
  for (;;) {
    const query: mongo.Filter<MembershipDocument> = { customer, group: groupId, member: { $gt: after } };
    const rows = await named(
      memberships
        .find(query, { projection: { _id: 0, member: 1 } })
        .sort({ member: 1 })
        .limit(MEMBER_BATCH)
        .toArray(),
    );
    const ids = rows.map(({ member }) => member);
    const found = await named(
      users
        .find({ _id: { $in: ids }, customer, live: true }, { projection: { 'profile.displayName': 1 } })
        .sort({ _id: 1 })
        .toArray(),
    );
    yield found.map(({ _id, profile }) => ({ id: _id, display: displayOf(profile) }));
    const last = ids.at(-1);
    if (last === undefined || ids.length < MEMBER_BATCH) return;
    after = last;
  }
}

function mapPage<D, R>({ total, records }: Page<D>, toRecord: (document: D) => R): Page<R> {
  return { total, records: records.map(toRecord) };
}

function displayOf({ displayName }: JsonObject): string | undefined {
  return typeof displayName === 'string' ? displayName : undefined;
}

/** Driver errors leave the store under the directory's names. */
async function named<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw namedFailure(error);
  }
}
