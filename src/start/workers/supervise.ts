// Keeps n workers running on one port: begins them, brings back those that ended by themselves, ends them all. Must not know what they serve.
//
// The first one prepares the database alone and is then joined by the others; it also does what goes on beside requests
// (start.ts), and so does the one that comes in its place: n workers ask an idle database no more than one does.

import type { Logger } from '../../log/logger';
import { pause } from '../../delivery/worker';
import type { WorkerOrders } from './messages';
import { runWorker } from './run-worker';
import { createSharedLimits, type SharedLimits } from './shared-limits';

const PAUSE_MS_FIRST = 100;
const PAUSE_MS_MAX = 10_000;
/** Who lived so long did not end because of how it began: the next pause is short again. */
const STEADY_MS = 60_000;

export interface SuperviseOptions {
  readonly count: number;
  readonly orders: Omit<WorkerOrders, 'number' | 'isPrepared'>;
  readonly logger: Logger;
}

export interface Workers {
  /** Resolves with the public URL when the first one takes requests. @throws Error why it cannot */
  readonly listening: Promise<string>;
  /** Resolves when all of them are ready. @throws Error why one cannot begin at all */
  readonly prepared: Promise<void>;
  /** Resolves when all have ended. @throws Error naming one that did not end in order */
  stop(): Promise<void>;
}

interface Place extends SuperviseOptions {
  readonly number: number;
  readonly from: Promise<void>;
  readonly limits: SharedLimits;
  readonly ending: AbortSignal;
  readonly onListening: (publicUrl: string) => void;
}

interface Kept {
  readonly ready: Promise<void>;
  /** Resolves at the end, with what was not in order. @throws Error why none can begin here */
  readonly done: Promise<string | undefined>;
}

export function superviseWorkers(options: SuperviseOptions): Workers {
  const ending = new AbortController();
  const limits = createSharedLimits();
  let onListening: (publicUrl: string) => void = () => undefined;
  const hasListened = new Promise<string>((resolve) => {
    onListening = resolve;
  });
  const keep = (number: number, from: Promise<void>): Kept =>
    keepWorker({ ...options, number, from, limits, ending: ending.signal, onListening });
  const first = keep(1, Promise.resolve());
  const kept = [first];
  for (let number = 2; number <= options.count; number += 1) kept.push(keep(number, first.ready));
  const prepared = begun(kept);
  const listening = Promise.race([hasListened, prepared.then(() => hasListened)]);
  return {
    listening,
    prepared,
    async stop() {
      ending.abort();
      // Why one could not begin is told by `prepared`.
      const ends = await Promise.all(kept.map(({ done }) => done.catch(() => undefined)));
      const faults = ends.filter((fault) => fault !== undefined);
      if (faults.length > 0) throw new Error(faults.join('; '));
    },
  };
}

/** All are ready, or one of them ended for good. */
async function begun(kept: readonly Kept[]): Promise<void> {
  await Promise.race([Promise.all(kept.map(({ ready }) => ready)), ...kept.map(({ done }) => done)]);
}

function keepWorker(place: Place): Kept {
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  return { ready, done: keepRunning(place, onReady) };
}

async function keepRunning(place: Place, onReady: () => void): Promise<string | undefined> {
  const { number, orders, logger, ending } = place;
  const begun = { wasReady: false };
  for (let nextStartMs = PAUSE_MS_FIRST; ; nextStartMs = Math.min(2 * nextStartMs, PAUSE_MS_MAX)) {
    const ended = await runWorker({
      ...place,
      orders: { ...orders, number, isPrepared: number !== 1 || begun.wasReady },
      onReady: (pid) => {
        logger.info('a worker is ready', { worker: number, pid });
        begun.wasReady = true;
        onReady();
      },
    });
    const { pid, how, livedMs } = ended;
    if (ending.aborted) return ended.isInOrder ? undefined : `worker ${number}: ${how}`;
    if (!begun.wasReady && (ended.isTold || !ended.hasListened)) throw new Error(`worker ${number}: ${how}`);
    if (livedMs > STEADY_MS) nextStartMs = PAUSE_MS_FIRST;
    logger.error('a worker ended by itself and is started again', { worker: number, pid, how, nextStartMs });
    await pause(nextStartMs, ending);
    if (isAborted(ending)) return undefined;
  }
}

/** It changes while somebody waits, which the compiler does not see. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}
