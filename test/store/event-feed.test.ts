// Events in the order of their commits, and the position of a stream in it; leases, and the effects of accepted requests.

import type { EventFeed } from '../../src/directory/event-stream';
import { DirectoryFailure } from '../../src/directory/failure';
import { EffectRefused } from '../../src/directory/ports';
import { CUSTOMER, event, openTestStore, type TestStore } from './store-setup';

const STREAM = { customer: CUSTOMER, id: 'feed' };
let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

/** Reads until `count` events came, keeping the position after each batch. */
async function read(feed: EventFeed, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const deadline = Date.now() + 10_000; ids.length < count && Date.now() < deadline;) {
    const batch = await feed.next();
    ids.push(...batch.events.map(({ id }) => id));
    await batch.keep();
  }
  return ids;
}

const record = (id: string): Promise<void> =>
  test.write((transaction) => transaction.record({ ...event(id, 1), id, at: new Date() }));

describe('following a stream', () => {
  it('passes over nothing that commits late with an older id, and tells it in its turn', async () => {
    await test.store.eventStreams.begin(STREAM);
    const feed = await test.store.eventStreams.follow(STREAM);
    const session = test.client.startSession();
    session.startTransaction();
    const { id: _id, ...late } = { ...event('late', 1), id: 'a-older' };
    await test.collections.events.insertOne({ _id, ...late }, { session });
    await record('b-newer');
    expect(await read(feed, 1)).toEqual(['b-newer']);
    await session.commitTransaction();
    await session.endSession();
    await record('c-newest');
    expect(await read(feed, 2)).toEqual(['a-older', 'c-newest']);
    await feed.close();
  });

  it('goes on behind what was kept, and repeats what was read and not kept', async () => {
    const first = await test.store.eventStreams.follow(STREAM);
    await record('d-kept');
    await read(first, 1);
    await record('e-unkept');
    let unkept: readonly string[] = [];
    while (unkept.length === 0) unkept = (await first.next()).events.map(({ id }) => id);
    await first.close();
    const second = await test.store.eventStreams.follow(STREAM);
    expect([unkept, await read(second, 1)]).toEqual([['e-unkept'], ['e-unkept']]);
    await second.close();
  });

  it('reads again from the events where the oplog has forgotten the position, and then goes on', async () => {
    const feed = await test.store.eventStreams.follow(STREAM);
    const admin = test.client.db('admin');
    const forgotten = {
      failCommands: ['aggregate'],
      errorCode: 286,
      namespace: `${test.database.databaseName}.events`,
    };
    await admin.command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data: forgotten });
    await record('f-meanwhile');
    await expect(feed.next()).rejects.toThrow();
    await feed.close();
    const again = await test.store.eventStreams.follow(STREAM);
    // What is told twice is known by its jti; nothing is left out.
    expect(await read(again, 6)).toEqual(expect.arrayContaining(['e-unkept', 'f-meanwhile']));
    await record('g-after');
    expect(await read(again, 1)).toEqual(['g-after']);
    await again.close();
  });
});

describe('the tokens of a stream', () => {
  it('keep their order, are passed over when they come again, and are not another stream’s', async () => {
    const { eventStreams } = test.store;
    const token = (jti: string): { jti: string; token: string } => ({ jti, token: `${jti}.signed` });
    await eventStreams.add(STREAM, [token('one'), token('two')]);
    await eventStreams.acknowledge(STREAM, ['one']);
    await eventStreams.add(STREAM, [token('three'), token('two'), token('one')]);
    const stranger = { customer: 'elsewhere', id: 'feed' };
    await eventStreams.acknowledge(stranger, ['two']);
    expect(await eventStreams.refuse(stranger, [{ jti: 'two', err: 'x', description: '' }])).toBe(0);
    expect((await eventStreams.waiting(STREAM, 10)).map(({ jti }) => jti)).toEqual(['two', 'three']);
    await eventStreams.refuse(STREAM, [{ jti: 'two', err: 'invalid_request', description: 'why' }]);
    expect(await eventStreams.status(STREAM)).toMatchObject({
      ...{ waiting: 1, refused: 1 },
      lastRefusal: { err: 'invalid_request', description: 'why' },
    });
    expect(await eventStreams.retryRefused(STREAM)).toBe(1);
    expect((await eventStreams.waiting(STREAM, 10)).map(({ jti }) => jti)).toEqual(['two', 'three']);
  });
});

describe('a lease', () => {
  it('is one holder’s, renewed by it, and another’s once it has run out or was given back', async () => {
    const { leases } = test.store;
    const both = await Promise.all(['a', 'b'].map((holder) => leases.hold('work', holder, 60_000)));
    expect(both.filter(Boolean)).toHaveLength(1);
    const [holder, other] = both[0] === true ? ['a', 'b'] : ['b', 'a'];
    expect(await leases.hold('work', holder, 60_000)).toBe(true);
    expect(await leases.hold('work', other, 60_000)).toBe(false);
    await leases.release('work', other);
    expect(await leases.hold('work', other, 60_000)).toBe(false);
    await leases.release('work', holder);
    expect(await leases.hold('work', other, 0)).toBe(true);
    expect(await leases.hold('work', holder, 60_000)).toBe(true);
  });
});

describe('the effect of an accepted request', () => {
  it('is had once, by whoever has the request in hand', async () => {
    const { asyncRequests } = test.store;
    await asyncRequests.accept({ id: 'request', customer: CUSTOMER, asked: { 'a.b': '$c' } });
    const claim = (holder: string, effect: string) => (): Promise<unknown> =>
      test.write((transaction) => transaction.claimEffect({ request: 'request', holder, effect }));
    expect(await asyncRequests.take(CUSTOMER, 'first')).toMatchObject({
      id: 'request',
      asked: { 'a.b': '$c' },
    });
    await claim('first', 'one')();
    await expect(claim('first', 'one')()).rejects.toThrow(EffectRefused);
    await asyncRequests.take(CUSTOMER, 'second');
    await expect(claim('first', 'two')()).rejects.toThrow(EffectRefused);
    await expect(claim('second', 'one')()).rejects.toThrow(EffectRefused);
    await claim('second', 'two')();
    const done = { outcome: {}, expires: new Date() };
    expect(await asyncRequests.complete('request', 'first', done)).toBe(false);
    expect(await asyncRequests.complete('request', 'second', done)).toBe(true);
    expect(await asyncRequests.take(CUSTOMER, 'second')).toBeUndefined();
    await expect(claim('second', 'three')()).rejects.toThrow(EffectRefused);
  });

  it('cannot be had by a write that was under way when another process took the request', async () => {
    const { asyncRequests } = test.store;
    await asyncRequests.accept({ id: 'contended', customer: CUSTOMER, asked: {} });
    await asyncRequests.take(CUSTOMER, 'slow');
    let tries = 0;
    const write = test.write(async (transaction) => {
      tries += 1;
      // The transaction sees the database as it was before.
      await transaction.liveUser(CUSTOMER, 'nobody');
      if (tries === 1) await asyncRequests.take(CUSTOMER, 'quick');
      await transaction.claimEffect({ request: 'contended', holder: 'slow', effect: 'one' });
    });
    await expect(write).rejects.toThrow(EffectRefused);
    expect(tries).toBe(2);
  });

  it('is not kept of a request that is too large, and says so', async () => {
    const asked = { body: 'x'.repeat(9 * 1024 * 1024) };
    await expect(test.store.asyncRequests.accept({ id: 'large', customer: CUSTOMER, asked })).rejects.toThrow(
      DirectoryFailure,
    );
  });
});
