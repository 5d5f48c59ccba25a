import { mongo } from 'mongoose';
import { DirectoryFailure } from '../../src/directory/failure';
import { isAway, isTransient, namedFailure } from '../../src/store/driver-failure';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { runTransaction } from '../../src/store/unit-of-work';
import { testDatabaseUri } from '../setup/database';

const APP_NAME = `driver-failure-test-${process.pid}`;

function serverError(code: number, message = 'refused', labels: readonly string[] = []): Error {
  return new mongo.MongoServerError({ message, code, errorLabels: [...labels] });
}

describe('a driver error', () => {
  it.each([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436])(
    'of code %d says that the database is away',
    (code) => {
      expect(isAway(serverError(code))).toBe(true);
      expect(namedFailure(serverError(code))).toMatchObject({ code: 'unavailable' });
    },
  );

  it('of the network, of server selection or of a closed client says so too', () => {
    const selection = Object.assign(new Error('no primary'), { name: 'MongoServerSelectionError' });
    const closed = Object.assign(new Error('closed'), { name: 'MongoClientClosedError' });
    for (const error of [new mongo.MongoNetworkError('reset'), selection, closed])
      expect(namedFailure(error)).toMatchObject({ code: 'unavailable' });
  });

  it('that names hosts or documents does not pass them on', () => {
    const secret = new mongo.MongoNetworkError('connect ECONNREFUSED db7.intern:27017');
    expect((namedFailure(secret) as Error).message).not.toContain('intern');
    const duplicate = serverError(
      11000,
      'E11000 duplicate key error collection: imanage.users index: userName dup key: { userName: "ann@x" }',
    );
    expect((namedFailure(duplicate) as Error).message).not.toMatch(/E11000|ann@x|imanage\.users/);
  });

  it.each(['userName', 'externalId', 'userId', 'displayName', 'groupId'])(
    'of the unique index %s names the attribute',
    (index) => {
      const failure = namedFailure(
        serverError(11000, `E11000 duplicate key error index: ${index} dup key: {}`),
      );
      expect(failure).toBeInstanceOf(DirectoryFailure);
      expect(failure).toMatchObject({
        code: 'uniqueness',
        message: expect.stringMatching(`^${index}: `) as unknown,
      });
    },
  );

  it.each(['membership', 'version'])('of the unique index %s has the write run again', (index) => {
    expect(isTransient(serverError(11000, `E11000 duplicate key error index: ${index} dup key: {}`))).toBe(
      true,
    );
  });

  it('that MongoDB labels as passing has the write run again; others do not', () => {
    expect(isTransient(serverError(112, 'WriteConflict', ['TransientTransactionError']))).toBe(true);
    expect(isTransient(serverError(2, 'BadValue'))).toBe(false);
    expect(isTransient(new Error('a bug'))).toBe(false);
  });

  it('that is neither stays as it is: a bug', () => {
    for (const error of [
      new Error('a bug'),
      serverError(2, 'BadValue'),
      new DirectoryFailure('forbidden', 'no'),
    ])
      expect(namedFailure(error)).toBe(error);
  });
});

describe('a real server that refuses', () => {
  const client = new mongo.MongoClient(testDatabaseUri(), { ...CLIENT_OPTIONS, appName: APP_NAME });
  const numbers = client.db(APP_NAME).collection('numbers');
  beforeAll(() => client.connect());
  afterAll(async () => {
    await client.db(APP_NAME).dropDatabase();
    await client.close();
  });

  const fail = (command: string, data: object, times: number): Promise<unknown> =>
    client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times },
      data: { failCommands: [command], appName: APP_NAME, ...data },
    });
  const write = (number: number): Promise<void> =>
    runTransaction(
      client,
      async (session) => {
        await numbers.insertOne({ number }, { session });
      },
      () => Promise.resolve(),
    );

  it('one command for a write conflict gets the write another time', async () => {
    await fail('insert', { errorCode: 112, errorLabels: ['TransientTransactionError'] }, 1);
    await write(1);
    expect(await numbers.countDocuments({ number: 1 })).toBe(1);
  });

  it('one commit without saying how it ended gets the commit another time, and the write is there once', async () => {
    await fail('commitTransaction', { errorCode: 91, errorLabels: ['UnknownTransactionCommitResult'] }, 2);
    await write(2);
    expect(await numbers.countDocuments({ number: 2 })).toBe(1);
  });

  it('because it shuts down is unavailable, and nothing is stored', async () => {
    await fail('insert', { errorCode: 11600 }, 1);
    await expect(write(3)).rejects.toMatchObject({ name: 'DirectoryFailure', code: 'unavailable' });
    expect(await numbers.countDocuments({ number: 3 })).toBe(0);
  });
});
