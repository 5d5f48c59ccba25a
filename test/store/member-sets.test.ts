import { mongo } from 'mongoose';
import type { DirectoryTransaction, MemberSelection } from '../../src/directory/ports';
import { abandonedSets, clearSets } from '../../src/store/abandoned-sets';
import { CUSTOMER, form, group, openTestStore, user, type TestStore } from './store-setup';

/** More than one transaction may change (member-sets.ts). */
const MANY = 3_000;

describe('the members of a group', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  const ids = (from: number, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `m${String(from + index).padStart(6, '0')}`);

  /** As the application does it: reads the group, changes members, stores the next version. */
  async function change(
    id: string,
    work: (transaction: DirectoryTransaction) => Promise<unknown>,
  ): Promise<void> {
    await test.write(async (transaction) => {
      const before = await transaction.liveGroup(CUSTOMER, id);
      if (before === undefined) throw new Error('there is no such group');
      await work(transaction);
      await transaction.replaceGroup(before, { ...before, version: before.version + 1 }, form(before));
    });
  }

  const create = (id: string, members: readonly string[]): Promise<void> =>
    test.write(async (transaction) => {
      await transaction.addMembers(CUSTOMER, id, members);
      await transaction.insertGroup(group(id), form(group(id)));
    });

  const members = (id: string): Promise<readonly string[]> =>
    test.write(async (transaction) => {
      await transaction.liveGroup(CUSTOMER, id);
      return (await transaction.memberIds(CUSTOMER, id)).toSorted();
    });

  const selected = (id: string, selection: MemberSelection): Promise<readonly string[]> =>
    test.write(async (transaction) => {
      await transaction.liveGroup(CUSTOMER, id);
      return (await transaction.memberIds(CUSTOMER, id, selection)).toSorted();
    });

  const setOf = async (id: string): Promise<string | undefined> =>
    (await test.collections.groups.findOne({ _id: id }))?.memberSet;

  it('come and go by what really changes', async () => {
    await create('small', ids(0, 3));
    const changes: (readonly string[])[] = [];
    await change('small', async (transaction) => {
      changes.push(await transaction.addMembers(CUSTOMER, 'small', ids(2, 3)));
      changes.push(await transaction.removeMembers(CUSTOMER, 'small', [...ids(0, 1), 'nobody']));
      changes.push(await transaction.removeMembers(CUSTOMER, 'small', ['nobody']));
      changes.push(await transaction.addMembers(CUSTOMER, 'small', []));
    });
    expect(changes).toEqual([ids(3, 2), ids(0, 1), [], []]);
    expect(await members('small')).toEqual(ids(1, 4));
    expect(await setOf('small')).toBe('small');
  });

  it('named twice in one request come once', async () => {
    await create('twice', []);
    const named = [...ids(0, 60), ...ids(0, 60)];
    await change('twice', (transaction) => transaction.addMembers(CUSTOMER, 'twice', named));
    await change('twice', (transaction) => transaction.addMembers(CUSTOMER, 'twice', ['x', 'x']));
    expect(await members('twice')).toEqual([...ids(0, 60), 'x']);
  });

  it('come in any number with the group itself', async () => {
    await create('born large', ids(0, MANY));
    expect(await members('born large')).toEqual(ids(0, MANY));
  });

  it('change in any number, and only those that were named', async () => {
    await create('large', ids(0, MANY));
    const changes: number[] = [];
    await change('large', async (transaction) => {
      changes.push((await transaction.addMembers(CUSTOMER, 'large', ids(MANY - 10, MANY))).length);
      changes.push((await transaction.removeMembers(CUSTOMER, 'large', ids(10, MANY))).length);
      changes.push((await transaction.addMembers(CUSTOMER, 'large', ids(5, 10))).length);
    });
    expect(changes).toEqual([MANY - 10, MANY, 5]);
    expect(await members('large')).toEqual([...ids(0, 15), ...ids(MANY + 10, MANY - 20)]);
  });

  it('change within the transaction where few of many that were named are new', async () => {
    await create('echoed', ids(0, MANY));
    const set = await setOf('echoed');
    await change('echoed', (transaction) => transaction.addMembers(CUSTOMER, 'echoed', ids(1, MANY)));
    await change('echoed', (transaction) =>
      transaction.removeMembers(CUSTOMER, 'echoed', [...ids(MANY, 1), ...ids(900_000, MANY)]),
    );
    expect(await setOf('echoed')).toBe(set);
    expect(await members('echoed')).toEqual(ids(0, MANY));
  });

  it('all stay as they were when a mass change fails', async () => {
    await create('failing', ids(0, 5));
    const failing = change('failing', async (transaction) => {
      await transaction.addMembers(CUSTOMER, 'failing', ids(100, MANY));
      throw new Error('refused after all');
    });
    await expect(failing).rejects.toThrow('refused after all');
    expect(await members('failing')).toEqual(ids(0, 5));
    expect(await setOf('failing')).toBe('failing');
  });

  it('are the same after changes that cancel each other, though the group is not stored anew', async () => {
    await create('cancelled', ids(0, MANY));
    await test.write(async (transaction) => {
      await transaction.liveGroup(CUSTOMER, 'cancelled');
      await transaction.removeMembers(CUSTOMER, 'cancelled', ids(0, 10));
      await transaction.removeMembers(CUSTOMER, 'cancelled', ids(10, MANY));
      await transaction.addMembers(CUSTOMER, 'cancelled', ids(0, MANY));
    });
    expect(await members('cancelled')).toEqual(ids(0, MANY));
  });

  it('lose nothing to a write that meets a mass change', async () => {
    await create('met', ids(0, 5));
    await Promise.all([
      change('met', (transaction) => transaction.addMembers(CUSTOMER, 'met', ids(100, MANY))),
      ...ids(10, 8).map((id) =>
        change('met', (transaction) => transaction.addMembers(CUSTOMER, 'met', [id])),
      ),
    ]);
    expect(await members('met')).toEqual([...ids(0, 5), ...ids(10, 8), ...ids(100, MANY)]);
    expect(await test.collections.groups.findOne({ _id: 'met' })).toMatchObject({ version: 10 });
  });

  it('keep by what they are members, through changes of any size', async () => {
    await create('marked', ids(0, 10));
    const nested = { nested: true };
    await change('marked', async (transaction) => {
      await transaction.addMembers(CUSTOMER, 'marked', ids(8, 4), nested);
      await transaction.addMembers(CUSTOMER, 'marked', ids(100, MANY), nested);
      await transaction.markMembers(CUSTOMER, 'marked', [...ids(0, 2), 'nobody'], nested);
    });
    const marked = [...ids(0, 2), ...ids(10, 2), ...ids(100, MANY)];
    expect(await selected('marked', { nested: true })).toEqual(marked);
    expect(await selected('marked', { nested: false })).toEqual(ids(2, 8));
    expect(await selected('marked', { nested: true, among: ids(1, 10) })).toEqual([
      ...ids(1, 1),
      ...ids(10, 1),
    ]);
    await change('marked', (transaction) =>
      transaction.markMembers(CUSTOMER, 'marked', ids(0, 100 + MANY), { nested: false }),
    );
    expect(await selected('marked', { nested: true })).toEqual([]);
    await change('marked', async (transaction) => {
      await transaction.markMembers(CUSTOMER, 'marked', ids(5, 1), nested);
      await transaction.removeMembers(CUSTOMER, 'marked', ids(100, MANY));
    });
    expect(await selected('marked', { nested: true })).toEqual(ids(5, 1));
    expect(await members('marked')).toEqual(ids(0, 12));
  });

  it('keep how they are shown, through changes of any size', async () => {
    await create('shown', ids(0, 10));
    const display = (id: string): string => `Display of ${id}`;
    const sent = (of: readonly string[]): ReadonlyMap<string, string> =>
      new Map(of.map((id) => [id, display(id)]));
    const displays = async (): Promise<readonly string[]> => {
      const rows = test.collections.memberships.find({ customer: CUSTOMER, display: { $exists: true } });
      const inSet = { set: await setOf('shown') };
      const shown = (await rows.toArray()).filter(({ set }) => set === inSet.set);
      for (const { member, display: kept } of shown) expect(kept).toBe(display(member));
      return shown.map(({ member }) => member).toSorted();
    };
    await change('shown', async (transaction) => {
      const options = { nested: false, displays: sent(ids(8, 4)) };
      await transaction.addMembers(CUSTOMER, 'shown', ids(8, 4), options);
      await transaction.showMembers(CUSTOMER, 'shown', sent([...ids(0, 2), 'nobody']));
    });
    // Who was a member already is not shown otherwise by an add.
    const few = [...ids(0, 2), ...ids(10, 2)];
    expect(await displays()).toEqual(few);
    await change('shown', (transaction) =>
      transaction.addMembers(CUSTOMER, 'shown', ids(100, MANY), {
        nested: false,
        displays: sent(ids(100, 5)),
      }),
    );
    expect(await displays()).toEqual([...few, ...ids(100, 5)]);
    await change('shown', (transaction) => transaction.showMembers(CUSTOMER, 'shown', sent(ids(100, MANY))));
    expect(await displays()).toEqual([...few, ...ids(100, MANY)]);
    await change('shown', (transaction) =>
      transaction.showMembers(CUSTOMER, 'shown', new Map(ids(100, MANY).map((id) => [id, undefined]))),
    );
    expect(await displays()).toEqual(few);
  });

  it('are found from the user after a mass change, too', async () => {
    await create('reverse', ids(0, 5));
    await test.write((transaction) => transaction.insertUser(user('reader'), form(user('reader'))));
    await change('reverse', (transaction) =>
      transaction.addMembers(CUSTOMER, 'reverse', ['reader', ...ids(0, MANY)]),
    );
    const groups = await test.store.directory.groupsOf(CUSTOMER, ['reader']);
    expect(groups.get('reader')).toEqual([{ id: 'reverse', display: 'reverse' }]);
  });

  it('are not read out by halves when the group changes over meanwhile', async () => {
    const live = ids(0, 2_500).map((id) => user(id));
    await test.write(async (transaction) => {
      for (const record of live) await transaction.insertUser(record, form(record));
    });
    await create('read', ids(0, 2_500));
    const reading = test.store.directory.membersOf(CUSTOMER, 'read')[Symbol.asyncIterator]();
    await reading.next();
    await change('read', (transaction) => transaction.addMembers(CUSTOMER, 'read', ids(10_000, MANY)));
    await expect(reading.next()).rejects.toMatchObject({ name: 'DirectoryFailure', code: 'busy' });
  });
});

describe('sets that no group has', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  it('are cleared away once no write can still mean to use them', async () => {
    const { memberships } = test.collections;
    await test.write(async (transaction) => {
      await transaction.addMembers(CUSTOMER, 'held', ['a', 'b']);
      await transaction.insertGroup(group('held'), form(group('held')));
    });
    const aside = new mongo.ObjectId().toHexString();
    const rows = [aside, 'left', 'left'].map((set, index) => ({
      customer: CUSTOMER,
      set,
      member: `${index}`,
    }));
    await memberships.insertMany([...rows, { customer: 'other', set: 'left', member: 'a' }]);
    const clear = async (now: number): Promise<readonly string[]> => {
      await clearSets(test.collections, CUSTOMER, await abandonedSets(test.collections, CUSTOMER, now));
      return (await memberships.distinct('set', { customer: CUSTOMER })).toSorted();
    };

    expect(await clear(Date.now())).toEqual([aside, 'held'].toSorted());
    expect(await clear(Date.now() + 2 * 3_600_000)).toEqual(['held']);
    expect(await memberships.countDocuments({ customer: 'other' })).toBe(1);
  });
});
