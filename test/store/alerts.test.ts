// Alerts in the store: one of each that is under way, however many raise it at once; ended ones make room; what earlier versions kept is brought to it.

import type { mongo } from 'mongoose';
import { silentIdpAlert, type NewAlert } from '../../src/directory/alert-kinds';
import { renewAlerts } from '../../src/store/alert-record';
import { CUSTOMER, openTestStore, type TestStore } from './store-setup';

const NOW = new Date('2026-03-01T08:00:00Z');

function silence(connection: string, customer = CUSTOMER): NewAlert {
  return silentIdpAlert(customer, { connection, seenAt: NOW, syncMinutes: 40 }, NOW);
}

describe('alerts in the store', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  const underWay = (customer = CUSTOMER): ReturnType<TestStore['store']['alerts']['underWay']> =>
    test.store.alerts.underWay(customer, 'silent-idp');

  it('raised 20 times at once are one, counted 20 times; another customer has its own', async () => {
    const raised = await Promise.all(
      Array.from({ length: 20 }, (_, index) => test.store.alerts.raise(`a-${index}`, silence('okta'))),
    );
    expect(raised.filter(Boolean)).toHaveLength(1);
    await test.store.alerts.raise('other', silence('okta', 'other'));
    expect(await underWay()).toMatchObject([{ connection: 'okta', times: 20, customer: CUSTOMER }]);
    expect(await underWay('other')).toMatchObject([{ id: 'other', times: 1 }]);
  });

  it('that ended make room for a new one, and end once', async () => {
    const [open] = await underWay();
    const id = open?.id ?? '';
    await test.store.alerts.end(CUSTOMER, id, { at: NOW, ended: 'first' });
    await test.store.alerts.end(CUSTOMER, id, { at: NOW, ended: 'second' });
    expect(await test.store.alerts.alert(CUSTOMER, id)).toMatchObject({ ended: 'first' });
    expect(await test.store.alerts.raise('again', silence('okta'))).toBe(true);
    expect((await underWay()).map((one) => one.id)).toEqual(['again']);
  });

  it('stay in the outbox until every place knows, and only those of which it does not', async () => {
    const { alerts } = test.store;
    const ids = async (target: 'gatewayWebhook' | 'gatewayEmail'): Promise<readonly string[]> =>
      (await alerts.untold('other', target, 10)).map(({ id }) => id);
    const sent = { sentAt: NOW, failingSince: null, tries: 1, why: null, retryAt: null, givenUpAt: null };
    await alerts.progressed('other', ['other'], 'gatewayWebhook', sent);
    await alerts.settleTold('other', ['gatewayWebhook', 'gatewayEmail']);
    expect(await alerts.customersToTell()).toContain('other');
    expect([await ids('gatewayWebhook'), await ids('gatewayEmail')]).toEqual([[], ['other']]);
    await alerts.progressed('other', ['other'], 'gatewayEmail', { ...sent, sentAt: null, givenUpAt: NOW });
    await alerts.settleTold('other', ['gatewayWebhook', 'gatewayEmail']);
    expect(await alerts.customersToTell()).not.toContain('other');
  });

  it('of an earlier version are shown with what they have, those that were released as ended', async () => {
    const earlier = {
      customer: 'earlier',
      kind: 'mass-disable',
      mode: 'hold',
      count: 3,
      limit: 2,
      windowMinutes: 60,
      message: 'many',
    };
    const kept = test.database.collection<mongo.Document & { _id: string }>('alerts');
    await kept.insertMany([
      { _id: 'e-1', ...earlier, at: NOW, releasedAt: null, releasedBy: null },
      { _id: 'e-2', ...earlier, at: NOW, releasedAt: NOW, releasedBy: { client: 'ada' } },
    ]);
    await renewAlerts(test.database.collection('alerts'));
    const query = { state: undefined, kind: undefined, limit: 10, after: undefined };
    expect(await test.store.alerts.list('earlier', query)).toMatchObject([
      { id: 'e-1', endedAt: null, acknowledged: null, times: 1, lastAt: NOW, notices: {} },
      { id: 'e-2', endedAt: NOW, ended: 'The brake was released.' },
    ]);
    expect(await test.store.alerts.untold('earlier', 'gatewayWebhook', 10)).toEqual([]);
  });
});
