import type { GroupRecord } from '../../src/directory/group-record';
import type { UserRecord } from '../../src/directory/user-record';
import { event, form, group, openTestStore, user, type TestStore } from './store-setup';

describe('the unique indexes', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  const keepUser = (record: UserRecord): Promise<void> =>
    test.write((transaction) => transaction.insertUser(record, form(record)));
  const keepGroup = (record: GroupRecord): Promise<void> =>
    test.write((transaction) => transaction.insertGroup(record, form(record)));
  const refusal = (attribute: string): object => ({
    name: 'DirectoryFailure',
    code: 'uniqueness',
    message: expect.stringMatching(`^${attribute}: `) as unknown,
  });
  const named = (userName: string, externalId?: string): UserRecord['profile'] =>
    externalId === undefined ? { userName } : { userName, externalId };

  it('refuse a userName that somebody else has in another letter case or width', async () => {
    await keepUser(user('Straße.One'));
    const twin = user('two', { profile: named('ＳＴＲＡＳＳＥ.one') });
    await expect(keepUser(twin)).rejects.toMatchObject(refusal('userName'));
  });

  it('refuse an externalId that somebody else has, and compare it exactly', async () => {
    await keepUser(user('ext1', { profile: named('ext1', 'HR-7') }));
    const withExact = (id: string, externalId: string): Promise<void> => {
      const record = user(id, { profile: named(id, externalId) });
      return test.write((transaction) => transaction.insertUser(record, form(record, { externalId })));
    };
    await withExact('ext2', 'HR-8');
    await withExact('ext3', 'hr-8');
    await expect(withExact('ext4', 'HR-8')).rejects.toMatchObject(refusal('externalId'));
  });

  it('let any number of people have no externalId', async () => {
    await keepUser(user('none1'));
    await keepUser(user('none2'));
  });

  it('give the names of a deleted person to another one, but never the User ID', async () => {
    await keepUser(user('leaver', { deletedAt: new Date(), profile: named('leaver') }));
    await keepUser(user('joiner', { profile: named('leaver') }));
    const heir = user('heir', { userId: 'LEAVER' });
    await expect(keepUser(heir)).rejects.toMatchObject(refusal('userId'));
  });

  it('let two customers have the same names and User IDs', async () => {
    await keepUser(user('shared'));
    await keepUser(
      user('shared-elsewhere', { customer: 'other', userId: 'shared', profile: named('shared') }),
    );
  });

  it('refuse a second group of one displayName among the global ones, and in one library', async () => {
    await keepGroup(group('Tax'));
    const again = { profile: { displayName: 'TAX' } };
    await expect(keepGroup(group('tax-2', again))).rejects.toMatchObject(refusal('displayName'));
    await keepGroup(group('tax-3', { ...again, library: 'ACTIVE' }));
    await expect(keepGroup(group('tax-4', { ...again, library: 'active' }))).rejects.toMatchObject(
      refusal('displayName'),
    );
  });

  it('never give the groupId of a deleted group to another one', async () => {
    await keepGroup(group('Old', { deletedAt: new Date() }));
    await expect(keepGroup(group('new', { groupId: 'OLD' }))).rejects.toMatchObject(refusal('groupId'));
  });

  it('hold one event for each version of a resource, and have the write run again that met it', async () => {
    await test.write((transaction) => transaction.record(event('versioned', 1)));
    let tries = 0;
    await test.write(async (transaction) => {
      tries += 1;
      await transaction.record({ ...event('versioned', tries), id: `other/${tries}` });
    });
    expect(tries).toBe(2);
  });

  it('leave nothing of a write that they refuse', async () => {
    const bystander = user('bystander');
    const twin = user('twin', { profile: named('shared') });
    const writing = test.write(async (transaction) => {
      await transaction.insertUser(bystander, form(bystander));
      await transaction.record(event(bystander.id, 1));
      await transaction.insertUser(twin, form(twin));
    });
    await expect(writing).rejects.toMatchObject(refusal('userName'));
    const { users, events } = test.collections;
    expect(await users.countDocuments({ _id: { $in: ['bystander', 'twin'] } })).toBe(0);
    expect(await events.countDocuments({ resourceId: 'bystander' })).toBe(0);
  });
});
