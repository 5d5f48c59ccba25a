// A worker's side of the channel to its primary: its orders, when to end, what limits count. Must not know what the worker serves.

import type { Worker } from 'node:cluster';
import type { LimitCounts } from '../../http/limit-counts';
import type { ToPrimary, ToWorker, WorkerOrders } from './messages';
import { sharedCounts } from './shared-counts';

export interface PrimaryLink {
  readonly orders: Promise<WorkerOrders>;
  /** The primary says so, or is gone. */
  readonly ending: AbortSignal;
  readonly limitCounts: LimitCounts;
  /** Resolves when it is on its way, or cannot be sent any more. */
  readonly tell: (message: ToPrimary) => Promise<void>;
}

/** To be called at once: nothing that the primary says may be missed. */
export function linkToPrimary(worker: Worker): PrimaryLink {
  const ending = new AbortController();
  const { counts, answered, giveBack } = sharedCounts((batch) => {
    if (!worker.isConnected()) return false;
    void tell(worker, batch);
    return true;
  });
  // Node would end the process here and now; what is under way is answered first.
  worker.once('disconnect', () => {
    worker.exitedAfterDisconnect = true;
    ending.abort(new Error('the primary process ended'));
  });
  const orders = new Promise<WorkerOrders>((resolve) => {
    worker.on('message', (message: ToWorker) => {
      if (message.kind === 'begin') resolve(message.orders);
      else if (message.kind === 'counted') answered(message);
      else if (message.kind === 'take-back')
        void tell(worker, { kind: 'given-back', number: message.number, points: giveBack(message.lease) });
      else ending.abort(new Error('the primary process stops'));
    });
  });
  return { orders, ending: ending.signal, limitCounts: counts, tell: (message) => tell(worker, message) };
}

function tell(worker: Worker, message: ToPrimary): Promise<void> {
  return new Promise((resolve) => {
    // With a callback a channel that is closed is no failure: the primary is gone then, and `disconnect` says so.
    worker.send(message, () => {
      resolve();
    });
  });
}
