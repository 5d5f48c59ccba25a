// What several workers let pass together: what one process would, whoever is asked, and mostly without asking the primary.

import type { RateQuestion } from '../../src/http/rate-counts';
import type { CountBatch, TakeBack } from '../../src/start/workers/messages';
import { sharedCounts } from '../../src/start/workers/shared-counts';
import { createSharedLimits, type SharedLimits } from '../../src/start/workers/shared-limits';

const LIMIT = { requestsPerSecond: 100, burst: 20 };
const BUDGET = LIMIT.requestsPerSecond + LIMIT.burst;
const ENOUGH_WORKERS = 4;
const SECOND_MS = 1_000;
const ANSWER_MS_MAX = 10;

// A second lasts as long as a test says, however busy the machine is.
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

interface TestWorker {
  /** Whether it passes. */
  ask(more?: Partial<RateQuestion>): Promise<boolean>;
  /** What it sent to the primary so far. */
  readonly sent: readonly CountBatch[];
}

/** As over a channel: everything that is said arrives later, in its order. */
function startWorker(limits: SharedLimits, { isHeldUp = false } = {}): TestWorker {
  const sent: CountBatch[] = [];
  const { counts, answered, giveBack } = sharedCounts((batch) => {
    sent.push(batch);
    setImmediate(() => {
      void limits.count(takeBack, batch.counts).then((counted) => {
        setImmediate(() => {
          answered({ kind: 'counted', batch: batch.batch, counted });
        });
      });
    });
    return true;
  });
  function takeBack({ number, lease }: TakeBack): void {
    setImmediate(() => {
      if (isHeldUp) {
        jest.advanceTimersByTime(ANSWER_MS_MAX);
        return;
      }
      const points = giveBack(lease);
      setImmediate(() => {
        limits.givenBack({ kind: 'given-back', number, points });
      });
    });
  }
  return {
    sent,
    ask: async (more) =>
      (await counts({ kind: 'rate', of: 'idp', limit: LIMIT, asked: 'ordinary', weight: 1, ...more })) === 0,
  };
}

function workers(limits: SharedLimits): readonly TestWorker[] {
  return Array.from({ length: ENOUGH_WORKERS }, () => startWorker(limits));
}

/** One after the other. */
async function passed(
  times: number,
  worker: (index: number) => TestWorker | undefined,
  more?: Partial<RateQuestion>,
): Promise<number> {
  let count = 0;
  for (let sent = 0; sent < times; sent += 1) if ((await worker(sent)?.ask(more)) === true) count += 1;
  return count;
}

describe('the workers of a gateway', () => {
  it('let pass what one process would, however the requests are spread', async () => {
    for (const chosen of [(n: number) => n % ENOUGH_WORKERS, (n: number) => (n < 40 ? 0 : 1 + (n % 3))]) {
      const all = workers(createSharedLimits());
      expect(await passed(2 * BUDGET, (index) => all[chosen(index)])).toBe(BUDGET);
    }
  });

  it('let pass what one process would when all is asked at once', async () => {
    const all = workers(createSharedLimits());
    const asked = all.flatMap((worker) => Array.from({ length: BUDGET }, () => worker.ask()));
    expect((await Promise.all(asked)).filter((passes) => passes)).toHaveLength(BUDGET);
  });

  it('ask for a small part of what is far below the limit', async () => {
    const all = workers(createSharedLimits());
    const limit = { requestsPerSecond: 10_000, burst: 0 };
    expect(await passed(2_000, (index) => all[index % ENOUGH_WORKERS], { limit })).toBe(2_000);
    const asked = all.flatMap(({ sent }) => sent.flatMap(({ counts }) => counts));
    expect(asked.length).toBeLessThan(50);
  });

  it('refuse nothing because one of them holds what it does not need', async () => {
    const limit = { requestsPerSecond: 100, burst: 0 };
    const [idle, busy] = workers(createSharedLimits());
    expect(await passed(1, () => idle, { limit })).toBe(1);
    expect(await passed(200, () => busy, { limit })).toBe(99);
    expect(await passed(20, () => idle, { limit })).toBe(0);
  });

  it('leave to one that is held up what it holds, and let no more pass than the limit', async () => {
    const limits = createSharedLimits({ answerMsMax: ANSWER_MS_MAX });
    const limit = { requestsPerSecond: 100, burst: 0 };
    const heldUp = startWorker(limits, { isHeldUp: true });
    const other = startWorker(limits);
    expect(await passed(1, () => heldUp, { limit })).toBe(1);
    const others = await passed(200, () => other, { limit });
    expect(others).toBe(100 - 1 - Math.floor(99 / 4));
    expect(await passed(100, () => heldUp, { limit })).toBe(99 - others);
  });

  it('let disables pass in their own lane, whoever used up the ordinary one', async () => {
    const all = workers(createSharedLimits());
    const spread = (index: number): TestWorker | undefined => all[index % ENOUGH_WORKERS];
    expect(await passed(2 * BUDGET, spread)).toBe(BUDGET);
    expect(await passed(2 * BUDGET, spread, { asked: 'disable' })).toBe(BUDGET);
  });

  it('let nothing pass by what was counted in advance once a bulk request owes', async () => {
    const [bulk, other] = workers(createSharedLimits());
    expect(await passed(2, () => other)).toBe(2);
    expect(await passed(1, () => bulk, { weight: 2 * BUDGET })).toBe(1);
    expect(await passed(20, () => other)).toBe(0);
  });

  it('use a lease in the second it was given for, and in no other', async () => {
    const all = workers(createSharedLimits());
    const limit = { requestsPerSecond: 40, burst: 0 };
    const spread = (index: number): TestWorker | undefined => all[index % ENOUGH_WORKERS];
    expect(await passed(4, spread, { limit })).toBe(4);
    jest.advanceTimersByTime(SECOND_MS);
    expect(await passed(100, spread, { limit })).toBe(40);
    jest.advanceTimersByTime(SECOND_MS - 1);
    expect(await passed(20, spread, { limit })).toBe(0);
    jest.advanceTimersByTime(1);
    expect(await passed(100, spread, { limit })).toBe(40);
  });
});
