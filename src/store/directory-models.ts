// The collections of people, groups, own resources and who is in which group, with their indexes; holds no documents.

import { collectionSchema } from './collection-schema';

const LIVE = { live: true };
/** As they stand in a search form: a dot in a name would be taken for a path. */
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2_0:User';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2_0:User';

// Every index costs each change of a document, also one that is not in it: an update in a transaction of MongoDB 6.0 looks
// up in the catalogue, for each index of the collection, what the collection has of all of them.

const USERS = collectionSchema([
  [{ customer: 1, live: 1, _id: 1 }],
  [
    { customer: 1, 'search.userName': 1 },
    { name: 'userName', unique: true, partialFilterExpression: LIVE },
  ],
  [
    { customer: 1, 'search.externalId': 1 },
    {
      name: 'externalId',
      unique: true,
      partialFilterExpression: { ...LIVE, 'search.externalId': { $exists: true } },
    },
  ],
  [
    { customer: 1, userIdKey: 1 },
    { name: 'userId', unique: true, partialFilterExpression: { userIdKey: { $exists: true } } },
  ],
  [{ customer: 1, live: 1, 'search.emails.value': 1 }],
  [
    { customer: 1, emailClaim: 1 },
    {
      name: 'emailClaim',
      unique: true,
      partialFilterExpression: { ...LIVE, emailClaim: { $exists: true } },
    },
  ],
  // Who of those with one address has it first.
  [
    { customer: 1, live: 1, emailKey: 1, emailSince: 1, _id: 1 },
    { name: 'email', partialFilterExpression: { ...LIVE, emailKey: { $exists: true } } },
  ],
  [{ customer: 1, live: 1, 'search.displayName': 1 }],
  [{ customer: 1, live: 1, 'search.meta.lastModified': 1, _id: 1 }],
  // What connectors may be told to match people by, besides userName, externalId and e-mail address.
  [{ customer: 1, live: 1, [`search.${ENTERPRISE}.employeeNumber`]: 1 }],
  [{ customer: 1, live: 1, [`search.${IMANAGE}.userId`]: 1 }],
  // The list of people: each kind, also of one location or library, is a stretch in order of name (person-kind.ts).
  [{ customer: 1, kind: 1, nameOrder: 1 }, { name: 'people' }],
  [{ customer: 1, location: 1, kind: 1, nameOrder: 1, preferredLibrary: 1 }, { name: 'peopleByLocation' }],
  [{ customer: 1, preferredLibrary: 1, kind: 1, nameOrder: 1 }, { name: 'peopleByLibrary' }],
  // Partial, or MongoDB would take it for searches that have nothing to do with words, and meet everybody five times.
  [
    { customer: 1, words: 1 },
    { name: 'peopleWords', partialFilterExpression: { words: { $exists: true } } },
  ],
  [{ customer: 1, 'search.userName': 1, deletedAt: 1 }, { partialFilterExpression: { live: false } }],
  [{ customer: 1, 'search.externalId': 1, deletedAt: 1 }, { partialFilterExpression: { live: false } }],
]);

const GROUPS = collectionSchema([
  [{ customer: 1, live: 1, _id: 1 }],
  [
    { customer: 1, nameKey: 1 },
    { name: 'displayName', unique: true, partialFilterExpression: LIVE },
  ],
  [
    { customer: 1, 'search.externalId': 1 },
    {
      name: 'externalId',
      unique: true,
      partialFilterExpression: { ...LIVE, 'search.externalId': { $exists: true } },
    },
  ],
  [
    { customer: 1, groupIdKey: 1 },
    { name: 'groupId', unique: true },
  ],
  [
    { customer: 1, memberSet: 1 },
    { name: 'memberSet', unique: true },
  ],
  // Few groups are nested in others, or none.
  [
    { customer: 1, nestedGroups: 1 },
    { name: 'nestedGroups', partialFilterExpression: { nestedGroups: { $exists: true } } },
  ],
  [{ customer: 1, live: 1, 'search.displayName': 1, _id: 1 }],
  [{ customer: 1, live: 1, 'search.meta.lastModified': 1, _id: 1 }],
]);

/** Of the types that customers define themselves. */
const OWN_RESOURCES = collectionSchema([
  [{ customer: 1, type: 1, _id: 1 }],
  [{ customer: 1, type: 1, 'search.externalId': 1 }],
  [{ customer: 1, type: 1, 'search.meta.lastModified': 1, _id: 1 }],
]);

const MEMBERSHIPS = collectionSchema([
  [
    { customer: 1, set: 1, member: 1 },
    { name: 'membership', unique: true },
  ],
  [{ customer: 1, member: 1, set: 1 }],
  // Few rows or none: members whom only a nested group brings in.
  [
    { customer: 1, set: 1, nested: 1 },
    { name: 'nested', partialFilterExpression: { nested: { $exists: true } } },
  ],
  // Members whom a client shows otherwise than by their displayName; many connectors send none.
  [
    { customer: 1, set: 1, member: 1, display: 1 },
    { name: 'display', partialFilterExpression: { display: { $exists: true } } },
  ],
]);

const REMEMBERED = collectionSchema([
  [
    { customer: 1, member: 1, group: 1 },
    { name: 'remembered', unique: true },
  ],
]);

export const DIRECTORY_COLLECTIONS = {
  users: USERS,
  groups: GROUPS,
  ownResources: OWN_RESOURCES,
  memberships: MEMBERSHIPS,
  remembered: REMEMBERED,
};
