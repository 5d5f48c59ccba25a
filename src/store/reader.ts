// Reads of live records: by id, by page, and the two directions of membership; changes nothing.

import type { mongo } from 'mongoose';
import type { Condition } from '../directory/condition';
import type { GroupReference } from '../directory/group-record';
import type { DirectoryReader, Page } from '../directory/ports';
import { toMongoFilter } from './condition';
import { brakeReader } from './brakes';
import { customerSettings, displayNameOf, groupRecord, userRecord, type Collections } from './documents';
import { named } from './driver-failure';
import { countMembers, readMembers } from './member-reading';
import { ownResourceReader } from './own-resources';
import { readPage } from './page';
import { readEmailHolders } from './email-holders';
import { resolveRelated } from './related';

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

    ...ownResourceReader(collections),

    groupsOf: (customer, userIds) => named(readGroupsOf(collections, customer, userIds)),

    emailHolders: (customer, asked) => named(readEmailHolders(users, customer, asked)),

    membersOf: (customer, groupId) => readMembers(collections, customer, groupId),
    countMembers: (customer, groupId, most) => countMembers(collections, { customer, groupId }, most),

    brake: (customer) => named(brakes.brake(customer)),
    alerts: (customer, limit, kind) => named(brakes.alerts(customer, limit, kind)),
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
      { id: _id, display: displayNameOf(profile) ?? '' },
    ]),
  );
  const byUser = new Map<string, GroupReference[]>();
  for (const { member, set } of rows) {
    const reference = references.get(set);
    if (reference !== undefined) byUser.set(member, [...(byUser.get(member) ?? []), reference]);
  }
  return byUser;
}

function mapPage<D, R>(page: Page<D>, toRecord: (document: D) => R): Page<R> {
  return { ...page, records: page.records.map(toRecord) };
}
