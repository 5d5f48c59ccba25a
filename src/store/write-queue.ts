// Lets writes to the same thing wait for each other inside this process; a courtesy to the database, not what keeps data right.

import { Mutex, withTimeout } from 'async-mutex';
import { DirectoryFailure } from '../directory/failure';

/** An identity provider gives up after 30 s; told to come again before that, it does. */
const WAIT_MS_MAX = 15_000;

export interface WriteQueue {
  /** @throws DirectoryFailure `busy` when the writes before this one did not end in time; it has not begun then */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Without it, 64 clients adding members to one group spend their time in aborted transactions. */
export function createWriteQueue(waitMsMax = WAIT_MS_MAX): WriteQueue {
  const queues = new Map<string, Mutex>();
  const tooLong = new DirectoryFailure('busy', 'too many writes wait for the same resource; try again');
  return {
    async run(key, work) {
      const before = queues.get(key);
      const mutex = before ?? new Mutex();
      queues.set(key, mutex);
      // Nearly every write waits for nobody, and needs no timer.
      const release = await (before === undefined ? mutex : withTimeout(mutex, waitMsMax, tooLong)).acquire();
      try {
        return await work();
      } finally {
        release();
        if (!mutex.isLocked()) queues.delete(key);
      }
    },
  };
}
