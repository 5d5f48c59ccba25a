// Keeps the alerts of each customer and how far each place was told of them; knows nothing of what they mean.

import type { mongo } from 'mongoose';
import type { Alert } from '../directory/alert';
import { alertKey, type NewAlert, type RaisedAlert } from '../directory/alert-kinds';
import { ALERT_STATES, type AlertState } from '../directory/alert-words';
import type { AlertQuery, AlertStore } from '../directory/alerts';
import type { DirectoryTransaction } from '../directory/ports';
import { alertOutbox } from './alert-outbox';
import { alertRecord, type AlertDocument } from './alert-record';
import { named } from './driver-failure';
import { firstOfTwo } from './first-of-two';

type Alerts = mongo.Collection<AlertDocument>;

const NEWEST_FIRST = { at: -1, _id: -1 } as const;
/** Each is read where it is looked whether it ended. */
const UNDER_WAY_MAX = 10_000;
const UNDER_WAY: readonly AlertState[] = ['open', 'acknowledged'];

export function createAlerts(alerts: Alerts): AlertStore {
  return {
    list: (customer, query) => named(listed(alerts, customer, query)),

    async alert(customer, id) {
      const found = await named(alerts.findOne({ _id: id, customer }));
      return found === null ? undefined : alertRecord(found);
    },

    counts: (customer) =>
      named(
        alerts
          .aggregate<{ _id: { kind: Alert['kind']; state: AlertState }; count: number }>([
            { $match: { customer, state: { $in: UNDER_WAY } } },
            { $group: { _id: { kind: '$kind', state: '$state' }, count: { $sum: 1 } } },
          ])
          .map(({ _id, count }) => ({ ..._id, count }))
          .toArray(),
      ),

    async underWay<K extends RaisedAlert['kind']>(customer: string, kind: K) {
      const found = alerts
        .find({ customer, kind, state: { $in: UNDER_WAY } })
        .sort(NEWEST_FIRST)
        .limit(UNDER_WAY_MAX);
      return (await named(found.toArray())).map(alertRecord) as Extract<RaisedAlert, { kind: K }>[];
    },

    raise: (id, alert) => named(raised(alerts, id, alert)),

    async acknowledge(customer, id, acknowledged) {
      const found = await named(
        alerts.findOneAndUpdate(
          { _id: id, customer, state: 'open' },
          { $set: { acknowledged, state: 'acknowledged' } },
          { returnDocument: 'after' },
        ),
      );
      return found === null ? undefined : alertRecord(found);
    },

    async acknowledgeHeld(customer, acknowledged) {
      await named(
        alerts.updateMany(
          { customer, kind: 'refused-disable', state: 'open', isHeld: true },
          { $set: { acknowledged, state: 'acknowledged' } },
        ),
      );
    },

    async end(customer, id, { at, ended }) {
      // Without its key: should it come again, that is a new alert.
      await named(
        alerts.updateOne(
          { _id: id, customer, state: { $in: UNDER_WAY } },
          { $set: { endedAt: at, ended, state: 'ended' }, $unset: { key: '' } },
        ),
      );
    },

    ...alertOutbox(alerts),
  };
}

/** One state after the other: each is one range of an index. */
async function listed(
  alerts: Alerts,
  customer: string,
  { state, kind, limit, after }: AlertQuery,
): Promise<readonly Alert[]> {
  const from = after === undefined ? 0 : ALERT_STATES.indexOf(after.state);
  const states = ALERT_STATES.slice(from).filter((one) => state === undefined || one === state);
  const rows: Alert[] = [];
  for (const one of states) {
    if (rows.length === limit) break;
    const beyond =
      after?.state === one
        ? { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] }
        : {};
    const query = { customer, ...(kind === undefined ? {} : { kind }), state: one, ...beyond };
    const found = alerts
      .find(query)
      .sort(NEWEST_FIRST)
      .limit(limit - rows.length);
    rows.push(...(await found.toArray()).map(alertRecord));
  }
  return rows;
}

/** An alert that is under way has its key; two gateways that raise it at once meet at the unique index. */
async function raised(alerts: Alerts, id: string, alert: NewAlert): Promise<boolean> {
  const { customer, kind, at, times, lastAt, acknowledged, endedAt, ended, notices, ...now } = alert;
  const first = { _id: id, kind, at, acknowledged, endedAt, ended, notices, state: 'open', tell: true };
  const { upsertedCount } = await firstOfTwo(() =>
    alerts.updateOne(
      { customer, key: alertKey(alert) },
      {
        $setOnInsert: first,
        $set: now,
        $max: { lastAt },
        $inc: { times },
      } as mongo.UpdateFilter<AlertDocument>,
      { upsert: true },
    ),
  );
  return upsertedCount === 1;
}

type AlertSteps = Pick<DirectoryTransaction, 'addAlert' | 'releaseAlert'>;

/** Those of the mass-disable brake are kept with the count that gave them. */
export function alertSteps(alerts: Alerts, session: mongo.ClientSession): AlertSteps {
  return {
    async addAlert({ id, ...alert }) {
      await alerts.insertOne({ _id: id, ...alert, state: 'open', tell: true }, { session });
    },

    async releaseAlert(customer, id, { at, by, reason }) {
      const released = {
        releasedAt: at,
        releasedBy: by,
        endedAt: at,
        ended: `The brake was released by ${by.client}${reason === undefined ? '' : `: ${reason}`}.`,
        state: 'ended' as const,
      };
      await alerts.updateOne({ _id: id, customer }, { $set: released }, { session });
    },
  };
}
