import type { Condition } from '../../src/directory/condition';
import type { Sort } from '../../src/directory/sort';
import { chance } from '../../scripts/prove/random';
import { CUSTOMER, form, openTestStore, user, type TestStore } from './store-setup';

const PEOPLE = 1_500;
const READINGS = 25;
const WRITERS = 6;
const seed = Date.now() % 1_000_000;

/** Everybody meets it, and every change moves a person to another place of the index that serves it. */
const EVER: Condition = {
  kind: 'compare',
  path: ['meta', 'lastModified'],
  operator: 'gt',
  literal: new Date(0),
};

describe(`a list while the listed people change, seed ${seed}`, () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    await test.write(async (transaction) => {
      for (let index = 0; index < PEOPLE; index += 1) {
        const record = user(`person-${index}`);
        await transaction.insertUser(record, form(record, { meta: { lastModified: new Date() } }));
      }
    });
  });
  afterAll(() => test.close());

  it('a page far behind holds what stands there, in every order', async () => {
    const sorts: readonly (Sort | undefined)[] = [
      undefined,
      { path: ['userName'], descending: true, alwaysPresent: true },
      { path: ['meta', 'lastModified'], descending: false, alwaysPresent: true },
      { path: ['title'], descending: false, alwaysPresent: false },
    ];
    for (const sort of sorts) {
      const page = { condition: undefined, sort, skip: 0, limit: PEOPLE };
      const { records } = await test.store.directory.users(CUSTOMER, page);
      const far = await test.store.directory.users(CUSTOMER, { ...page, skip: PEOPLE - 400, limit: 20 });
      expect(far).toEqual({ total: PEOPLE, positions: [], records: records.slice(-400, -380) });
    }
  });

  it('counts and shows each of them exactly once (V10)', async () => {
    const random = chance(seed);
    const { users } = test.collections;
    let isOver = false;
    const writers = Array.from({ length: WRITERS }, async () => {
      while (!isOver) {
        const where = { _id: `person-${random.below(PEOPLE)}` };
        await users.updateOne(where, { $set: { 'search.meta.lastModified': new Date() } });
      }
    });
    const totals = new Set<number | undefined>();
    const shown = new Set<number>();
    try {
      for (let reading = 0; reading < READINGS; reading += 1) {
        const all = { condition: EVER, sort: undefined, skip: 0, limit: PEOPLE + 100 };
        const { records } = await test.store.directory.users(CUSTOMER, all);
        const first = await test.store.directory.users(CUSTOMER, { ...all, limit: 1 });
        totals.add(first.total);
        shown.add(records.length).add(new Set(records.map(({ id }) => id)).size);
      }
    } finally {
      isOver = true;
      await Promise.all(writers);
    }
    expect([...totals]).toEqual([PEOPLE]);
    expect([...shown]).toEqual([PEOPLE]);
  }, 60_000);
});
