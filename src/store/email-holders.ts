// Finds who of the live users with one e-mail address had it first. Must not know what follows from it (rule 3.9).

import type { mongo } from 'mongoose';
import { emailKey, type EmailHolder } from '../directory/completeness';
import type { UserRecord } from '../directory/user-record';
import type { UserDocument } from './documents';
import { findAtOnce } from './find-at-once';

/** The first of those with one address. */
interface FirstRow {
  readonly _id: string;
  readonly first: string;
}

/** By user id, who else had the address first. The index answers; a name is read only where there is one to tell. */
export async function readEmailHolders(
  users: mongo.Collection<UserDocument>,
  customer: string,
  asked: readonly Pick<UserRecord, 'id' | 'email'>[],
  session?: mongo.ClientSession,
): Promise<ReadonlyMap<string, EmailHolder>> {
  const options = session === undefined ? {} : { session };
  const keys = [...new Set(asked.flatMap((user) => emailKey(user) ?? []))];
  if (keys.length === 0) return new Map();
  const rows = await firstOf(users, customer, keys, options);
  const firsts = new Map(rows.map(({ _id, first }) => [_id, first]));
  const taken = asked.flatMap((user) => {
    const first = firsts.get(emailKey(user) ?? '');
    return first === undefined || first === user.id ? [] : [{ id: user.id, first }];
  });
  if (taken.length === 0) return new Map();
  const named = { _id: { $in: taken.map(({ first }) => first) }, customer };
  const found = users.find(named, { ...options, projection: { 'profile.userName': 1 } });
  const names = new Map((await found.toArray()).map(({ _id, profile }) => [_id, profile['userName']]));
  return new Map(taken.map(({ id, first }) => [id, { userName: textOf(names.get(first)) }]));
}

/** Of one address; more have it where somebody gives everybody the same. */
const ALIKE_MAX = 20;

/** Most answers are of a few people, and finding them is twice as fast as grouping. */
async function firstOf(
  users: mongo.Collection<UserDocument>,
  customer: string,
  keys: readonly string[],
  options: { readonly session?: mongo.ClientSession },
): Promise<readonly FirstRow[]> {
  const query = { customer, live: true, emailKey: keys.length === 1 ? keys[0] : { $in: [...keys] } };
  const sort = { emailKey: 1, emailSince: 1, _id: 1 } as const;
  const limit = keys.length === 1 ? 1 : ALIKE_MAX * keys.length;
  const found = await findAtOnce(users, query as mongo.Filter<UserDocument>, {
    ...options,
    ...{ sort, limit, projection: { emailKey: 1, emailSince: 1 } },
  });
  if (keys.length === 1 || found.length < limit) {
    // Who came last under a key stays in the map: so the first is put in last.
    const first = new Map(found.toReversed().map(({ _id, emailKey: key }) => [key, _id]));
    return [...first].map(([_id = '', id]) => ({ _id, first: id }));
  }
  const stages = [
    { $match: query },
    { $project: { emailKey: 1, emailSince: 1, _id: 1 } },
    { $sort: sort },
    { $group: { _id: '$emailKey', first: { $first: '$_id' } } },
  ];
  return users.aggregate<FirstRow>(stages, options).toArray();
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Ids of the live users whose address another one had first. Reads the index of the addresses, no documents. */
export async function usersWithTakenEmail(
  users: mongo.Collection<UserDocument>,
  customer: string,
): Promise<readonly string[]> {
  const keys = await repeatedKeys(users, customer);
  if (keys.length === 0) return [];
  const found = users.find(
    { customer, live: true, emailKey: { $in: [...keys] } },
    { projection: { emailKey: 1, emailSince: 1, _id: 1 } },
  );
  const rows = await found.sort({ emailKey: 1, emailSince: 1, _id: 1 }).toArray();
  return rows.flatMap(({ _id, emailKey: key }, index) => (key === rows[index - 1]?.emailKey ? [_id] : []));
}

/**
 * The keys of more than one user. The index gives them in order, so that those of one address stand side by side: to look
 * at them here takes a third of the time that grouping them takes there.
 */
async function repeatedKeys(
  users: mongo.Collection<UserDocument>,
  customer: string,
): Promise<readonly string[]> {
  const batches = users.aggregate<{ readonly keys: readonly string[] }>(
    [
      // No address is empty; `$exists` would read the documents.
      { $match: { customer, live: true, emailKey: { $gt: '' } } },
      // Right behind what is asked for, or the order of the index would not be used.
      { $sort: { emailKey: 1 } },
      { $project: { emailKey: 1, _id: 0 } },
      // By the first letter, so that no batch outgrows a document.
      { $group: { _id: { $substrCP: ['$emailKey', 0, 1] }, keys: { $push: '$emailKey' } } },
    ],
    { hint: 'email', allowDiskUse: true },
  );
  const repeated = new Set<string>();
  for await (const { keys } of batches)
    for (const [index, key] of keys.entries()) if (key === keys[index - 1]) repeated.add(key);
  return [...repeated];
}
