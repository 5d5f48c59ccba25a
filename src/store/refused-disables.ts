// Finds the refused disables of the request log of which no alert tells yet, and whom they are about; must not know what an alert says.

import type { RefusedDisable, RefusedDisables } from '../directory/refused-disables';
import type { Collections, RequestDocument } from './documents';
import { named } from './driver-failure';

export function createRefusedDisables({
  requests,
  users,
  events,
}: Pick<Collections, 'requests' | 'users' | 'events'>): RefusedDisables {
  return {
    async waiting(customer, most) {
      const found = requests.find({ customer, refusedDisable: true }).sort({ at: 1 }).limit(most);
      return (await named(found.toArray())).map(refusedDisable);
    },

    async settle(customer, requestIds) {
      const query = { customer, refusedDisable: true as const, requestId: { $in: [...requestIds] } };
      await named(requests.updateMany(query, { $unset: { refusedDisable: '' } }));
    },

    async people(customer, ids) {
      const projection = { fullName: 1, userId: 1, signInEnabled: 1 } as const;
      const found = users.find({ _id: { $in: [...ids] }, customer }, { projection });
      const known = await named(found.toArray());
      const enabled = known.filter(({ signInEnabled }) => signInEnabled).map(({ _id }) => _id);
      const enabledAt = await named(lastEnabled(events, customer, enabled));
      return new Map(
        known.map(({ _id, fullName, userId, signInEnabled }) => [
          _id,
          {
            name: userId === null ? fullName : `${fullName} (${userId})`,
            signInEnabled,
            enabledAt: enabledAt.get(_id),
          },
        ]),
      );
    },
  };
}

async function lastEnabled(
  events: Collections['events'],
  customer: string,
  people: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (people.length === 0) return new Map();
  const found = events.aggregate<{ _id: string; at: Date }>([
    {
      $match: {
        customer,
        resourceType: 'User',
        resourceId: { $in: [...people] },
        'after.signInEnabled': true,
      },
    },
    { $group: { _id: '$resourceId', at: { $max: '$at' } } },
  ]);
  return new Map((await found.toArray()).map(({ _id, at }) => [_id, at]));
}

function refusedDisable({
  requestId,
  at,
  connection,
  status,
  detail = null,
  rule = null,
  disables = [],
}: RequestDocument): RefusedDisable {
  return {
    requestId,
    at,
    connection,
    status,
    detail,
    isHeld: rule === 'mass-disable-held',
    people: disables,
  };
}
