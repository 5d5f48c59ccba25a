// Sends what alerts are not told of yet, each place by itself, until it arrives or a day is over. Must not know what raises an alert.
//
// Whatever is untold is kept with the alert itself: nothing is lost between the two. One gateway at a time does it, by a
// lease; a crash after a notice was sent sends it again, under the same id.

import { alertNotice, type Notice, type NoticeFailure, type NoticeSender } from '../directory/notice';
import { noticeFailedAlert } from '../directory/alert-kinds';
import type { Alert, NoticeProgress } from '../directory/alert';
import type { NoticeTarget } from '../directory/alert-words';
import type { AlertStore } from '../directory/alerts';
import type { Leases } from '../directory/lease';
import type { Logger } from '../log/logger';
import type { NoticeSenders } from './notice-senders';
import { retryDelayMs, type Pace } from './pace';
import { heldLease, reasonOf, type Work } from './worker';

export interface NoticeServices {
  readonly alerts: AlertStore;
  readonly senders: NoticeSenders;
  readonly customers: readonly { readonly id: string; readonly name: string }[];
  readonly leases: Leases;
  readonly holder: string;
  readonly pace: Pace;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly publicUrl: string;
  readonly isAvailable: () => boolean;
}

const UNTOLD_AT_A_TIME = 50;

interface Turn extends NoticeServices {
  readonly stopping: AbortSignal;
  readonly isHeld: () => Promise<boolean>;
}

export function noticeWork(services: NoticeServices): Work {
  const { alerts, leases, holder, pace, isAvailable } = services;
  const lease = heldLease(leases, { name: 'notices', holder, leaseMs: pace.leaseMs });
  return {
    async step(stopping) {
      if (!isAvailable() || !(await lease.isHeld())) return false;
      const turn = { ...services, stopping, isHeld: lease.isHeld };
      for (const id of await alerts.customersToTell()) {
        const customer = services.customers.find((known) => known.id === id);
        const senders = customer === undefined ? [] : services.senders(id);
        // A receiver that does not answer holds up none of the others.
        await Promise.all(senders.map((sender) => serve(turn, customer ?? { id, name: id }, sender)));
        await alerts.settleTold(
          id,
          senders.map(({ target }) => target),
        );
      }
      return false;
    },
    async end() {
      if (isAvailable()) await lease.release();
    },
  };
}

async function serve(turn: Turn, customer: Notice['customer'], sender: NoticeSender): Promise<void> {
  const { target } = sender;
  const untold = await turn.alerts.untold(customer.id, target, UNTOLD_AT_A_TIME);
  const retryAt = untold[0]?.notices[target]?.retryAt ?? null;
  if (untold.length === 0 || (retryAt !== null && retryAt > turn.now())) return;
  const own = untold.filter((alert) => alert.kind === 'notice-failed' && alert.target === target);
  await giveUp(turn, customer.id, { target, alerts: own, why: 'not sent there: this is what fails' });
  await sendAll(
    turn,
    customer,
    sender,
    untold.filter((alert) => !own.includes(alert)),
  );
}

async function sendAll(
  turn: Turn,
  customer: Notice['customer'],
  sender: NoticeSender,
  untold: readonly Alert[],
): Promise<void> {
  const { stopping, isHeld, publicUrl } = turn;
  for (let from = 0; from < untold.length; from += sender.batch) {
    // A process that was frozen must not send what another one sent meanwhile.
    if (stopping.aborted || !(await isHeld())) return;
    const batch = untold.slice(from, from + sender.batch);
    const notices = batch.map((alert) => alertNotice(alert, { customer, publicUrl }));
    const failure = await sender.send(notices, stopping);
    if (failure !== null) {
      await failed(turn, { customer: customer.id, sender, waiting: untold.slice(from), failure });
      return;
    }
    await arrived(turn, customer.id, sender.target, batch);
  }
}

async function arrived(
  { alerts, now }: Turn,
  customer: string,
  target: NoticeTarget,
  batch: readonly Alert[],
): Promise<void> {
  const tries = (batch[0]?.notices[target]?.tries ?? 0) + 1;
  const progress = { ...NOT_TRIED, tries, sentAt: now() };
  await alerts.progressed(
    customer,
    batch.map(({ id }) => id),
    target,
    progress,
  );
  await endFailure(alerts, { customer, target, at: now() });
}

/** It arrived there: whatever says that it does not is over. */
export async function endFailure(
  alerts: Pick<AlertStore, 'underWay' | 'end'>,
  { customer, target, at }: { readonly customer: string; readonly target: NoticeTarget; readonly at: Date },
): Promise<void> {
  for (const { id, target: failing } of await alerts.underWay(customer, 'notice-failed')) {
    if (failing === target) await alerts.end(customer, id, { at, ended: 'Notices arrive there again.' });
  }
}

interface Failed {
  readonly customer: string;
  readonly sender: NoticeSender;
  /** First the one that failed. */
  readonly waiting: readonly Alert[];
  readonly failure: NonNullable<NoticeFailure>;
}

/** All that waits for the place waits with the one that failed: it is the place that fails. */
async function failed(turn: Turn, { customer, sender: { target }, waiting, failure }: Failed): Promise<void> {
  const { alerts, now, pace, newId, logger, stopping } = turn;
  // Cut off by the end of this process, not by the receiver: the next one tries at once.
  if (stopping.aborted) return;
  const before = waiting[0]?.notices[target] ?? NOT_TRIED;
  const since = before.failingSince ?? now();
  const tries = before.tries + 1;
  const oldest = now().getTime() - pace.noticeGiveUpMs;
  const tooOld = waiting.filter(({ at }) => at.getTime() <= oldest && before.tries > 0);
  const retryAt = new Date(now().getTime() + retryDelayMs(pace, tries - 1));
  const progress = { ...NOT_TRIED, tries, failingSince: since, why: failure.why, retryAt };
  const again = waiting.filter((alert) => !tooOld.includes(alert)).map(({ id }) => id);
  await alerts.progressed(customer, again, target, progress);
  await giveUp(turn, customer, { target, alerts: tooOld, why: failure.why });
  logger.warn('alerts could not be sent, and are tried again', {
    customer,
    target,
    tries,
    reason: failure.why,
  });
  if (now().getTime() - since.getTime() < pace.noticeFailingMs) return;
  await alerts
    .raise(newId(), noticeFailedAlert(customer, { target, why: failure.why, since }, now()))
    .catch((error: unknown) => {
      logger.warn('an alert could not be raised', { customer, reason: reasonOf(error) });
    });
}

async function giveUp(
  { alerts, now }: Turn,
  customer: string,
  given: { readonly target: NoticeTarget; readonly alerts: readonly Alert[]; readonly why: string },
): Promise<void> {
  if (given.alerts.length === 0) return;
  const progress = { ...NOT_TRIED, why: given.why, givenUpAt: now() };
  await alerts.progressed(
    customer,
    given.alerts.map(({ id }) => id),
    given.target,
    progress,
  );
}

const NOT_TRIED: NoticeProgress = {
  sentAt: null,
  failingSince: null,
  tries: 0,
  why: null,
  retryAt: null,
  givenUpAt: null,
};
