import { createRememberedTotals } from '../../src/store/remembered-totals';
import type { Condition } from '../../src/directory/condition';
import { CUSTOMER, event, form, openTestStore, user, type TestStore } from './store-setup';

const PEOPLE = 2_100;
const FAR = { condition: undefined, sort: undefined, skip: 0, limit: 1 };

describe('the total of a long list', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    await test.write(async (transaction) => {
      for (let index = 0; index < PEOPLE; index += 1) {
        const record = user(`person-${index}`);
        await transaction.insertUser(record, form(record, { title: 'partner' }));
      }
    });
  });
  afterAll(() => test.close());

  const titled: Condition = { kind: 'compare', path: ['title'], operator: 'eq', literal: 'partner' };
  const totals = async (): Promise<readonly (number | undefined)[]> => {
    const { directory } = test.store;
    const all = await directory.users(CUSTOMER, FAR);
    const some = await directory.users(CUSTOMER, { ...FAR, condition: titled });
    return [all.total, some.total];
  };

  it('is right after every write, whichever gateway wrote', async () => {
    const other = await test.openOther();
    try {
      for (let come = 0; come < 4; come += 1) {
        expect(await totals()).toEqual([PEOPLE + come, PEOPLE + come]);
        expect(await totals()).toEqual([PEOPLE + come, PEOPLE + come]);
        const { directory } = come % 2 === 0 ? other : test.store;
        await directory.write(`come-${come}`, async (transaction) => {
          const record = user(`come-${come}`);
          await transaction.insertUser(record, form(record, { title: 'partner' }));
          await transaction.record({ ...event(record.id, 1), at: new Date() });
        });
      }
      expect(await totals()).toEqual([PEOPLE + 4, PEOPLE + 4]);
    } finally {
      await other.close();
    }
  });

  it('is not counted again while no event tells of anything, and is after one did or a minute', async () => {
    let time = Date.now();
    let counted = 0;
    const remembered = createRememberedTotals(test.collections.events, () => time);
    const total = (customer = CUSTOMER): Promise<number> =>
      remembered.totalOf(customer, ['users', titled], () => {
        counted += 1;
        return Promise.resolve(PEOPLE);
      });
    const countsOf = async (reads: number): Promise<number> => {
      counted = 0;
      for (let read = 0; read < reads; read += 1) expect(await total()).toBe(PEOPLE);
      return counted;
    };
    expect(await countsOf(6)).toBe(1);
    counted = 0;
    await Promise.all(Array.from({ length: 16 }, () => total('everybody at once')));
    expect(counted).toBe(1);
    await test.write((transaction) => transaction.record({ ...event('person-1', 2), at: new Date() }));
    expect(await countsOf(3)).toBe(1);
    // Committed late, with the time of a clock that is behind.
    const late = new Date(Date.now() - 5 * 60_000);
    await test.write((transaction) => transaction.record({ ...event('person-2', 2), at: late }));
    expect(await countsOf(3)).toBe(1);
    time += 61_000;
    expect(await countsOf(3)).toBe(1);
    await total('other');
    expect(await countsOf(2)).toBe(0);
  });

  it('of a short list is counted every time', async () => {
    const remembered = createRememberedTotals(test.collections.events);
    let there = 0;
    const total = (): Promise<number> =>
      remembered.totalOf(CUSTOMER, ['groups', undefined], () => Promise.resolve((there += 1)));
    expect([await total(), await total(), await total()]).toEqual([1, 2, 3]);
  });

  it('is counted every time where more happens than is worth looking at', async () => {
    const busy = 'busy';
    await test.write(async (transaction) => {
      for (let version = 1; version <= 1_000; version += 1)
        await transaction.record({ ...event('somebody', version), customer: busy, at: new Date() });
    });
    const remembered = createRememberedTotals(test.collections.events);
    let counted = 0;
    for (let read = 0; read < 4; read += 1)
      await remembered.totalOf(busy, ['users', undefined], () => {
        counted += 1;
        return Promise.resolve(PEOPLE);
      });
    expect(counted).toBe(4);
  });
});
