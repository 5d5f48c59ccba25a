// Reads the list of groups in order of name, with how many are in each, and one group's members by name. Changes nothing.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import type { GroupFilter, GroupList, ListedGroup, ListedMember } from '../directory/group-list';
import type { PeopleList } from '../directory/people-list';
import { searchWords } from '../directory/people-words';
import { escapePattern } from './condition';
import { groupRecord, type Collections, type GroupDocument, type UserDocument } from './documents';
import { userRecord } from './stored-record';
import { named } from './driver-failure';
import { among, memberIds, readCounts, setOf, type Rows } from './member-counts';

/** Beyond it nobody counts on: a page has many groups. */
const MEMBERS_MAX = 100_000;
/** Members of a group up to this size are all looked at; of a larger one so many people are members that they are met soon. */
const SMALL_MAX = 5_000;
const PEOPLE_AT_ONCE = 500;

export function createGroupList(collections: Collections, people: PeopleList): GroupList {
  return {
    page: (customer, request) => named(readPage(collections, customer, request)),
    async group(customer, id) {
      const document = await named(collections.groups.findOne({ _id: id, customer }));
      return document === null ? undefined : groupRecord(document);
    },
    memberCounts: (customer, groupId) => named(readCounts(collections, customer, groupId)),
    members: (customer, groupId, request) =>
      named(readMembersByName(collections, people, { customer, groupId, ...request })),
  };
}

async function readPage(
  { groups, memberships }: Collections,
  customer: string,
  { filter, limit, after }: Parameters<GroupList['page']>[1],
): Promise<readonly ListedGroup[]> {
  const beyond =
    after === undefined
      ? []
      : [
          {
            $or: [
              { 'search.displayName': { $gt: after.name } },
              { 'search.displayName': after.name, _id: { $gt: after.id } },
            ],
          },
        ];
  const query = { $and: [queryOf(customer, filter), ...beyond] } as unknown as mongo.Filter<GroupDocument>;
  const documents = await groups.find(query).sort({ 'search.displayName': 1, _id: 1 }).limit(limit).toArray();
  return Promise.all(
    documents.map(async (document) => {
      const rows = { customer, set: document.memberSet };
      const counted = await memberships.countDocuments(rows, { limit: MEMBERS_MAX + 1, hint: 'membership' });
      const name = document.search['displayName'];
      return {
        group: groupRecord(document),
        place: { name: typeof name === 'string' ? name : '', id: document._id },
        members: Math.min(counted, MEMBERS_MAX),
        manyMembers: counted > MEMBERS_MAX,
      };
    }),
  );
}

function queryOf(customer: string, { text = '', library, state, external }: GroupFilter): mongo.Document {
  const part = escapePattern(comparisonKey(text.trim()));
  return {
    customer,
    live: state !== 'deleted',
    ...(state === 'enabled' || state === 'disabled' ? { enabled: state === 'enabled' } : {}),
    ...(library === undefined ? {} : { library }),
    ...(external === undefined ? {} : { external }),
    ...(part === ''
      ? {}
      : // Of the key of a Group ID, what stands before the first "/" is the library.
        {
          $or: [
            { 'search.displayName': new RegExp(part, 'u') },
            { groupIdKey: new RegExp(`^[^/]*/.*${part}`, 'su') },
          ],
        }),
  };
}

interface MembersAsked {
  readonly customer: string;
  readonly groupId: string;
  readonly text?: string;
  readonly limit: number;
  readonly after?: string;
}

async function readMembersByName(
  collections: Collections,
  people: PeopleList,
  asked: MembersAsked,
): Promise<readonly ListedMember[]> {
  const set = await setOf(collections, asked.customer, asked.groupId);
  if (set === undefined) return [];
  const rows = { customer: asked.customer, set };
  const size = await collections.memberships.countDocuments(rows, {
    limit: SMALL_MAX + 1,
    hint: 'membership',
  });
  const found =
    size > SMALL_MAX
      ? await amongEverybody(collections, people, { ...asked, rows })
      : await amongMembers(collections, { ...asked, rows });
  const ids = found.map(({ user }) => user.id);
  const nested = await collections.memberships
    .find({ ...rows, member: { $in: ids }, nested: true }, { projection: { _id: 0, member: 1 } })
    .toArray();
  const only = new Set(nested.map(({ member }) => member));
  return found.map((member) => ({ ...member, nested: only.has(member.user.id) }));
}

type FoundMember = Omit<ListedMember, 'nested'>;

async function amongMembers(
  collections: Collections,
  { customer, text = '', limit, after, rows }: MembersAsked & { readonly rows: Rows },
): Promise<readonly FoundMember[]> {
  const ids: string[] = [];
  for await (const batch of memberIds(collections, rows)) ids.push(...batch);
  const words = searchWords(text).map((word) => ({ words: new RegExp(`^${escapePattern(word)}`, 'u') }));
  const query = {
    _id: { $in: ids },
    customer,
    ...(words.length === 0 ? {} : { $and: words }),
    ...(after === undefined ? {} : { nameOrder: { $gt: after } }),
  } as unknown as mongo.Filter<UserDocument>;
  const found = collections.users.find(query, {
    projection: { search: 0, words: 0, former: 0 },
    hint: '_id_',
  });
  const documents = await found.sort({ nameOrder: 1 }).limit(limit).toArray();
  return documents.map((document) => ({ user: userRecord(document), place: document.nameOrder ?? '' }));
}

async function amongEverybody(
  collections: Collections,
  people: PeopleList,
  { customer, text = '', limit, after, rows }: MembersAsked & { readonly rows: Rows },
): Promise<readonly FoundMember[]> {
  const found: FoundMember[] = [];
  for (let last = after; ;) {
    const request = {
      filter: { text },
      limit: PEOPLE_AT_ONCE,
      ...(last === undefined ? {} : { after: last }),
    };
    const batch = await people.page(customer, request);
    const ids = batch.map(({ user }) => user.id);
    const members = new Set(await among(collections, rows, ids));
    found.push(
      ...batch.filter(({ user }) => members.has(user.id)).map(({ user, place }) => ({ user, place })),
    );
    if (found.length >= limit) return found.slice(0, limit);
    if (batch.length < PEOPLE_AT_ONCE) return found;
    last = batch.at(-1)?.place;
  }
}
