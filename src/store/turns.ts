// Lets a write that learns half-way what it must wait for begin again when its turn has come. Must not know what it writes.

import type { WriteQueue } from './write-queue';

class TurnNeeded extends Error {
  constructor(readonly key: string) {
    super('the write begins again in its turn');
    this.name = 'TurnNeeded';
  }
}

/**
 * A transaction reads the database as it was when it began: one that only then waits for others would meet all that they
 * wrote. So it is given up, waits, and is run again from its beginning. One write waits for one turn.
 *
 * @param run called with `takeTurn`, which throws unless the turn has come
 */
export async function inTurn<T>(
  queue: WriteQueue,
  run: (takeTurn: (key: string) => void) => Promise<T>,
): Promise<T> {
  try {
    return await run((key) => {
      throw new TurnNeeded(key);
    });
  } catch (error) {
    if (!(error instanceof TurnNeeded)) throw error;
    const { key } = error;
    return queue.run(key, () =>
      run((other) => {
        if (other !== key) throw new Error('a write waits for one turn');
      }),
    );
  }
}
