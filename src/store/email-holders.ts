// Finds who of the live users with one e-mail address had it first. Must not know what follows from it (rule 3.9).

import type { mongo } from 'mongoose';
import type { EmailHolder } from '../directory/completeness';
import type { UserDocument } from './documents';

interface HolderRow {
  readonly _id: string;
  readonly holder: string;
  readonly userName: unknown;
}

/** By address key; an address that nobody has is absent. One look into the index for each address. */
export async function readEmailHolders(
  users: mongo.Collection<UserDocument>,
  customer: string,
  emailKeys: readonly string[],
  session?: mongo.ClientSession,
): Promise<ReadonlyMap<string, EmailHolder>> {
  const keys = [...new Set(emailKeys)];
  if (keys.length === 0) return new Map();
  const rows = await users
    .aggregate<HolderRow>(
      [
        { $match: { customer, live: true, emailKey: { $in: keys } } },
        { $sort: { emailKey: 1, emailSince: 1, _id: 1 } },
        {
          $group: {
            _id: '$emailKey',
            holder: { $first: '$_id' },
            userName: { $first: '$profile.userName' },
          },
        },
      ],
      session === undefined ? {} : { session },
    )
    .toArray();
  return new Map(
    rows.map(({ _id, holder, userName }) => [
      _id,
      { id: holder, userName: typeof userName === 'string' ? userName : '' },
    ]),
  );
}

/** Ids of the live users whose address another one had first. Reads the index of the addresses, no documents. */
export async function usersWithTakenEmail(
  users: mongo.Collection<UserDocument>,
  customer: string,
): Promise<readonly string[]> {
  const rows = await users
    .aggregate<{ readonly ids: readonly string[] }>([
      { $match: { customer, live: true, emailKey: { $exists: true } } },
      { $sort: { emailKey: 1, emailSince: 1, _id: 1 } },
      { $group: { _id: '$emailKey', ids: { $push: '$_id' } } },
      { $match: { 'ids.1': { $exists: true } } },
    ])
    .toArray();
  return rows.flatMap(({ ids }) => ids.slice(1));
}
