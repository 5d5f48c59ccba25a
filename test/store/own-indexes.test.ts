import type { mongo } from 'mongoose';
import { OWN_DIGEST, OWN_UNIQUE } from '../../src/directory/own-resource';
import { prepareCollections } from '../../src/store/models';
import { CUSTOMER, form, openTestStore, user, type TestStore } from './store-setup';

const OWN = [`customer_1_search.${OWN_DIGEST}_1`, 'ownUnique'];
const COLLECTIONS = ['users', 'groups', 'ownResources'];

describe('what own schemas of customers need in the database', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  /** As a gateway does it at its start. */
  const start = (ownSchemas: boolean | null): Promise<void> =>
    prepareCollections(test.client, test.database.databaseName, { requestLogDays: null, ownSchemas });

  async function standing(): Promise<readonly string[]> {
    const held = await Promise.all(
      COLLECTIONS.map(async (name) => {
        const indexes = await test.database.collection(name).indexes();
        return indexes.flatMap(({ name: index = '' }) => (OWN.includes(index) ? [`${name} ${index}`] : []));
      }),
    );
    return held.flat();
  }

  const store = (id: string, search: mongo.Document): Promise<void> =>
    test.write((transaction) => transaction.insertUser(user(id), form(user(id), { ...search })));

  it('is not there where nobody has any', async () => {
    await start(false);
    expect(await standing()).toEqual([]);
    await start(null);
    expect(await standing()).toEqual([]);
  });

  it('is made at a start with them, also by two gateways at once', async () => {
    await Promise.all([start(true), start(true)]);
    expect(await standing()).toHaveLength(6);
    await store('a', { [OWN_DIGEST]: 'first', [OWN_UNIQUE]: ['User code 1'] });
    const again = store('b', { [OWN_DIGEST]: 'first', [OWN_UNIQUE]: ['User code 1'] });
    await expect(again).rejects.toMatchObject({ code: 'uniqueness', rule: 'own-value-taken' });
  });

  it('stays for who does not know of all customers, and as long as anything was made by own schemas', async () => {
    await start(null);
    await start(false);
    expect(await standing()).toHaveLength(6);
  });

  it('goes at a start without them when nothing is made by them any more', async () => {
    await test.collections.users.updateMany(
      { customer: CUSTOMER },
      {
        $unset: { [`search.${OWN_DIGEST}`]: '', [`search.${OWN_UNIQUE}`]: '' },
      },
    );
    await Promise.all([start(false), start(false)]);
    expect(await standing()).toEqual([]);
    await store('c', {});
  });
});

describe('indexes of earlier versions', () => {
  it('are taken away at a start while others write, by two gateways at once too, and those that serve stay', async () => {
    const test = await openTestStore();
    const { database, client } = test;
    const old = { users: { customer: 1, signInEnabled: 1 }, events: { customer: 1, _id: 1 } } as const;
    const names = { users: 'enabled', events: 'customer_1__id_1' } as const;
    const standing = async (name: 'users' | 'events'): Promise<readonly (string | undefined)[]> =>
      (await database.collection(name).indexes()).map((index) => index.name);
    const before = { users: await standing('users'), events: await standing('events') };
    for (const name of ['users', 'events'] as const)
      await database.collection(name).createIndexes([{ key: old[name], name: names[name] }]);
    const starting = { requestLogDays: null, ownSchemas: false };
    const writes = Array.from({ length: 30 }, (_, index) =>
      test.write((transaction) => transaction.insertUser(user(`w${index}`), form(user(`w${index}`)))),
    );
    const starts = [1, 2].map(() => prepareCollections(client, database.databaseName, starting));
    await Promise.all([...starts, ...writes]);
    expect(await test.collections.users.countDocuments({ customer: CUSTOMER })).toBe(30);
    for (const name of ['users', 'events'] as const) expect(await standing(name)).toEqual(before[name]);
    await test.close();
  });
});
