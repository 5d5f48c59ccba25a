import { chance } from '../../scripts/prove/random';
import type { PageRequest } from '../../src/directory/ports';
import { createCountChanges } from '../../src/store/count-changes';
import { forgetLiveCounts, readLiveCount, type CountedList } from '../../src/store/live-counts';
import { recount } from '../../src/store/recount';
import { CUSTOMER, form, group, openTestStore, user, type TestStore } from './store-setup';

const PEOPLE = 2_100;
const GROUPS = 40;
const OTHER = 'other';
const CUSTOMERS = [CUSTOMER, OTHER] as const;
const ONE: PageRequest = { condition: undefined, sort: undefined, skip: 0, limit: 1 };
const seed = Date.now() % 1_000_000;
const refusal = new Error('refused');

describe(`the kept count of a whole list, seed ${seed}`, () => {
  let test: TestStore;

  const inDatabase = (customer: string, list: CountedList): Promise<number> =>
    test.collections[list as 'users'].countDocuments({ customer, live: true });
  const kept = (customer: string, list: CountedList): Promise<number | undefined> =>
    readLiveCount(test.collections.liveCounts, customer, list);
  const told = async (customer: string, list: CountedList): Promise<number | undefined> =>
    (await test.store.directory[list](customer, ONE)).total;

  beforeAll(async () => {
    test = await openTestStore();
    for (const customer of CUSTOMERS)
      await test.write(async (transaction) => {
        for (let index = 0; index < PEOPLE; index += 1) {
          const record = user(`${customer}-${index}`, { customer });
          await transaction.insertUser(record, form(record));
        }
      });
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    await test.collections.liveCounts.deleteMany({});
  });

  it('begins with the first long list, and not with a short one', async () => {
    await test.write((transaction) => transaction.insertGroup(group('first'), form(group('first'))));
    expect([await kept(CUSTOMER, 'users'), await kept(CUSTOMER, 'groups')]).toEqual([undefined, undefined]);
    expect([await told(CUSTOMER, 'users'), await told(CUSTOMER, 'groups')]).toEqual([PEOPLE, 1]);
    expect([await kept(CUSTOMER, 'users'), await kept(CUSTOMER, 'groups')]).toEqual([PEOPLE, undefined]);
    expect(await kept(OTHER, 'users')).toBeUndefined();
  });
});
