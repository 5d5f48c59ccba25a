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

  it('is not put back by a gateway that was frozen while another one went on', async () => {
    const frozen = await test.store.eventStreams.follow(STREAM);
    await record('e-frozen');
    let batch = await frozen.next();
    while (batch.events.length === 0) batch = await frozen.next();
    const other = await test.store.eventStreams.follow(STREAM);
    await record('e-other');
    await read(other, 2);
    await expect(batch.keep()).rejects.toThrow(DirectoryFailure);
    await Promise.all([frozen.close(), other.close()]);
    const next = await test.store.eventStreams.follow(STREAM);
    await record('e-next');
    expect(await read(next, 1)).toEqual(['e-next']);
    await next.close();
  });

  it('counts as seen up to the last event read, however late that is', async () => {
    const feed = await test.store.eventStreams.follow(STREAM);
    const at = new Date(Date.now() - 3_600_000);
    await test.write((transaction) => transaction.record({ ...event('e-backlog', 1), id: 'e-backlog', at }));
    await read(feed, 1);
    await feed.close();
    expect(await test.collections.eventStreams.findOne({ customer: CUSTOMER })).toMatchObject({ seenAt: at });
    await test.collections.eventStreams.updateOne({ customer: CUSTOMER }, { $set: { seenAt: new Date() } });
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
    expect(await read(again, 9)).toEqual(expect.arrayContaining(['e-unkept', 'f-meanwhile']));
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
    expect(await asyncRequests.decide('request', 'first', { status: 500 })).toBe(false);
    expect(await asyncRequests.decide('request', 'second', { status: 200 })).toBe(true);
    await asyncRequests.complete('request', { asked: {}, expires: new Date(Date.now() + 60_000) });
    expect(await asyncRequests.take(CUSTOMER, 'second')).toBeUndefined();
    await expect(claim('second', 'three')()).rejects.toThrow(EffectRefused);
  });

  it('has one outcome, which is there before it is told, and shown only then', async () => {
    const { asyncRequests } = test.store;
    await asyncRequests.accept({ id: 'decided', customer: CUSTOMER, asked: { path: '/Users' } });
    await asyncRequests.complete('decided', { asked: {}, expires: new Date() });
    expect(await asyncRequests.take(CUSTOMER, 'first')).toMatchObject({ id: 'decided', outcome: null });
    await asyncRequests.decide('decided', 'first', { status: 201 });
    expect(await asyncRequests.outcome(CUSTOMER, 'decided')).toBeNull();
    // As if it had died before it told: the next one tells the same, and decides nothing anew.
    expect(await asyncRequests.take(CUSTOMER, 'second')).toMatchObject({ outcome: { status: 201 } });
    expect(await asyncRequests.decide('decided', 'second', { status: 500 })).toBe(false);
    expect(await asyncRequests.status(CUSTOMER, 'decided')).toMatchObject({ outcome: null, doneAt: null });
    await asyncRequests.complete('decided', { asked: {}, expires: new Date(Date.now() + 60_000) });
    expect(await asyncRequests.outcome(CUSTOMER, 'decided')).toEqual({ status: 201 });
  });

  it('is looked for without reading the requests that are done', async () => {
    await test.database.command({ profile: 2 });
    expect(await test.store.asyncRequests.customersWaiting()).toEqual([]);
    await test.database.command({ profile: 0 });
    const plans = await test.database
      .collection('system.profile')
      .find({ 'command.distinct': 'asyncRequests' })
      .toArray();
    expect(plans.map(({ planSummary }) => planSummary as string)).toEqual([expect.stringMatching(/^IXSCAN/)]);
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
