// Finds the refused disables of the request log of which no alert tells yet, and whom they are about; must not know what an alert says.

import type { mongo } from 'mongoose';
import type { RefusedDisable, RefusedDisables } from '../directory/refused-disables';
import type { RequestEntry } from '../directory/request-log';
import type { Collections } from './documents';
import { named } from './driver-failure';

/** As the request log has it. */
type KeptRequest = RequestEntry & { readonly refusedDisable?: true };

export function createRefusedDisables({
  requests,
  users,
}: Pick<Collections, 'requests' | 'users'>): RefusedDisables {
  const kept = requests as unknown as mongo.Collection<KeptRequest>;
  return {
    async waiting(customer, most) {
      const found = kept.find({ customer, refusedDisable: true }).sort({ at: 1 }).limit(most);
      return (await named(found.toArray())).map(refusedDisable);
    },

    async settle(customer, requestIds) {
      const query = { customer, refusedDisable: true as const, requestId: { $in: [...requestIds] } };
      await named(kept.updateMany(query, { $unset: { refusedDisable: '' } }));
    },

    async people(customer, ids) {
      const projection = { fullName: 1, userId: 1, signInEnabled: 1 } as const;
      const found = users.find({ _id: { $in: [...ids] }, customer }, { projection });
      const known = await named(found.toArray());
      return new Map(
        known.map(({ _id, fullName, userId, signInEnabled }) => [
          _id,
          { name: userId === null ? fullName : `${fullName} (${userId})`, signInEnabled },
        ]),
      );
    },
  };
}

function refusedDisable({
  requestId,
  at,
  connection,
  status,
  detail,
  disables = [],
}: KeptRequest & { readonly disables?: readonly string[] }): RefusedDisable {
  return { requestId, at, connection, status, detail, people: disables };
}
