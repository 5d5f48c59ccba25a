import type { Condition, SearchForm } from '../../src/directory/condition';
import type { Sort } from '../../src/directory/sort';
import { comparisonKey } from '../../src/directory/comparison';
import { CUSTOMER, form, openTestStore, user, type TestStore } from './store-setup';

interface Sorted {
  readonly id: string;
  readonly title?: string;
  readonly emails?: readonly string[];
}

/** Ids rise in this order, so that it is the order without sortBy. */
const PEOPLE: readonly Sorted[] = [
  { id: 'p1', title: 'Partner', emails: ['b@x', 'z@x'] },
  { id: 'p2' },
  { id: 'p3', title: 'associate' },
  { id: 'p4', title: 'Partner', emails: ['a@x'] },
  { id: 'p5', emails: ['c@x'] },
  { id: 'p6', title: 'Clerk' },
];
const CREATED = new Date('2026-01-01T00:00:00Z').getTime();

describe('a page', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    for (const [index, person] of PEOPLE.entries()) await keep(index, person);
    const deleted = user('p0', { deletedAt: new Date() });
    const foreign = user('q1', { customer: 'other' });
    for (const record of [deleted, foreign])
      await test.write((transaction) => transaction.insertUser(record, form(record)));
  });
  afterAll(() => test.close());

  function keep(index: number, { id, title, emails }: Sorted): Promise<void> {
    const record = user(id, { profile: { userName: `user ${PEOPLE.length - index}` } });
    const search: SearchForm = {
      meta: { lastModified: new Date(CREATED + (index % 2) * 1000) },
      ...(title === undefined ? {} : { title: comparisonKey(title) }),
      ...(emails === undefined ? {} : { emails: emails.map((value) => ({ value })) }),
    };
    return test.write((transaction) => transaction.insertUser(record, form(record, search)));
  }

  async function page(
    options: { condition?: Condition; sort?: Sort; skip?: number; limit?: number } = {},
  ): Promise<{ ids: readonly string[]; total: number | undefined }> {
    const { condition, sort, skip = 0, limit = 100 } = options;
    const { total, records } = await test.store.directory.users(CUSTOMER, { condition, sort, skip, limit });
    return { total, ids: records.map(({ id }) => id) };
  }

  const by = (path: readonly string[], changed: Partial<Sort> = {}): Sort => ({
    path,
    descending: false,
    alwaysPresent: false,
    ...changed,
  });

  it('holds the live records of the customer in the order of their creation, and the total', async () => {
    expect(await page()).toEqual({ ids: ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'], total: 6 });
  });

  it.each([
    { skip: 0, limit: 4, ids: ['p1', 'p2', 'p3', 'p4'] },
    { skip: 4, limit: 4, ids: ['p5', 'p6'] },
    { skip: 4, limit: 2, ids: ['p5', 'p6'] },
    { skip: 6, limit: 4, ids: [] },
    { skip: 1_000, limit: 4, ids: [] },
    { skip: 0, limit: 0, ids: [] },
  ])('tells the same total on every page: skip $skip, limit $limit', async ({ skip, limit, ids }) => {
    expect(await page({ skip, limit })).toEqual({ ids, total: 6 });
  });

  it('is in the order of a required attribute, either way', async () => {
    const sort = by(['userName'], { alwaysPresent: true });
    expect((await page({ sort })).ids).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1']);
    expect((await page({ sort: { ...sort, descending: true }, skip: 1, limit: 2 })).ids).toEqual([
      'p2',
      'p3',
    ]);
  });

  it('breaks ties in one way on every page', async () => {
    const sort = by(['meta', 'lastModified'], { alwaysPresent: true });
    const pages = await Promise.all([0, 2, 4].map((skip) => page({ sort, skip, limit: 2 })));
    expect(pages.flatMap(({ ids }) => ids)).toEqual(['p1', 'p3', 'p5', 'p2', 'p4', 'p6']);
  });

  it('puts those without the attribute last in ascending order, first in descending (RFC 7644 §3.4.2.3)', async () => {
    expect((await page({ sort: by(['title']) })).ids).toEqual(['p3', 'p6', 'p1', 'p4', 'p2', 'p5']);
    expect((await page({ sort: by(['title'], { descending: true }) })).ids).toEqual([
      ...['p2', 'p5', 'p1', 'p4', 'p6', 'p3'],
    ]);
  });

  it('goes through those without the attribute page by page', async () => {
    const pages = [];
    for (let skip = 0; skip < 6; skip += 2) pages.push(await page({ sort: by(['title']), skip, limit: 2 }));
    expect(pages).toEqual([
      { ids: ['p3', 'p6'], total: 6 },
      { ids: ['p1', 'p4'], total: 6 },
      { ids: ['p2', 'p5'], total: 6 },
    ]);
  });

  it('orders a multi-valued attribute by its first value', async () => {
    expect((await page({ sort: by(['emails', '0', 'value']) })).ids).toEqual([
      ...['p4', 'p1', 'p5', 'p2', 'p3', 'p6'],
    ]);
  });

  it('orders what a condition leaves over', async () => {
    const condition: Condition = { kind: 'compare', path: ['title'], operator: 'eq', literal: 'partner' };
    const sort = by(['emails', '0', 'value']);
    expect(await page({ condition, sort })).toEqual({ ids: ['p4', 'p1'], total: 2 });
    expect(await page({ condition, sort, skip: 1, limit: 1 })).toEqual({ ids: ['p1'], total: 2 });
  });

  it('brings whole records, however they were ordered', async () => {
    const wanted = await test.store.directory.user(CUSTOMER, 'p1');
    for (const sort of [undefined, by(['userName'], { alwaysPresent: true }), by(['title'])]) {
      const { records } = await test.store.directory.users(CUSTOMER, {
        condition: undefined,
        sort,
        skip: 0,
        limit: 10,
      });
      expect(records.find(({ id }) => id === 'p1')).toEqual(wanted);
    }
  });
});
