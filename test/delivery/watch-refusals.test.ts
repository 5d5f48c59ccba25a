// Which refused disables are told of and which are over, judged by what became of the person since: on a store, without a gateway.

import { watchRefusals } from '../../src/delivery/watch-refusals';
import type { Alert } from '../../src/directory/alert';
import { CUSTOMER, event, form, openTestStore, user, type TestStore } from '../store/store-setup';

const REFUSED_AT = new Date('2026-03-02T17:00:00Z');
const before = new Date(REFUSED_AT.getTime() - 60_000);
const after = new Date(REFUSED_AT.getTime() + 60_000);
const silent = { info: () => undefined, warn: () => undefined };

describe('a refused disable', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  /** Somebody who can sign in, and was given the sign-in then. */
  async function enabled(name: string, at: Date): Promise<void> {
    const record = user(name);
    await test.write(async (transaction) => {
      await transaction.insertUser(record, form(record));
      await transaction.record({ ...event(name, 1), at, after: { signInEnabled: true } });
    });
  }

  async function refused(name: string, rule: string): Promise<void> {
    const line = { customer: CUSTOMER, requestId: `disable-${name}`, at: REFUSED_AT, connection: 'okta' };
    await test.database
      .collection('requests')
      .insertOne({ ...line, status: 429, detail: null, rule, disables: [name], refusedDisable: true });
  }

  async function look(): Promise<readonly Alert[]> {
    const { alerts, refusedDisables } = test.store;
    const ids = Array.from({ length: 5 }, (_, at) => `alert-${at}-${Math.random()}`);
    await watchRefusals(
      {
        alerts,
        refusedDisables,
        customers: [],
        logger: silent as never,
        now: () => after,
        newId: () => ids.pop() ?? '',
      },
      CUSTOMER,
    );
    return alerts.list(CUSTOMER, { state: undefined, kind: undefined, limit: 50, after: undefined });
  }

  it('is told of where the person had the sign-in by then, and not where it was given to them afterwards', async () => {
    await enabled('can-still', before);
    await enabled('came-back', after);
    await refused('can-still', 'mass-disable-held');
    await refused('came-back', 'not-found');
    expect(await look()).toMatchObject([
      { person: { id: 'can-still' }, isHeld: true, remedy: expect.stringContaining('brake') as string },
    ]);
  });

  it('is over once the person is given the sign-in anew, and stays under way until then', async () => {
    expect(await look()).toMatchObject([{ person: { id: 'can-still' }, endedAt: null }]);
    await test.write((transaction) =>
      transaction.record({ ...event('can-still', 2), at: after, after: { signInEnabled: true } }),
    );
    expect(await look()).toMatchObject([{ ended: expect.stringContaining('sign-in again') as string }]);
  });

  it('that the brake holds is in hand with all others that it holds, and no other one is', async () => {
    for (const [name, rule] of [
      ['held-one', 'mass-disable-held'],
      ['held-two', 'mass-disable-held'],
      ['too-fast', 'rate-limit'],
    ] as const) {
      await enabled(name, before);
      await refused(name, rule);
    }
    await look();
    const by = { connection: 'console', client: 'Imre', requestId: 'r' };
    await test.store.alerts.acknowledgeHeld(CUSTOMER, { at: after, by, reason: 'a mistake at Okta' });
    const open = (await look()).filter(
      ({ acknowledged, endedAt }) => acknowledged === null && endedAt === null,
    );
    expect(open).toMatchObject([{ person: { id: 'too-fast' } }]);
  });
});
