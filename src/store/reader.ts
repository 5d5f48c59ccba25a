// Reads of live records: by id, by page, and the two directions of membership; changes nothing.

import type { mongo } from 'mongoose';
import type { Condition } from '../directory/condition';
import type { BeginMassWork } from '../directory/mass-work';
import type { DirectoryReader, Page, PageRequest } from '../directory/ports';
import { relatedLeaves, toMongoFilter } from './condition';
import { brakeReader } from './brakes';
import { customerSettings, groupRecord, type Collections } from './documents';
import { userRecord } from './stored-record';
import { named } from './driver-failure';
import type { CountedList } from './live-counts';
import { readMembers } from './member-reading';
import { ownResourceReader } from './own-resources';
import { readPage, type PageOptions } from './page';
import { createReadsOfTheMoment } from './reads-of-the-moment';
import { createRememberedTotals } from './remembered-totals';
import { resolveRelated } from './related';
import { totalOfAll } from './whole-totals';

export function createReader(collections: Collections, beginMassWork: BeginMassWork): DirectoryReader {
  const { users, groups, settings } = collections;
  const brakes = brakeReader(collections);
  const moment = createReadsOfTheMoment(collections);
  const totals = createRememberedTotals(collections.events);
  const remembering = (customer: string, list: CountedList, { condition }: PageRequest): PageOptions => {
    if (condition === undefined)
      return { remembered: (count) => totalOfAll(collections, { customer, list }, count) };
    // Members are rows of their own, and not every row has its event at once.
    if (relatedLeaves(condition).length > 0) return {};
    return { remembered: (count) => totals.totalOf(customer, [list, condition], count) };
  };
  return {
    async settings(customer) {
      const document = await named(settings.findOne({ _id: customer }));
      return document === null ? undefined : customerSettings(document);
    },

    async user(customer, id) {
      const document = await moment.user(customer, id);
      return document && userRecord(document);
    },

    async users(customer, page) {
      const matching = await moment.matchingUsers(customer, page);
      if (matching !== undefined) return mapPage(matching, userRecord);
      const query = await pageQuery(collections, customer, page);
      const found = readPage(users, query, page, remembering(customer, 'users', page));
      return mapPage(await named(found), userRecord);
    },

    async group(customer, id) {
      const document = await moment.group(customer, id);
      return document && groupRecord(document);
    },

    async groups(customer, page) {
      const matching = await moment.matchingGroups(customer, page);
      if (matching !== undefined) return mapPage(matching, groupRecord);
      const query = await pageQuery(collections, customer, page);
      const found = readPage(groups, query, page, remembering(customer, 'groups', page));
      return mapPage(await named(found), groupRecord);
    },

    ...ownResourceReader(collections),

    groupsOf: moment.groupsOf,

    emailHolders: moment.emailHolders,

    membersOf: (customer, groupId) => readMembers(collections, { customer, groupId }, beginMassWork),
    countMembers: moment.countMembers,

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
  const ofLive = (part: Condition): mongo.Filter<mongo.Document> => ({
    ...live,
    $and: [toMongoFilter(part, 'search', related)],
  });
  // Indexes are chosen for each branch by what stands in it: outside of `$or` nobody would be known to be live.
  return condition.kind === 'or' ? { $or: condition.conditions.map(ofLive) } : ofLive(condition);
}

function mapPage<D, R>(page: Page<D>, toRecord: (document: D) => R): Page<R> {
  return { ...page, records: page.records.map(toRecord) };
}
