import type { Condition, Relation } from '../../src/directory/condition';
import { CUSTOMER, form, group, openTestStore, user, type TestStore } from './store-setup';

describe('membership', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    const deletedAt = new Date();
    const people = [user('ann'), user('bob'), user('cleo'), user('gone', { deletedAt })];
    const groups = [group('tax'), group('litigation'), group('empty'), group('closed', { deletedAt })];
    await test.write(async (transaction) => {
      for (const record of people) await transaction.insertUser(record, form(record));
      for (const record of groups) await transaction.insertGroup(record, form(record));
      await transaction.addMembers(CUSTOMER, 'tax', ['ann', 'bob', 'gone']);
      await transaction.addMembers(CUSTOMER, 'litigation', ['bob']);
      await transaction.addMembers(CUSTOMER, 'closed', ['ann']);
    });
  });
  afterAll(() => test.close());

  const related = (relation: Relation, id: string | null): Condition => ({ kind: 'related', relation, id });
  const found = async (kind: 'users' | 'groups', condition: Condition): Promise<readonly string[]> => {
    const page = { condition, sort: undefined, skip: 0, limit: 100 };
    return (await test.store.directory[kind](CUSTOMER, page)).records.map(({ id }) => id);
  };

  it('finds the users of a group, and nobody by a deleted or unknown one', async () => {
    expect(await found('users', related('groups', 'tax'))).toEqual(['ann', 'bob']);
    expect(await found('users', related('groups', 'closed'))).toEqual([]);
    expect(await found('users', related('groups', 'nowhere'))).toEqual([]);
  });

  it('finds the groups of a user, and none by a deleted or unknown one', async () => {
    expect(await found('groups', related('members', 'bob'))).toEqual(['litigation', 'tax']);
    expect(await found('groups', related('members', 'ann'))).toEqual(['tax']);
    expect(await found('groups', related('members', 'gone'))).toEqual([]);
    expect(await found('groups', related('members', 'nobody'))).toEqual([]);
  });

  it('finds who is in any group, and who is not', async () => {
    const any = related('groups', null);
    expect(await found('users', any)).toEqual(['ann', 'bob']);
    expect(await found('users', { kind: 'not', condition: any })).toEqual(['cleo']);
    expect(await found('groups', related('members', null))).toEqual(['litigation', 'tax']);
  });

  it('combines with other conditions', async () => {
    const named: Condition = { kind: 'compare', path: ['userName'], operator: 'eq', literal: 'bob' };
    const inTax = related('groups', 'tax');
    expect(await found('users', { kind: 'and', conditions: [inTax, named] })).toEqual(['bob']);
    const neither: Condition = { kind: 'not', condition: { kind: 'or', conditions: [inTax, named] } };
    expect(await found('users', neither)).toEqual(['cleo']);
  });

  it('of another customer is never met', async () => {
    await test.write(async (transaction) => {
      const foreign = { customer: 'other' };
      await transaction.insertUser(user('far', foreign), form(user('far')));
      await transaction.insertGroup(group('far-tax', foreign), form(group('far-tax')));
      await transaction.addMembers('other', 'far-tax', ['far']);
    });
    expect(await found('users', related('groups', 'far-tax'))).toEqual([]);
    expect(await found('groups', related('members', 'far'))).toEqual([]);
    expect(await test.store.directory.groupsOf(CUSTOMER, ['far'])).toEqual(new Map());
  });

  it('is shown with a user by live groups only', async () => {
    const groups = await test.store.directory.groupsOf(CUSTOMER, ['ann', 'bob', 'cleo']);
    expect(groups.get('ann')).toEqual([{ id: 'tax', display: 'tax' }]);
    expect(
      groups
        .get('bob')
        ?.map(({ id }) => id)
        .toSorted(),
    ).toEqual(['litigation', 'tax']);
    expect(groups.has('cleo')).toBe(false);
  });

  it('is shown with a group by live people only', async () => {
    const members = [];
    for await (const batch of test.store.directory.membersOf(CUSTOMER, 'tax')) members.push(...batch);
    expect(members).toEqual([
      { id: 'ann', display: 'ann' },
      { id: 'bob', display: 'bob' },
    ]);
  });
});
