// Looks again and again for what admins must know and nobody tells: raises alerts and ends those that are over. Must not know how they are told.
//
// One gateway at a time does it, by a lease in the database. What it finds is raised under a key that is unique among the
// alerts under way, so that another gateway which takes over in the middle counts at most twice and raises nothing twice.

import { incompleteUsersAlert, isSilent, silentIdpAlert } from '../directory/alert-kinds';
import type { Processes } from '../directory/health';
import type { Leases } from '../directory/lease';
import type { AwaitedConnection } from '../directory/silence';
import type { Pace } from './pace';
import { end, raise } from './raising';
import { watchRefusals, watchStrangers, type RefusalServices } from './watch-refusals';
import { heldLease, reasonOf, type Work } from './worker';

interface IncompletePeople {
  incomplete(
    customer: string,
    query: { readonly unchangedSince: Date; readonly most: number },
  ): Promise<{ readonly count: number; readonly people: readonly { readonly fullName: string }[] }>;
}

export interface WatchServices extends RefusalServices {
  readonly people: IncompletePeople;
  readonly connections: (customer: string) => Promise<readonly AwaitedConnection[]>;
  readonly processes: Processes;
  readonly leases: Leases;
  readonly customers: readonly { readonly id: string; readonly incompleteMinutes: number }[];
  /** Of this process, and of no other that ever was. */
  readonly holder: string;
  readonly self: { readonly host: string; readonly version: string; readonly startedAt: Date };
  readonly pace: Pace;
  readonly isAvailable: () => boolean;
}

/** As many names as fit a sentence. */
const NAMES_MAX = 5;

type Watched = WatchServices['customers'][number];

export function watchWork(services: WatchServices): Work {
  const { leases, holder, pace, processes, self, logger, isAvailable } = services;
  const lease = heldLease(leases, { name: 'watch', holder, leaseMs: leaseMsOf(pace) });
  // Per process on purpose: only whoever has the lease counts, and another one that takes it over counts at once.
  let countAt = 0;

  return {
    async step(stopping) {
      if (!isAvailable()) return false;
      await processes.seen({ id: holder, ...self });
      if (!(await lease.isHeld())) {
        countAt = 0;
        return false;
      }
      const isCounting = Date.now() >= countAt;
      if (isCounting) countAt = Date.now() + pace.countEveryMs;
      for (const customer of services.customers) {
        if (stopping.aborted) return false;
        // What fails of one customer must not hide what happens to another.
        await look(services, customer, isCounting).catch((error: unknown) => {
          logger.warn('alerts: a look at a customer failed', {
            customer: customer.id,
            reason: reasonOf(error),
          });
        });
      }
      await watchStrangers(services);
      return false;
    },
    async end() {
      if (!isAvailable()) return;
      await Promise.all([lease.release(), processes.gone(holder).catch(() => undefined)]);
    },
  };
}

/** Long enough for two looks; short enough that another gateway takes over within a minute. */
function leaseMsOf({ watchEveryMs, leaseMs }: Pace): number {
  return Math.min(Math.max(leaseMs, watchEveryMs * 2), 30_000);
}

async function look(services: WatchServices, customer: Watched, isCounting: boolean): Promise<void> {
  await watchRefusals(services, customer.id);
  await watchSilence(services, customer.id);
  if (isCounting) await watchIncomplete(services, customer);
}

async function watchSilence(services: WatchServices, customer: string): Promise<void> {
  const { alerts, connections, now } = services;
  const awaited = await connections(customer);
  const silent = awaited.filter(
    ({ seenAt, syncMinutes }) => seenAt !== null && isSilent(seenAt, syncMinutes, now()),
  );
  const open = await alerts.underWay(customer, 'silent-idp');
  for (const { id, connection } of open) {
    if (silent.some((one) => one.connection === connection)) continue;
    const isAwaited = awaited.some((one) => one.connection === connection);
    const ended = isAwaited
      ? `The connection "${connection}" was heard of again.`
      : `The connection "${connection}" is no longer used.`;
    await end(services, customer, id, ended);
  }
  for (const { connection, seenAt, syncMinutes } of silent) {
    // One that goes on is not repeated: it is the same silence.
    if (seenAt === null || open.some((one) => one.connection === connection)) continue;
    await raise(services, silentIdpAlert(customer, { connection, seenAt, syncMinutes }, now()));
  }
}

async function watchIncomplete(
  services: WatchServices,
  { id: customer, incompleteMinutes }: Watched,
): Promise<void> {
  const { alerts, people, now } = services;
  const unchangedSince = new Date(now().getTime() - incompleteMinutes * 60_000);
  const { count, people: some } = await people.incomplete(customer, { unchangedSince, most: NAMES_MAX });
  const [open] = await alerts.underWay(customer, 'incomplete-users');
  if (count === 0) {
    if (open !== undefined)
      await end(services, customer, open.id, 'Nobody is incomplete for so long any more.');
    return;
  }
  if (open?.count === count) return;
  const names = some.map(({ fullName }) => fullName);
  await raise(services, incompleteUsersAlert(customer, { count, names, minutes: incompleteMinutes }, now()));
}
