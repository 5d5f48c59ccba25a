// Which alerts every place is still to be told of, and how far each place is; knows nothing of what an alert means.

import type { mongo } from 'mongoose';
import type { NoticeTarget } from '../directory/alert-words';
import type { AlertOutbox } from '../directory/alerts';
import { alertRecord, type AlertDocument } from './alert-record';
import { named } from './driver-failure';

export function alertOutbox(alerts: mongo.Collection<AlertDocument>): AlertOutbox {
  return {
    customersToTell: () => named(alerts.distinct('customer', { customer: { $gt: '' }, tell: true })),

    async untold(customer, target, most) {
      const place = `notices.${target}`;
      const query = {
        customer,
        tell: true,
        [`${place}.sentAt`]: null,
        [`${place}.givenUpAt`]: null,
      } as const;
      const found = alerts.find(query).sort({ at: 1 }).limit(most);
      return (await named(found.toArray())).map(alertRecord);
    },

    async progressed(customer, ids, target, progress) {
      const told = { $set: { [`notices.${target}`]: progress } };
      await named(alerts.updateMany({ _id: { $in: [...ids] }, customer }, told));
    },

    async settleTold(customer, targets) {
      const isSettled = targets.map((target) => ({ $or: settledBy(target) }));
      const query = { customer, tell: true as const };
      const settled = isSettled.length === 0 ? query : { ...query, $and: isSettled };
      await named(alerts.updateMany(settled as mongo.Filter<AlertDocument>, { $unset: { tell: '' } }));
    },
  };
}

function settledBy(target: NoticeTarget): readonly mongo.Filter<AlertDocument>[] {
  return ['sentAt', 'givenUpAt'].map((name) => ({ [`notices.${target}.${name}`]: { $type: 'date' } }));
}
