// A walk through a list, from one place of it to the next and back, against the same list in memory.

import { codePointOrder } from '../../src/directory/meets';
import { compareSortValues, type Edge, type Position, type Sort } from '../../src/directory/sort';
import { chance } from '../../scripts/prove/random';
import { CUSTOMER, form, openTestStore, user, type TestStore } from './store-setup';

const PEOPLE = 60;
const seed = Date.now() % 1_000_000;
const TITLES = ['associate', 'clerk', 'partner', undefined];

describe(`a walk, seed ${seed}`, () => {
  let test: TestStore;
  const all: { readonly id: string; readonly values: Readonly<Record<string, Position['value']>> }[] = [];

  beforeAll(async () => {
    test = await openTestStore();
    const random = chance(seed);
    await test.write(async (transaction) => {
      for (let index = 0; index < PEOPLE; index += 1) {
        const name = `u${String(index).padStart(3, '0')}`;
        const title = TITLES[random.below(TITLES.length)];
        const at = new Date(1e12 + random.below(4) * 1000);
        const rank = random.below(3) === 0 ? undefined : random.below(5) - 2;
        const record = user(name, { profile: { userName: `n${1_000 - index}` } });
        const searched = {
          meta: { lastModified: at },
          ...(title === undefined ? {} : { title }),
          ...(rank === undefined ? {} : { x: [{ ranks: [rank, 99] }, { ranks: [-99] }] }),
        };
        await transaction.insertUser(record, form(record, searched));
        const values = {
          title: title ?? null,
          rank: rank ?? null,
          at,
          userName: `n${1_000 - index}`,
          id: name,
        };
        all.push({ id: name, values });
      }
    });
  });
  afterAll(() => test.close());

  const SORTS: readonly (readonly [string, Pick<Sort, 'path' | 'alwaysPresent'> | undefined])[] = [
    ['none', undefined],
    ['id', { path: ['id'], alwaysPresent: true }],
    ['userName', { path: ['userName'], alwaysPresent: true }],
    ['at', { path: ['meta', 'lastModified'], alwaysPresent: true }],
    ['title', { path: ['title'], alwaysPresent: false }],
    ['rank', { path: ['x', '0', 'ranks', '0'], alwaysPresent: false }],
  ];
  const CASES = SORTS.flatMap(([name, sort]) =>
    [false, true].map((descending) => ({ name, descending, sort: sort && { ...sort, descending } })),
  );

  interface Step {
    readonly ids: readonly string[];
    readonly positions: readonly Position[];
    readonly total: number | undefined;
  }

  async function step(sort: Sort | undefined, beyond: Edge | null, more: object = {}): Promise<Step> {
    const walk = { backward: false, beyond, counted: false, ...more };
    const page = { condition: undefined, sort, skip: 0, limit: 7, walk };
    const { records, positions, total } = await test.store.directory.users(CUSTOMER, page);
    return { ids: records.map(({ id }) => id), positions, total };
  }

  /** The ids in the order that the RFC wants; those of one value are in no order of the RFC's. */
  const valuesInOrder = (name: string, descending: boolean): readonly unknown[] =>
    all
      .map(({ values }) => values[name] ?? null)
      .toSorted((left, right) => compareSortValues(left, right, descending));

  it.each(CASES)(
    'sorted by $name, descending $descending, shows each record once, both ways',
    async (given) => {
      const { name, descending, sort } = given;
      const there: Position[] = [];
      for (let edge: Edge | null = null, pages = 0; pages <= PEOPLE; pages += 1) {
        const { positions } = await step(sort, edge);
        there.push(...positions);
        const last = positions.at(-1);
        if (last === undefined) break;
        edge = { ...last, inclusive: false };
      }
      expect(new Set(there.map(({ id }) => id)).size).toBe(PEOPLE);
      expect(there).toHaveLength(PEOPLE);
      if (name !== 'none') expect(there.map(({ value }) => value)).toEqual(valuesInOrder(name, descending));
      else expect(there.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort(codePointOrder));

      const back: Position[] = [];
      for (let edge: Edge | null = null, pages = 0; pages <= PEOPLE; pages += 1) {
        const { positions } = await step(sort, edge, { backward: true });
        back.unshift(...positions);
        const [first] = positions;
        if (first === undefined) break;
        edge = { ...first, inclusive: false };
      }
      expect(back).toEqual(there);
    },
  );

  it.each(CASES)(
    'sorted by $name, descending $descending, begins at any record, with it or without',
    async (given) => {
      const { sort } = given;
      const { positions } = await step(sort, null, {});
      const whole = await test.store.directory.users(CUSTOMER, {
        ...{ condition: undefined, sort, skip: 0, limit: PEOPLE },
        walk: { backward: false, beyond: null, counted: true },
      });
      expect(whole.total).toBe(PEOPLE);
      const ids = whole.records.map(({ id }) => id);
      expect(positions).toEqual(whole.positions.slice(0, 7));
      for (const at of [0, 6, 29, PEOPLE - 1]) {
        const position = whole.positions[at];
        if (position === undefined) throw new Error('there are fewer people');
        const edge = { ...position, inclusive: false };
        const inclusive = { ...edge, inclusive: true };
        expect((await step(sort, edge)).ids).toEqual(ids.slice(at + 1, at + 8));
        expect((await step(sort, inclusive)).ids).toEqual(ids.slice(at, at + 7));
        expect((await step(sort, edge, { backward: true })).ids).toEqual(ids.slice(Math.max(0, at - 7), at));
        const backward = await step(sort, inclusive, { backward: true });
        expect(backward.ids).toEqual(ids.slice(Math.max(0, at - 6), at + 1));
      }
    },
  );

  it.each(CASES.filter(({ sort }) => sort !== undefined))(
    'sorted by $name, descending $descending, begins before or behind all of one value',
    async ({ sort, descending }) => {
      const walk = { backward: false, beyond: null, counted: true };
      const whole = await test.store.directory.users(CUSTOMER, {
        ...{ condition: undefined, sort, skip: 0, limit: PEOPLE, walk },
      });
      for (const { value } of [whole.positions[0], whole.positions[31], whole.positions.at(-1)].flatMap(
        (position) => position ?? [],
      )) {
        const behind = whole.positions.filter((one) => compareSortValues(one.value, value, descending) > 0);
        const from = whole.positions.filter((one) => compareSortValues(one.value, value, descending) >= 0);
        const edge = { value, id: null };
        expect((await step(sort, { ...edge, inclusive: false })).positions).toEqual(behind.slice(0, 7));
        expect((await step(sort, { ...edge, inclusive: true })).positions).toEqual(from.slice(0, 7));
      }
    },
  );
});
