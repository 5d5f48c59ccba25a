import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { runTransaction } from '../../src/store/unit-of-work';
import { testDatabaseUri } from '../setup/database';
import { event, form, openTestStore, user, type TestStore } from './store-setup';

const noSweep = (): Promise<void> => Promise.resolve();

describe('a write', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  const keep = (name: string): Promise<void> =>
    test.write((transaction) => transaction.insertUser(user(name), form(user(name))));

  it('that meets 19 others on one person loses none of them', async () => {
    await keep('counted');
    const raise = (): Promise<void> =>
      test.write(async (transaction) => {
        const before = await transaction.liveUser('ajuba', 'counted');
        if (before === undefined) throw new Error('the person is gone');
        const after = { ...before, version: before.version + 1, fullName: `${before.fullName}+` };
        await transaction.replaceUser(before, after, form(after));
        await transaction.record(event('counted', after.version));
      });
    await Promise.all(Array.from({ length: 20 }, raise));
    const document = await test.collections.users.findOne({ _id: 'counted' });
    expect(document).toMatchObject({ version: 21, fullName: `counted${'+'.repeat(20)}` });
    const events = await test.collections.events
      .find({ resourceId: 'counted' })
      .sort({ version: 1 })
      .toArray();
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });

  it('that names an old version is run again with the new one', async () => {
    await keep('stale');
    const seen: number[] = [];
    await test.write(async (transaction) => {
      const before = await transaction.liveUser('ajuba', 'stale');
      if (before === undefined) throw new Error('the person is gone');
      seen.push(before.version);
      // As a reader would have it that was overtaken: the version is one behind the first time.
      const read = seen.length === 1 ? { ...before, version: before.version - 1 } : before;
      await transaction.replaceUser(read, { ...read, version: read.version + 1 }, form(read));
    });
    expect(seen).toEqual([1, 1]);
    expect(await test.collections.users.findOne({ _id: 'stale' })).toMatchObject({ version: 2 });
  });

  it('that fails half-way leaves nothing, and tells its own reason', async () => {
    const writing = test.write(async (transaction) => {
      await transaction.insertUser(user('half'), form(user('half')));
      await transaction.record(event('half', 1));
      await transaction.addMembers('ajuba', 'some-group', ['half']);
      throw new Error('the rule says no');
    });
    await expect(writing).rejects.toThrow('the rule says no');
    expect(await test.collections.users.countDocuments({ _id: 'half' })).toBe(0);
    expect(await test.collections.events.countDocuments({ resourceId: 'half' })).toBe(0);
    expect(await test.collections.memberships.countDocuments({ member: 'half' })).toBe(0);
  });

  it('is told busy when another one holds the person until its time is up, and does no harm to that one', async () => {
    await keep('held');
    const holder = test.client.startSession();
    holder.startTransaction();
    const { users } = test.collections;
    await users.updateOne({ _id: 'held' }, { $set: { fullName: 'the holder' } }, { session: holder });
    let tries = 0;
    const writing = runTransaction(
      test.client,
      async (session) => {
        tries += 1;
        await users.updateOne({ _id: 'held' }, { $set: { fullName: 'the other' } }, { session });
      },
      noSweep,
      { retryForMs: 300 },
    );
    await expect(writing).rejects.toMatchObject({ name: 'DirectoryFailure', code: 'busy' });
    expect(tries).toBeGreaterThan(2);
    await holder.commitTransaction();
    await holder.endSession();
    expect(await users.findOne({ _id: 'held' })).toMatchObject({ fullName: 'the holder' });
  });

  it('that changes as many members as an event can tell of is stored, one more is refused', async () => {
    const members = (count: number): readonly string[] =>
      Array.from(
        { length: count },
        (_, index) => `01a20000-0000-7000-8000-${String(index).padStart(12, '0')}`,
      );
    const tell = (version: number, count: number): Promise<void> =>
      test.write((transaction) =>
        transaction.record({ ...event('huge', version), membersAdded: members(count) }),
      );
    await tell(1, 300_000);
    await expect(tell(2, 300_001)).rejects.toMatchObject({ name: 'DirectoryFailure', code: 'tooLarge' });
  });

  it('carries w:majority and the journal in its commit, and a snapshot in its first command (K6)', async () => {
    const client = new mongo.MongoClient(testDatabaseUri(), { ...CLIENT_OPTIONS, monitorCommands: true });
    const commands: mongo.Document[] = [];
    client.on('commandStarted', ({ command }) => commands.push(command));
    const events = client.db(test.database.databaseName).collection('events');
    await runTransaction(
      client,
      async (session) => {
        await events.insertOne({ customer: 'ajuba', resourceId: 'monitored', version: 1 }, { session });
      },
      noSweep,
    );
    await client.close();
    const [insert] = commands.filter((command) => 'insert' in command);
    const commits = commands.filter((command) => 'commitTransaction' in command);
    expect(insert).toMatchObject({ startTransaction: true, readConcern: { level: 'snapshot' } });
    expect(commits).toHaveLength(1);
    expect(commits[0]).toMatchObject({ writeConcern: { w: 'majority', j: true } });
  });
});
