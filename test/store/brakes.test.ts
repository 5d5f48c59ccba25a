// What the store keeps of the mass-disable brake: its state by version, its alerts, and the count of the enabled people.

import type { mongo } from 'mongoose';
import { NEW_ALERT, type MassDisableAlert } from '../../src/directory/alert';
import type { BrakeState } from '../../src/directory/brake';
import { CUSTOMER, form, openTestStore, user, type TestStore } from './store-setup';

const NOW = new Date('2026-03-01T08:00:00Z');

function state(version: number, customer = CUSTOMER): BrakeState {
  return {
    customer,
    version,
    base: { at: NOW, enabled: 300 },
    slices: [{ at: NOW, count: version }],
    heldSince: null,
    alert: null,
    released: null,
  };
}

function alert(id: string, minutes: number, customer = CUSTOMER): MassDisableAlert {
  const at = new Date(NOW.getTime() + minutes * 60_000);
  return {
    ...NEW_ALERT,
    id,
    customer,
    at,
    lastAt: at,
    remedy: 'ask',
    kind: 'mass-disable',
    mode: 'warn',
    count: 31,
    limit: 30,
    windowMinutes: 60,
    message: 'many',
    releasedAt: null,
    releasedBy: null,
  };
}

describe('the brake in the store', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  it('is kept as it was given, and not there for another customer', async () => {
    await test.write((transaction) => transaction.keepBrake(undefined, state(1, 'kept')));
    expect(await test.store.directory.brake('kept')).toEqual(state(1, 'kept'));
    expect(await test.store.directory.brake('nobody')).toBeUndefined();
  });

  it('counted by 20 writes at once, the first of its customer among them, loses none of them', async () => {
    const count = (): Promise<void> =>
      test.write(async (transaction) => {
        const before = await transaction.brake('raced');
        await transaction.keepBrake(before, state((before?.version ?? 0) + 1, 'raced'));
      });
    await Promise.all(Array.from({ length: 20 }, count));
    expect(await test.store.directory.brake('raced')).toEqual(state(20, 'raced'));
  });

  it('is as before when the write that counted is given up', async () => {
    await test.write((transaction) => transaction.keepBrake(undefined, state(1, 'given-up')));
    const writing = test.write(async (transaction) => {
      await transaction.keepBrake(state(1, 'given-up'), state(2, 'given-up'));
      throw new Error('the rule says no');
    });
    await expect(writing).rejects.toThrow('the rule says no');
    expect(await test.store.directory.brake('given-up')).toEqual(state(1, 'given-up'));
  });

  it('has its alerts newest first, each customer its own, and who released one', async () => {
    const by = { connection: 'command-line', client: 'ada', requestId: 'r-1' };
    await test.write(async (transaction) => {
      await transaction.addAlert(alert('a-1', 1));
      await transaction.addAlert(alert('a-3', 3));
      await transaction.addAlert(alert('a-2', 2));
      await transaction.addAlert(alert('o-1', 9, 'other'));
      await transaction.releaseAlert(CUSTOMER, 'a-2', { at: NOW, by });
      await transaction.releaseAlert(CUSTOMER, 'o-1', { at: NOW, by });
    });
    expect(await test.store.directory.alerts(CUSTOMER, 10)).toEqual([
      alert('a-3', 3),
      {
        ...alert('a-2', 2),
        releasedAt: NOW,
        releasedBy: by,
        endedAt: NOW,
        ended: 'The brake was released by ada.',
      },
      alert('a-1', 1),
    ]);
    expect(await test.store.directory.alerts(CUSTOMER, 1)).toEqual([alert('a-3', 3)]);
    expect(await test.store.directory.alerts('other', 10)).toEqual([alert('o-1', 9, 'other')]);
  });

  it('counts the people who can sign in without reading one of them', async () => {
    await test.write(async (transaction) => {
      const people = [
        ...Array.from({ length: 30 }, (_, index) => user(`on-${index}`)),
        user('off', { signInEnabled: false }),
        user('deleted', { signInEnabled: false, deletedAt: NOW }),
        user('elsewhere', { customer: 'other' }),
      ];
      for (const one of people) await transaction.insertUser(one, form(one));
      expect(await transaction.enabledUsers(CUSTOMER)).toBe(30);
    });
    expect(await test.store.directory.enabledUsers(CUSTOMER)).toBe(30);
    expect(await examined(test, () => test.store.directory.enabledUsers(CUSTOMER))).toBe(0);
  });

  it('counts those too whom no start has given a kind yet', async () => {
    const unprepared = { $unset: { kind: '', nameOrder: '' } } as mongo.UpdateFilter<mongo.Document>;
    const users = test.database.collection('users');
    await users.updateMany({ customer: CUSTOMER, userIdKey: { $in: ['on-3', 'on-4', 'off'] } }, unprepared);
    expect(await test.store.directory.enabledUsers(CUSTOMER)).toBe(30);
    expect(await examined(test, () => test.store.directory.enabledUsers(CUSTOMER))).toBe(3);
  });
});

/** How many documents MongoDB looked at. */
async function examined({ database }: TestStore, work: () => Promise<unknown>): Promise<number> {
  await database.command({ profile: 2 });
  await work();
  await database.command({ profile: 0 });
  const profile = database.collection<{ readonly docsExamined: number }>('system.profile');
  const noted = await profile.find({ op: 'command', docsExamined: { $exists: true } }).toArray();
  await profile.drop();
  expect(noted).toHaveLength(2);
  return noted.reduce((sum, { docsExamined }) => sum + docsExamined, 0);
}
