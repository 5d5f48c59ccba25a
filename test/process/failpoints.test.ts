// What a client is told when single database commands fail: 2xx exactly for what is durable, else 503 (reliability.md F5).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import type { UserDocument } from '../../src/store/documents';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { startEmbeddedMongod, type EmbeddedMongod } from '../../src/store/embedded/mongod';
import { startTestGateway, type TestGateway } from '../http/gateway';

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const CODES = {
  HostUnreachable: 6,
  HostNotFound: 7,
  NetworkTimeout: 89,
  ShutdownInProgress: 91,
  WriteConflict: 112,
  PrimarySteppedDown: 189,
  NoSuchTransaction: 251,
  ExceededTimeLimit: 262,
  NotWritablePrimary: 10107,
  InterruptedAtShutdown: 11600,
  InterruptedDueToReplStateChange: 11602,
  NotPrimaryNoSecondaryOk: 13435,
  NotPrimaryOrSecondary: 13436,
};

/** Which commands fail, and on which collection; a commit names none. */
interface Point {
  readonly commands: readonly string[];
  readonly collection?: string;
}

/** `data` of the server's failCommand fail point. */
type Fault = Readonly<Record<string, unknown>>;

/** A request, what it answers when it succeeds, and whether it came about. */
interface Attempt {
  prepare(): Promise<string>;
  send(target: string): Promise<Response>;
  readonly success: readonly number[];
  readonly happened: (target: string) => Promise<boolean>;
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const AGAIN_WITHIN_MS = 10_000;

let mongod: EmbeddedMongod;
let folder: string;
let gateway: TestGateway;
let server: mongo.MongoClient;
let group: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-failpoints-'));
  // A database server of its own: a fail point strikes every client of a server.
  mongod = await startEmbeddedMongod({
    dataDir: folder,
    mongodBinary: process.env['MONGOD_BINARY'] ?? null,
    testCommands: true,
  });
  gateway = await startTestGateway({ mongodbUri: mongod.uri });
  server = new mongo.MongoClient(mongod.uri, CLIENT_OPTIONS);
  const answer = await call('POST', '/Groups', { schemas: [GROUP], displayName: 'Partners' });
  group = ((await answer.json()) as { id: string }).id;
}, 60_000);

afterAll(async () => {
  await server.close();
  await gateway.close();
  await mongod.stop();
  await rm(folder, { recursive: true, force: true });
});

const CREATE: Attempt = {
  prepare: () => Promise.resolve(nextName()),
  send: (userName) => call('POST', '/Users', { schemas: [USER], userName, active: true }),
  success: [201],
  happened: async (userName) => {
    const [user] = await gateway.database
      .collection('users')
      .find({ 'profile.userName': userName })
      .toArray();
    const events = await gateway.database.collection('events').find({ 'after.userName': userName }).toArray();
    expect(events).toHaveLength(user === undefined ? 0 : 1);
    return user !== undefined;
  },
};

const DISABLE: Attempt = {
  prepare: createdUser,
  send: (id) =>
    call('PATCH', `/Users/${id}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    }),
  success: [200],
  happened: async (id) => {
    const users =
      gateway.database.collection<Pick<UserDocument, '_id' | 'version' | 'signInEnabled'>>('users');
    const user = await users.findOne({ _id: id });
    expect(await gateway.database.collection('events').countDocuments({ resourceId: id })).toBe(
      user?.version,
    );
    return user?.signInEnabled === false;
  },
};

const JOIN: Attempt = {
  prepare: createdUser,
  send: (id) =>
    call('PATCH', `/Groups/${group}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }],
    }),
  // The members of the group are counted after the change: where they cannot be, the answer has no body.
  success: [200, 204],
  happened: async (member) => {
    const rows = await gateway.database.collection('memberships').countDocuments({ member });
    expect(await gateway.database.collection('events').countDocuments({ membersAdded: member })).toBe(rows);
    return rows === 1;
  },
};

const READ: Attempt = {
  prepare: createdUser,
  send: (id) => call('GET', `/Users/${id}`),
  success: [200],
  happened: () => Promise.resolve(true),
};

/** One of each kind: the connection, another write, time, the primary. Where all are not asked for, these stand for them. */
const KINDS = (['HostUnreachable', 'WriteConflict', 'ExceededTimeLimit', 'NotWritablePrimary'] as const).map(
  (name) => [name, CODES[name]] as const,
);
const ALL = Object.entries(CODES);

const CASES: readonly (readonly [string, Point, Attempt, readonly (readonly [string, number])[]])[] = [
  ['a read', { commands: ['find'], collection: 'users' }, READ, ALL],
  ['a read inside a write', { commands: ['find'], collection: 'users' }, DISABLE, KINDS],
  ['the insert of a user', { commands: ['insert'], collection: 'users' }, CREATE, ALL],
  ['the insert of its event', { commands: ['insert'], collection: 'events' }, CREATE, KINDS],
  ['the storing of a member', { commands: ['insert', 'update'], collection: 'memberships' }, JOIN, KINDS],
  ['the update of a user', { commands: ['update'], collection: 'users' }, DISABLE, KINDS],
  [
    'what is read for the answer to a creation',
    { commands: ['find'], collection: 'memberships' },
    CREATE,
    KINDS,
  ],
  ['the commit of a creation', { commands: ['commitTransaction'] }, CREATE, ALL],
];

describe.each(CASES)('%s that fails', (_name, point, attempt, codes) => {
  it.each(codes)('once or twice with %s is answered truly', async (_code, errorCode) => {
    // After a shutdown the driver waits half a second before it looks again: once is then enough, and twice is worse.
    const times =
      errorCode === CODES.ShutdownInProgress || errorCode === CODES.InterruptedAtShutdown ? [2] : [1, 2];
    for (const count of times) await expectTruth(attempt, point, { errorCode }, count);
  });

  it('by a closed connection is answered truly', async () => {
    for (const times of [1, 2]) await expectTruth(attempt, point, { closeConnection: true }, times);
  });
});

describe('a commit that happened but was answered with an error', () => {
  it.each(ALL)('%s is found to have happened', async (errmsg, code) => {
    const answer = await expectTruth(
      CREATE,
      { commands: ['commitTransaction'] },
      { writeConcernError: { code, errmsg } },
      1,
    );
    expect(answer.status).toBe(201);
  });
});

describe('this test', () => {
  it('notices an answer that is not true', async () => {
    const liar: Attempt = { ...CREATE, happened: () => Promise.resolve(false) };
    await expect(
      expectTruth(liar, { commands: ['insert'], collection: 'users' }, { errorCode: 112 }, 1),
    ).rejects.toThrow();
  });

  it('notices a fail point that strikes nobody', async () => {
    await expect(
      expectTruth(READ, { commands: ['insert'], collection: 'users' }, { errorCode: 112 }, 1),
    ).rejects.toThrow();
  });
});

async function expectTruth(attempt: Attempt, point: Point, fault: Fault, times: number): Promise<Response> {
  await untilServing();
  const target = await attempt.prepare();
  const struckBefore = await failCommand({ times }, { ...failing(point), ...fault });
  const answer = await attempt.send(target);
  const text = await answer.text();
  expect(await failCommand('off', {})).toBeGreaterThan(struckBefore);
  expect([...attempt.success, 503]).toContain(answer.status);
  if (answer.status === 503) expectOutage(answer, text);
  if (attempt !== READ) expect(await attempt.happened(target)).toBe(attempt.success.includes(answer.status));
  return answer;
}

function failing({ commands, collection }: Point): Fault {
  const namespace = `${gateway.database.databaseName}.${collection ?? ''}`;
  return { failCommands: commands, ...(collection === undefined ? {} : { namespace }) };
}

/** Over the test's own connection. Resolves with how often the fail point has struck so far. */
async function failCommand(mode: 'off' | { readonly times: number }, data: Fault): Promise<number> {
  const answer = await server.db('admin').command({ configureFailPoint: 'failCommand', mode, data });
  return Number(answer['count']);
}

function expectOutage(answer: Response, text: string): void {
  expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
  expect(answer.headers.get('Content-Type')).toContain('application/scim+json');
  expect(JSON.parse(text)).toMatchObject({ status: '503' });
  expect(text).not.toMatch(/127\.0\.0\.1|mongo|ECONN/i);
}

async function untilServing(): Promise<void> {
  const deadline = Date.now() + AGAIN_WITHIN_MS;
  while ((await call('GET', '/Users?count=1')).status !== 200) {
    if (Date.now() > deadline) throw new Error('the gateway did not recover from the last fault');
    await sleep(20);
  }
}

async function createdUser(): Promise<string> {
  const answer = await CREATE.send(nextName());
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

function nextName(): string {
  count += 1;
  return `failpoint-${count}@firm.example`;
}

function call(method: string, path: string, body?: object): Promise<Response> {
  return fetch(gateway.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
