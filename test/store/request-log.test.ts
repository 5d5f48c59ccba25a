import { mongo } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEntry } from '../../src/directory/request-log';
import type { RequestDocument } from '../../src/store/documents';
import { keptRequest } from '../../src/store/log-request-record';
import { trafficCollectionsOf } from '../../src/store/log-models';
import { prepareCollections } from '../../src/store/models';
import { createRequestLog } from '../../src/store/request-log';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { testDatabaseUri } from '../setup/database';

const APP_NAME = `request-log-test-${process.pid}`;
const WAIT_MS_MAX = 5_000;

const REFUSED = {
  ...{ status: 404, rule: 'not-found', scimType: 'noTarget', detail: 'no such person', token: 't1' },
  ...{ admin: 'ada', address: '127.0.0.1', resourceId: 'p1', tolerances: ['text-boolean'] },
} as const satisfies Partial<RequestEntry>;

describe('the request log', () => {
  const client = new mongo.MongoClient(testDatabaseUri(), {
    ...CLIENT_OPTIONS,
    appName: APP_NAME,
    monitorCommands: true,
  });
  const database = client.db(APP_NAME);
  const requests = database.collection<RequestDocument>('requests');
  const inserts: number[] = [];
  let isAvailable = true;
  let dropped = 0;

  beforeAll(async () => {
    await client.connect();
    client.on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'insert') inserts.push((command as { documents: unknown[] }).documents.length);
    });
  });
  beforeEach(async () => {
    await requests.deleteMany({});
    inserts.length = 0;
    isAvailable = true;
    dropped = 0;
  });
  afterAll(async () => {
    await database.dropDatabase();
    await client.close();
  });

  const open = (): ReturnType<typeof createRequestLog> =>
    createRequestLog({
      requests,
      traffic: trafficCollectionsOf(database),
      isAvailable: () => isAvailable,
      onDropped: (count) => {
        dropped += count;
      },
    });

  function entry(index: number): RequestEntry {
    return {
      at: new Date(),
      requestId: `request-${index}`,
      customer: 'ajuba',
      connection: 'test',
      token: null,
      client: 'test',
      admin: null,
      address: null,
      method: 'GET',
      url: '/scim/v2/Users',
      action: 'read',
      resourceType: 'User',
      resourceId: null,
      status: 200,
      durationMs: 1.5,
      scimType: null,
      detail: null,
      rule: null,
      tolerances: [],
    };
  }

  async function stored(count: number): Promise<number> {
    const deadline = Date.now() + WAIT_MS_MAX;
    for (;;) {
      const found = await requests.countDocuments();
      if (found >= count || Date.now() > deadline) return found;
      await sleep(20);
    }
  }

  const failInsert = (data: object, mode: object): Promise<unknown> =>
    client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode,
      data: { failCommands: ['insert'], appName: APP_NAME, ...data },
    });

  it('is written by itself, in batches and in order, with nothing but what the entries say', async () => {
    const log = open();
    for (let index = 0; index < 2_500; index += 1) log.append(entry(index));
    expect(await stored(2_500)).toBe(2_500);
    expect(inserts).toEqual([500, 500, 500, 500, 500]);
    const [first] = await requests.find().sort({ _id: 1 }).limit(1).toArray();
    expect(first).toEqual({
      ...{ requestId: 'request-0', customer: 'ajuba', connection: 'test', client: 'test' },
      ...{ method: 'GET', url: '/scim/v2/Users', action: 'read', resourceType: 'User' },
      ...{ status: 200, durationMs: 1.5 },
      _id: expect.anything() as unknown,
      at: expect.any(Date) as unknown,
    });
    await log.close();
  });

  it('reads as it was, and as a line does that says what is not there', async () => {
    const log = open();
    const refused = { ...entry(1), ...REFUSED, customer: null, connection: null };
    for (const one of [entry(0), refused]) log.append(one);
    await log.close();
    const kept = await requests.find().sort({ _id: 1 }).toArray();
    const nothing = { request: null, answer: null, about: [], words: [], name: null, disables: [] };
    expect(kept.map(keptRequest)).toEqual(
      [entry(0), refused].map((one) => ({ ...one, ...nothing, at: expect.any(Date) as unknown })),
    );
    const older = { ...entry(0), _id: new mongo.ObjectId() };
    expect(keptRequest(older)).toEqual({ ...older, _id: undefined, ...nothing });
  });

  it('keeps the bodies of a request, and marks the refused one that would have disabled somebody', async () => {
    const log = open();
    const details = { request: '{}', answer: null, about: [], words: ['ada'], name: 'Ada', disables: ['p1'] };
    log.append({ ...entry(0), ...REFUSED }, { bytes: 100, make: () => details });
    log.append(entry(1), { bytes: 100, make: () => details });
    await log.close();
    const [refused, done] = await requests.find().sort({ _id: 1 }).toArray();
    expect(refused).toMatchObject({
      request: '{}',
      words: ['ada'],
      name: 'Ada',
      disables: ['p1'],
      refusedDisable: true,
    });
    expect(refused?.kind).toContain('not-found');
    expect(Object.keys(refused ?? {})).not.toContain('about');
    expect(Object.keys(done ?? {})).not.toContain('refusedDisable');
  });

  it('writes what is still waiting when it is closed', async () => {
    const log = open();
    log.append(entry(0));
    await log.close();
    expect(await requests.countDocuments()).toBe(1);
  });

  it('waits while the database is away and tells how many entries did not fit', async () => {
    const log = open();
    isAvailable = false;
    for (let index = 0; index < 20_010; index += 1) log.append(entry(index));
    expect(inserts).toEqual([]);
    isAvailable = true;
    expect(await stored(20_000)).toBe(20_000);
    await log.close();
    expect(dropped).toBe(10);
    expect(await requests.countDocuments({ requestId: 'request-20000' })).toBe(0);
  });

  it('keeps its entries when the database goes away under a batch, and stores none of them twice', async () => {
    // The driver tries again once by itself; both tries are refused.
    await failInsert({ errorCode: 11600, closeConnection: false }, { times: 2 });
    const log = open();
    for (let index = 0; index < 20; index += 1) log.append(entry(index));
    expect(await stored(20)).toBe(20);
    await log.close();
    expect(await requests.countDocuments()).toBe(20);
    expect(dropped).toBe(0);
  });

  it('goes on after a batch that can never be stored, and counts it as lost', async () => {
    await failInsert({ errorCode: 2 }, { times: 1 });
    const log = open();
    for (let index = 0; index < 7; index += 1) log.append(entry(index));
    await log.close();
    log.append(entry(7));
    await log.close();
    expect(dropped).toBe(7);
    expect((await requests.find().toArray()).map(({ requestId }) => requestId)).toEqual(['request-7']);
  });

  it('expires after the days that are configured, also when they change', async () => {
    const expiry = async (): Promise<unknown> =>
      (await requests.indexes()).find(({ name }) => name === 'expiry');
    await prepareCollections(client, APP_NAME, { requestLogDays: 30, ownSchemas: null });
    expect(await expiry()).toMatchObject({ key: { at: 1 }, expireAfterSeconds: 30 * 86_400 });
    await prepareCollections(client, APP_NAME, { requestLogDays: 7, ownSchemas: null });
    expect(await expiry()).toMatchObject({ expireAfterSeconds: 7 * 86_400 });
  });
});
