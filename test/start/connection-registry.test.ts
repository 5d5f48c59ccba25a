// How old what a gateway knows of connections can be: a clock of the test's own, and a database that answers when it is told to.

import type { KnownConnections } from '../../src/http/connection';
import { createConnectionRegistry } from '../../src/start/connection-registry';

function setUp(): {
  readonly ask: (how?: 'current' | 'latest') => Promise<number>;
  readonly reads: { numbers: number; all: number };
  readonly world: { ms: number; number: number; isAway: boolean };
} {
  const world = { ms: 0, number: 1, isAway: false };
  const reads = { numbers: 0, all: 0 };
  const registry = createConnectionRegistry({
    reader: {
      changeNumber: () => {
        reads.numbers += 1;
        return world.isAway ? Promise.reject(new Error('away')) : Promise.resolve(world.number);
      },
      all: () => {
        reads.all += 1;
        return Promise.resolve([]);
      },
    },
    // What is known says at which change it was made.
    make: () => ({ number: world.number }) as unknown as KnownConnections,
    clock: () => world.ms,
  });
  const ask = async (how: 'current' | 'latest' = 'current'): Promise<number> =>
    ((await registry[how]()) as unknown as { number: number }).number;
  return { ask, reads, world };
}

describe('what a gateway knows of its connections', () => {
  it('is read once for many requests, and not again as long as nothing changes', async () => {
    const { ask, reads, world } = setUp();
    await Promise.all([ask(), ask(), ask()]);
    for (world.ms = 0; world.ms < 10_000; world.ms += 100) await ask();
    expect(reads.all).toBe(1);
    expect(reads.numbers).toBeLessThanOrEqual(26);
    expect(reads.numbers).toBeGreaterThanOrEqual(20);
  });

  it.each([900, 5_000, 86_400_000])('is as it is now after %d ms without a request', async (ms) => {
    const { ask, world } = setUp();
    expect(await ask()).toBe(1);
    world.number = 2;
    world.ms += ms;
    expect(await ask()).toBe(2);
  });

  it('is never a second old, whenever the requests come', async () => {
    const { ask, world } = setUp();
    await ask();
    for (const every of [10, 90, 350, 450, 700]) {
      world.number += 1;
      const changedAt = world.ms;
      while ((await ask()) !== world.number) {
        world.ms += every;
        expect(world.ms - changedAt).toBeLessThanOrEqual(1_000 + every);
      }
    }
  });

  it('is not answered any more once it is too old and the database is away, and is when that is back', async () => {
    const { ask, world } = setUp();
    await ask();
    world.isAway = true;
    world.ms = 500;
    expect(await ask()).toBe(1);
    world.ms = 1_000;
    await expect(ask()).rejects.toThrow('away');
    world.isAway = false;
    expect(await ask()).toBe(1);
  });

  it('is looked at once more for a token that nobody knows, but for a flood of them no more than every 25 ms', async () => {
    const { ask, reads, world } = setUp();
    await ask();
    world.number = 2;
    world.ms = 30;
    expect(await ask()).toBe(1);
    expect(await ask('latest')).toBe(2);
    const before = reads.numbers;
    for (let guess = 0; guess < 1_000; guess += 1) await ask('latest');
    expect(reads.numbers).toBe(before);
  });
});
