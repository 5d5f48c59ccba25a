// How an alert lies in MongoDB, and from its document to the alert, also of one that an earlier version kept. Asks nothing but what brings those up to date.

import type { mongo } from 'mongoose';
import { NEW_ALERT, type Alert } from '../directory/alert';
import type { AlertState } from '../directory/alert-words';

export type AlertDocument = (Alert extends infer A ? Omit<A & Alert, 'id'> : never) & {
  readonly _id: string;
  readonly state: AlertState;
  /** While it is under way; one that is repeated is found by it. */
  readonly key?: string;
  /** Until every place knows of it. */
  readonly tell?: true;
};

const EARLIER = {
  remedy: 'Look whether these people were meant to leave, and acknowledge this alert.',
  ended: 'The brake was released.',
};

/** What was kept before alerts had a state is brought to it; of several gateways at once, each does the same. */
export async function renewAlerts(alerts: mongo.Collection): Promise<void> {
  const isReleased = { $ne: [{ $ifNull: ['$releasedAt', null] }, null] };
  await alerts.updateMany({ state: { $exists: false } }, [
    {
      $set: {
        ...NEW_ALERT,
        notices: { $literal: {} },
        lastAt: '$at',
        remedy: EARLIER.remedy,
        endedAt: { $ifNull: ['$releasedAt', null] },
        ended: { $cond: [isReleased, EARLIER.ended, null] },
        state: { $cond: [isReleased, 'ended', 'open'] },
      },
    },
  ]);
}

/** One that an earlier version keeps meanwhile has less to it. */
export function alertRecord({ _id, state: _state, key: _key, tell: _tell, ...alert }: AlertDocument): Alert {
  const earlier = { ...NEW_ALERT, lastAt: alert.at, remedy: EARLIER.remedy };
  const record: Omit<Alert, 'id'> & { readonly id: string } = { ...earlier, ...alert, id: _id };
  return record as Alert;
}
