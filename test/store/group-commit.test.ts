import { randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import { DirectoryFailure } from '../../src/directory/failure';
import type { DirectoryTransaction } from '../../src/directory/ports';
import { collectionsOf } from '../../src/store/documents';
import { createGroupCommit, type GroupCommit } from '../../src/store/group-commit';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { createWriteQueue } from '../../src/store/write-queue';
import { testDatabaseUri } from '../setup/database';
import { event, form, openTestStore, user, type TestStore } from './store-setup';

/** A key that nobody else writes under. */
const ownKey = (): { key: string; isUrgent: boolean } => ({
  key: randomBytes(8).toString('hex'),
  isUrgent: false,
});

const takeTurn = (): void => {
  throw new Error('nobody here waits for a turn');
};

type Steps = Pick<DirectoryTransaction, 'insertUser' | 'record'>;

async function join(steps: Steps, name: string, changed: Parameters<typeof user>[1] = {}): Promise<string> {
  const person = user(name, changed);
  await steps.insertUser(person, form(person));
  await steps.record(event(name, 1));
  return name;
}

describe('writes that share a transaction', () => {
  let test: TestStore;
  let client: mongo.MongoClient;
  let commits: GroupCommit;
  const commands: string[] = [];
  let prefix = '';
  beforeAll(async () => {
    test = await openTestStore();
    client = new mongo.MongoClient(testDatabaseUri(), { ...CLIENT_OPTIONS, monitorCommands: true });
    client.on('commandStarted', ({ commandName }) => commands.push(commandName));
    const collections = collectionsOf(client.db(test.database.databaseName));
    commits = createGroupCommit({
      client,
      collections,
      queue: createWriteQueue(),
      onStuck: () => Promise.resolve(),
    });
  });
  beforeEach(() => {
    commands.length = 0;
    prefix = randomBytes(4).toString('hex');
  });
  afterAll(async () => {
    await client.close();
    await test.close();
  });

  /** Two writes take the places, so that those that come after them come together. */
  async function afterTwo<T>(
    works: readonly ((steps: DirectoryTransaction) => Promise<T>)[],
  ): Promise<PromiseSettledResult<T>[]> {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const holders = [0, 1].map(() => commits.together(ownKey(), { run: () => held, takeTurn }));
    const writing = Promise.allSettled(works.map((run) => commits.together(ownKey(), { run, takeTurn })));
    letGo();
    await Promise.all(holders);
    return writing;
  }

  it('gives steps of which a copy has all, so that some can be put in front of others', async () => {
    const outcomes = await afterTwo([
      async (steps: DirectoryTransaction) => {
        const told: string[] = [];
        const copy = { ...steps, addAlert: () => Promise.resolve(void told.push('alert')) };
        await copy.addAlert();
        await join(copy, `${prefix}a`);
        return [told, await copy.enabledUsers('ajuba'), typeof copy.takeTurn, 'then' in copy];
      },
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: [['alert'], expect.any(Number), 'function', false] },
    ]);
  });

  const stored = async (): Promise<readonly string[]> => {
    const people = test.collections.users.find({ _id: { $regex: `^${prefix}` } });
    return (await people.sort({ _id: 1 }).toArray()).map(({ _id }) => _id.slice(prefix.length));
  };
  const told = async (): Promise<readonly string[]> => {
    const events = test.collections.events.find({ resourceId: { $regex: `^${prefix}` } });
    return (await events.sort({ resourceId: 1 }).toArray()).map(({ resourceId }) =>
      resourceId.slice(prefix.length),
    );
  };
  const joining = (name: string) => (steps: DirectoryTransaction) => join(steps, prefix + name);

  it('are committed once, each with its own event', async () => {
    const outcomes = await afterTwo(['a', 'b', 'c', 'd'].map(joining));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'));
    expect([await stored(), await told()]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'c', 'd'],
    ]);
    expect(commands.filter((name) => name === 'commitTransaction')).toHaveLength(1);
    expect(commands.filter((name) => name === 'insert')).toHaveLength(2);
  });

  it('read what they ask at the same step by one query', async () => {
    await afterTwo(['a', 'b'].map(joining));
    commands.length = 0;
    const read = ['a', 'b', 'nobody'].map(
      (name) => async (steps: DirectoryTransaction) => (await steps.liveUser('ajuba', prefix + name))?.id,
    );
    const outcomes = await afterTwo(read);
    expect(outcomes).toMatchObject([{ value: `${prefix}a` }, { value: `${prefix}b` }, { value: undefined }]);
    expect(commands.filter((name) => name === 'find')).toHaveLength(1);
  });

  it('do not find the people of another customer by their ids', async () => {
    await afterTwo([joining('a')]);
    const asked = ['ajuba', 'other'].map(
      (customer) => async (steps: DirectoryTransaction) => (await steps.liveUser(customer, `${prefix}a`))?.id,
    );
    expect(await afterTwo(asked)).toMatchObject([{ value: `${prefix}a` }, { value: undefined }]);
  });

  it('are kept when another one is refused, of which nothing is stored', async () => {
    const refused = async (steps: DirectoryTransaction): Promise<string> => {
      await join(steps, `${prefix}refused`);
      throw new DirectoryFailure('invalidValue', 'the rule says no');
    };
    const outcomes = await afterTwo([joining('a'), refused, joining('b')]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { message: 'the rule says no' } },
      { status: 'fulfilled' },
    ]);
    expect([await stored(), await told()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(commands.filter((name) => name === 'commitTransaction')).toHaveLength(1);
  });

  it('are each run alone when one is refused of which something is stored already', async () => {
    const refused = async (steps: DirectoryTransaction): Promise<string> => {
      await join(steps, `${prefix}refused`);
      await steps.addMembers('ajuba', `${prefix}group`, [`${prefix}refused`]);
      throw new DirectoryFailure('invalidValue', 'the rule says no');
    };
    const outcomes = await afterTwo([joining('a'), refused, joining('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([await stored(), await told()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(await test.collections.memberships.countDocuments({ set: `${prefix}group` })).toBe(0);
  });

  it('with the same User ID: one is stored, the other is told what is taken, a third is not touched', async () => {
    const taken = ['a', 'b'].map(
      (name) => (steps: DirectoryTransaction) => join(steps, prefix + name, { userId: `${prefix}same` }),
    );
    const outcomes = await afterTwo([...taken, joining('c')]);
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    expect(failures).toMatchObject([{ code: 'uniqueness', rule: 'user-id-taken' }]);
    expect(await stored()).toHaveLength(2);
    expect(await stored()).toContain('c');
    expect(await told()).toEqual(await stored());
  });

  it('that replace a version that is gone are run again with the new one, and the others are kept', async () => {
    await afterTwo([joining('a')]);
    const seen: number[] = [];
    const stale = async (steps: DirectoryTransaction): Promise<string> => {
      const before = await steps.liveUser('ajuba', `${prefix}a`);
      if (before === undefined) throw new Error('the person is gone');
      seen.push(before.version);
      const read = seen.length === 1 ? { ...before, version: before.version - 1 } : before;
      await steps.replaceUser(read, { ...read, version: read.version + 1 }, form(read));
      return 'replaced';
    };
    const outcomes = await afterTwo([stale, joining('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(seen).toEqual([1, 1]);
    expect(await stored()).toEqual(['a', 'b']);
    expect(await test.collections.users.findOne({ _id: `${prefix}a` })).toMatchObject({ version: 2 });
  });

  it('find what they stored themselves', async () => {
    const [outcome] = await afterTwo([
      async (steps: DirectoryTransaction) => {
        await join(steps, `${prefix}a`);
        return (await steps.liveUser('ajuba', `${prefix}a`))?.id;
      },
    ]);
    expect(outcome).toMatchObject({ value: `${prefix}a` });
  });

  it('are all told that the database is away when it is, and nothing is stored', async () => {
    const away = new mongo.MongoClient('mongodb://127.0.0.1:1/nowhere', {
      ...CLIENT_OPTIONS,
      serverSelectionTimeoutMS: 100,
    });
    const lost = createGroupCommit({
      client: away,
      collections: collectionsOf(away.db()),
      queue: createWriteQueue(),
      onStuck: () => Promise.resolve(),
    });
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((name) => lost.together(ownKey(), { run: joining(name), takeTurn })),
    );
    await away.close();
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  });
});
