// How many writes of this process are at work in the database at once, and who goes first; must not know what they write.

import { Semaphore, withTimeout } from 'async-mutex';
import { DirectoryFailure } from '../directory/failure';

/**
 * Per process, for the sake of its own pool of 50 database connections: reads always find one. More transactions at once
 * are not faster, they meet more often.
 */
const WRITES_MAX = 32;
/** As long as a write waits for one on the same thing (write-queue.ts). */
const WAIT_MS_MAX = 15_000;
const PRIORITY = { urgent: 1, ordinary: 0 } as const;

export interface WriteSlots {
  /**
   * Writes of one priority begin in the order in which they came. No connection can fill the queue: how many it may send
   * is limited before.
   *
   * @throws DirectoryFailure `busy` when no place became free in time; the work has not begun then
   */
  run<T>(isUrgent: boolean, work: () => Promise<T>): Promise<T>;
}

export function createWriteSlots(writesMax = WRITES_MAX, waitMsMax = WAIT_MS_MAX): WriteSlots {
  const tooLong = new DirectoryFailure('busy', 'too many writes wait for the database; try again');
  const slots = withTimeout(new Semaphore(writesMax), waitMsMax, tooLong);
  return {
    async run(isUrgent, work) {
      const [, release] = await slots.acquire(1, isUrgent ? PRIORITY.urgent : PRIORITY.ordinary);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
