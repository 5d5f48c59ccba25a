import { setTimeout as sleep } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { PACE } from '../../src/delivery/pace';
import { createLogger } from '../../src/log/logger';
import { startCounting } from '../../src/start/counting';
import { CUSTOMER, form, openTestStore, user, type TestStore } from '../store/store-setup';

const PEOPLE = 2_050;
const DEADLINE_MS = 10_000;
const ONE = { condition: undefined, sort: undefined, skip: 0, limit: 1 };
const FAST = { ...PACE, lookEveryMs: 20, countEveryMs: 20, recountEveryMs: 20 };

describe('the worker that counts', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    await test.write(async (transaction) => {
      for (let index = 0; index < PEOPLE; index += 1) {
        const record = user(`person-${index}`);
        await transaction.insertUser(record, form(record));
      }
    });
  });
  afterAll(() => test.close());

  const total = async (): Promise<number | undefined> =>
    (await test.store.directory.users(CUSTOMER, ONE)).total;

  /** @returns what was logged until the condition held */
  async function workUntil(isReached: (lines: readonly string[]) => Promise<boolean>): Promise<string> {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(...chunk.toString().split('\n').filter(Boolean));
        done();
      },
    });
    const logger = createLogger({ level: 'info', format: 'json', stream });
    const services = { store: test.store, logger, isAvailable: () => true };
    const worker = startCounting({ customers: [{ id: CUSTOMER }] }, services, FAST);
    try {
      for (const end = Date.now() + DEADLINE_MS; Date.now() < end && !(await isReached(lines));)
        await sleep(10);
    } finally {
      await worker.stop();
      await logger.close();
    }
    return lines.join('\n');
  }

  it('keeps the count of a long list from the start on, and has nothing to say of it', async () => {
    const { liveCounts } = test.collections;
    const logged = await workUntil(async () => (await liveCounts.findOne({ base: true })) !== null);
    expect(await liveCounts.findOne({ base: true })).toMatchObject({ customer: CUSTOMER, list: 'users' });
    expect(logged).not.toContain('count of a list');
    expect(await total()).toBe(PEOPLE);
  });

  it('puts a wrong count right and says so', async () => {
    await test.collections.users.deleteMany({ _id: { $in: ['person-7', 'person-8'] } });
    expect(await total()).toBe(PEOPLE);
    const logged = await workUntil((lines) => Promise.resolve(lines.length > 0));
    expect(logged).toContain('the kept count of a list was wrong and was put right');
    expect(JSON.parse(logged)).toMatchObject({ customer: CUSTOMER, list: 'users' });
    expect(JSON.parse(logged)).toMatchObject({ kept: PEOPLE, counted: PEOPLE - 2 });
    expect(await total()).toBe(PEOPLE - 2);
  });
});
