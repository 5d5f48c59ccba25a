// Lets writes to the same thing wait for each other inside this process; a courtesy to the database, not what keeps data right.

import { Mutex } from 'async-mutex';

export interface WriteQueue {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Without it, 64 clients adding members to one group spend their time in aborted transactions. */
export function createWriteQueue(): WriteQueue {
  const queues = new Map<string, Mutex>();
  return {
    async run(key, work) {
      const mutex = queues.get(key) ?? new Mutex();
      queues.set(key, mutex);
      const release = await mutex.acquire();
      try {
        return await work();
      } finally {
        release();
        if (!mutex.isLocked()) queues.delete(key);
      }
    },
  };
}
