// The brake beside the write: in warn, what goes wrong with the count never reaches the request that was made already.

import type { MassDisableRule } from '../../../src/directory/customer';
import { DirectoryFailure } from '../../../src/directory/failure';
import type { DirectoryStore, DirectoryTransaction } from '../../../src/directory/ports';
import { createDisableBrake } from '../../../src/scim/resources/disable-brake';
import { firm, userOf } from '../../directory/firm';
import { openTestStore } from '../../store/store-setup';

const ENABLED = userOf();
const DISABLED = { ...ENABLED, signInEnabled: false };
/** Whoever asks it for anything fails. */
const UNTOUCHED = {} as DirectoryTransaction;

/** Every write of its own fails as when the database is away. */
function brakeWithoutDatabase(mode: MassDisableRule['mode']) {
  const notices: string[] = [];
  const steps: (() => Promise<void>)[] = [];
  const away = (): Promise<never> =>
    Promise.reject(new DirectoryFailure('unavailable', 'the directory database is away'));
  const store = { write: away, brake: away } as unknown as DirectoryStore;
  const brake = createDisableBrake({
    store,
    now: () => new Date('2026-01-31T09:00:00Z'),
    newId: () => 'id',
    onNotice: (message) => notices.push(message),
  });
  const write = {
    request: { customer: firm({ massDisable: { mode, count: 1, percent: 1, windowMinutes: 60 } }) },
    transaction: UNTOUCHED,
    afterwards: (step: () => Promise<void>) => steps.push(step),
  };
  return { brake, write, steps, notices };
}

describe('a disable in mode warn', () => {
  it('is counted after the write, and a count that fails is told of instead of thrown', async () => {
    const { brake, write, steps, notices } = brakeWithoutDatabase('warn');
    await brake.judge(write, ENABLED, DISABLED);
    expect(notices).toEqual([]);
    await Promise.all(steps.map((step) => step()));
    expect(notices).toEqual([
      expect.stringMatching(/brake of customer "firm".*counted only with the next one: .*database is away/),
    ]);
  });
});

describe('a count that could not be stored', () => {
  it('is stored with the next one, none lost and none twice', async () => {
    const test = await openTestStore();
    const { directory } = test.store;
    let isAway = true;
    const brake = createDisableBrake({
      store: {
        ...directory,
        write: (key, work) =>
          directory.write(key, async (transaction) => {
            const result = await work(transaction);
            if (isAway) throw new DirectoryFailure('unavailable', 'the directory database is away');
            return result;
          }),
      },
      now: () => new Date('2026-01-31T09:00:00Z'),
      newId: () => 'id',
      onNotice: () => undefined,
    });
    const disable = async (): Promise<void> => {
      const steps: (() => Promise<void>)[] = [];
      const write = {
        request: { customer: firm() },
        transaction: UNTOUCHED,
        afterwards: (step: () => Promise<void>) => steps.push(step),
      };
      await brake.judge(write, ENABLED, DISABLED);
      await Promise.all(steps.map((step) => step()));
    };
    await Promise.all([disable(), disable(), disable()]);
    expect(await directory.brake('firm')).toBeUndefined();
    isAway = false;
    await Promise.all([disable(), disable()]);
    expect(await directory.brake('firm')).toMatchObject({ slices: [{ count: 5 }] });
    await test.close();
  });
});

describe('a write that disables nobody', () => {
  it.each([
    ['a creation', undefined, ENABLED],
    ['a creation that is disabled from the start', undefined, DISABLED],
    ['an enable', DISABLED, ENABLED],
    ['a change of who is enabled', ENABLED, { ...ENABLED, fullName: 'Ada King' }],
    ['a change of who is disabled', DISABLED, { ...DISABLED, fullName: 'Ada King' }],
  ])('%s never asks the brake, in any mode', async (_name, before, after) => {
    for (const mode of ['warn', 'hold', 'off'] as const) {
      const { brake, write, steps } = brakeWithoutDatabase(mode);
      await brake.judge(write, before, after);
      expect(steps).toEqual([]);
    }
  });
});
