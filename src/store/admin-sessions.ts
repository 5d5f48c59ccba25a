// Keeps admin sessions, one document each; MongoDB takes away what has expired. Must not know who may do what.

import type { mongo } from 'mongoose';
import type { AdminSession, AdminSessions } from '../directory/admin-session';
import { collectionSchema } from './collection-schema';
import { named } from './driver-failure';

export type AdminSessionDocument = Omit<AdminSession, 'id'> & { readonly _id: string };

/** Found by the document's own id. The database sweeps once a minute, so whoever reads looks at `expires` too. */
export const ADMIN_COLLECTIONS = {
  adminSessions: collectionSchema([[{ expires: 1 }, { name: 'expiry', expireAfterSeconds: 0 }]]),
};

export function createAdminSessions(sessions: mongo.Collection<AdminSessionDocument>): AdminSessions {
  return {
    async begin({ id, ...session }) {
      await named(sessions.insertOne({ _id: id, ...session }));
    },
    async find(id, now) {
      const found = await named(sessions.findOne({ _id: id, expires: { $gt: now } }));
      if (found === null) return undefined;
      const { _id, ...session } = found;
      return { id: _id, ...session };
    },
    async extend(id, now, expires) {
      await named(sessions.updateOne({ _id: id, expires: { $gt: now } }, { $set: { expires } }));
    },
    async end(id) {
      await named(sessions.deleteOne({ _id: id }));
    },
  };
}
