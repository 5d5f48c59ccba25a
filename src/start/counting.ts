// The worker of this process that counts days that are over, looks after the kept counts and gives people from before their place in the list; any number of processes may have one.

import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config';
import { PACE, type Pace } from '../delivery/pace';
import { startWorker, type Worker } from '../delivery/worker';
import { DAY_MS } from '../directory/days';
import type { Logger } from '../log/logger';
import type { Store } from '../store/open-store';

interface CountingServices {
  readonly store: Pick<Store, 'people' | 'days' | 'leases' | 'recount'>;
  readonly logger: Logger;
  readonly isAvailable: () => boolean;
}

/** Told of a long count; a short one needs no words. */
const TELL_EVERY_PEOPLE = 10_000;
const TELL_EVERY_DAYS = 100;
const WRONG_COUNT = 'the kept count of a list was wrong and was put right';
/** Kept in one step, so that a stop waits for no more. */
const DAYS_AT_ONCE = 50;

interface Count {
  readonly customer: string;
  readonly stopping: AbortSignal;
}

/** Whatever two processes count they count alike; the lease only saves the second one the work. */
export function startCounting(
  { customers }: { readonly customers: readonly Pick<Config['customers'][number], 'id'>[] },
  { store, logger, isAvailable }: CountingServices,
  pace: Pace = PACE,
): Worker {
  const holder = randomUUID();
  /** When to look again, by customer. */
  const dueMs = new Map<string, number>();
  const recountDueMs = new Map<string, number>();

  async function count({ customer, stopping }: Count): Promise<boolean> {
    if ((dueMs.get(customer) ?? 0) > Date.now()) return false;
    dueMs.set(customer, Date.now() + pace.countEveryMs);
    const lease = `counting/${customer}`;
    if (!(await store.leases.hold(lease, holder, pace.leaseMs))) return false;
    await prepare({ customer, stopping });
    await lookAfterCounts(customer);
    const kept = await closeDays({ customer, stopping });
    await store.leases.release(lease, holder);
    if (kept === DAYS_AT_ONCE) dueMs.delete(customer);
    return kept === DAYS_AT_ONCE;
  }

  async function prepare({ customer, stopping }: Count): Promise<void> {
    const onProgress = (done: number): void => {
      if (done % TELL_EVERY_PEOPLE === 0)
        logger.info('people are given their place in the list', { customer, done });
    };
    const done = await store.people.prepare(customer, { stopping, onProgress });
    if (done > 0) logger.info('people were given their place in the list', { customer, done });
  }

  /** A tool or a gateway of an earlier version may have stored people or groups and counted none. */
  async function lookAfterCounts(customer: string): Promise<void> {
    if ((recountDueMs.get(customer) ?? 0) > Date.now()) return;
    for (const { list, counted, kept } of await store.recount(customer))
      if (kept !== undefined && kept !== counted) logger.warn(WRONG_COUNT, { customer, list, kept, counted });
    recountDueMs.set(customer, Date.now() + pace.recountEveryMs);
  }

  function closeDays({ customer, stopping }: Count): Promise<number> {
    const onDay = (day: Date): void => {
      if ((day.getTime() / DAY_MS) % TELL_EVERY_DAYS === 0)
        logger.info('days of the past are counted', { customer, day: day.toISOString().slice(0, 10) });
    };
    return store.days.close(customer, { now: new Date(), stopping, onDay, most: DAYS_AT_ONCE });
  }

  const step = async (stopping: AbortSignal): Promise<boolean> => {
    let isBusy = false;
    for (const { id: customer } of customers)
      if (isAvailable() && !stopping.aborted) isBusy = (await count({ customer, stopping })) || isBusy;
    return isBusy;
  };
  return startWorker({ name: 'counting', pace, logger }, { step, end: () => Promise.resolve() });
}
