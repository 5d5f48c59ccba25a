// The operations on alerts and notices: listed, acknowledged, tested. Must not know how an alert comes about.

import { alertState } from '../../directory/alert';
import { NOTICE_NAMES } from '../../directory/alert-words';
import type { NoticeOutcome } from '../../directory/notice';
import { cursorOf, positionOf } from '../alerts/cursor';
import { shownAlert } from '../alerts/shown';
import type { ALERTS } from '../contract/alerts';
import { AdminFailure } from '../failure';
import type { Operations } from '../operation';

const LIMIT_DEFAULT = 50;

export const alertOperations: Operations<typeof ALERTS> = {
  async 'alerts.list'({ customer, stores }, { state, kind, limit = LIMIT_DEFAULT, cursor }) {
    const after = cursor === undefined ? undefined : positionOf(cursor);
    const alerts = await stores.alerts.list(customer.id, { state, kind, limit, after });
    const last = alerts.length < limit ? undefined : alerts.at(-1);
    return {
      rows: alerts.map(shownAlert),
      next: last === undefined ? null : cursorOf({ state: alertState(last), at: last.at, id: last.id }),
    };
  },

  async 'alerts.acknowledge'({ customer, stores, actor, services }, { alert: id, reason }) {
    const by = { at: services.now(), by: actor, reason: reason.trim() };
    const acknowledged = await stores.alerts.acknowledge(customer.id, id, by);
    // Whoever has the brake in hand has in hand whom it holds: there may be hundreds.
    if (acknowledged?.kind === 'mass-disable') await stores.alerts.acknowledgeHeld(customer.id, by);
    if (acknowledged !== undefined) return shownAlert(acknowledged);
    const alert = await stores.alerts.alert(customer.id, id);
    if (alert === undefined)
      throw new AdminFailure(
        'notFound',
        'there is no such alert; look at the list again, it may be older than a year',
      );
    const why =
      alert.acknowledged === null || alert.endedAt !== null
        ? 'this alert has ended; nothing is left to be said of it'
        : `${alert.acknowledged.by.client} has acknowledged this alert already: ${alert.acknowledged.reason}`;
    throw new AdminFailure('conflict', why);
  },

  async 'notices.test'({ customer, stores, stopping }, { target }) {
    const { id, name } = customer;
    const outcomes = await stores.gateway.notices.test({ id, name }, target, stopping);
    const says =
      outcomes.length === 0
        ? 'Alerts are sent nowhere but to this console. Add "notices" with a webhook or e-mail addresses to the configuration file and start the gateway again.'
        : '';
    return { outcomes: outcomes.map(tested), says };
  },
};

function tested({ target, to, failure }: NoticeOutcome): {
  readonly target: NoticeOutcome['target'];
  readonly name: string;
  readonly to: string;
  readonly sent: boolean;
  readonly says: string;
} {
  const name = NOTICE_NAMES[target];
  const says =
    failure === null
      ? `The test notice was taken by the ${name} (${to}); look there whether it arrived.`
      : `The test notice did not reach the ${name} (${to}): ${failure.why}. Look at its address and secret in the configuration file, and whether the receiver runs.`;
  return { target, name, to, sent: failure === null, says };
}
