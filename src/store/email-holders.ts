// Finds who of the live users with one e-mail address had it first. Must not know what follows from it (rule 3.9).

import type { mongo } from 'mongoose';
import { emailKey, type EmailHolder } from '../directory/completeness';
import type { UserRecord } from '../directory/user-record';
import type { UserDocument } from './documents';

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

/** Most answers are of one person, and finding one is twice as fast as grouping. */
async function firstOf(
  users: mongo.Collection<UserDocument>,
  customer: string,
  keys: readonly string[],
  options: { readonly session?: mongo.ClientSession },
): Promise<readonly FirstRow[]> {
  const [only = ''] = keys;
  if (keys.length === 1) {
    const first = await users.findOne(
      { customer, live: true, emailKey: only },
      { ...options, sort: { emailSince: 1, _id: 1 }, projection: { _id: 1 } },
    );
    return first === null ? [] : [{ _id: only, first: first._id }];
  }
  const stages = [
    { $match: { customer, live: true, emailKey: { $in: keys } } },
    { $project: { emailKey: 1, emailSince: 1, _id: 1 } },
    { $sort: { emailKey: 1, emailSince: 1, _id: 1 } },
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
