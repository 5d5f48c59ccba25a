// Finds which ids are users, and what a group must know of them. Must not know why.

import type { mongo } from 'mongoose';
import { displayNameOf, type UserDocument } from './documents';
import { findAtOnce } from './find-at-once';
import { batches } from './member-rows';

export interface KnownUser {
  readonly id: string;
  readonly external: boolean;
  readonly live: boolean;
  readonly displayName: string | undefined;
}

const PROJECTION = { external: 1, live: 1, 'profile.displayName': 1 } as const;

/** In no particular order. */
export async function findKnownUsers(
  users: mongo.Collection<UserDocument>,
  { customer, ids }: { readonly customer: string; readonly ids: readonly string[] },
  session?: mongo.ClientSession,
): Promise<readonly KnownUser[]> {
  const within = session === undefined ? {} : { session };
  const known: KnownUser[] = [];
  for (const batch of batches(ids)) {
    const query = { _id: { $in: [...batch] }, customer };
    for (const user of await findAtOnce(users, query, { projection: PROJECTION, ...within }))
      known.push({
        id: user._id,
        external: user.external,
        live: user.live,
        displayName: displayNameOf(user.profile),
      });
  }
  return known;
}
