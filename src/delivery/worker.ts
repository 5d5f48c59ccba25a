// Runs one piece of work again and again until it is told to stop, whatever goes wrong in between. Must not know the work.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Leases } from '../directory/lease';
import type { Logger } from '../log/logger';
import { retryDelayMs, type Pace } from './pace';

export interface Worker {
  /** Resolves when the step under way is over. */
  stop(): Promise<void>;
}

interface WorkOptions {
  /** What the log calls it. */
  readonly name: string;
  readonly pace: Pace;
  readonly logger: Logger;
}

export interface Work {
  /** One step; false where there was nothing to do, so that it waits before the next. */
  readonly step: (stopping: AbortSignal) => Promise<boolean>;
  /** Gives back what it holds; must not fail. */
  readonly end: () => Promise<void>;
}

export function startWorker({ name, pace, logger }: WorkOptions, { step, end }: Work): Worker {
  const stopping = new AbortController();
  const running = work().then(end);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };

  async function work(): Promise<void> {
    const { signal } = stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        const isBusy = await step(signal);
        failures = 0;
        if (!isBusy) await pause(pace.lookEveryMs, signal);
      } catch (error) {
        logger.warn(`${name}: failed, and is tried again`, { reason: reasonOf(error) });
        await pause(
          retryDelayMs({ ...pace, retryMaxMs: Math.min(pace.retryMaxMs, 30_000) }, failures),
          signal,
        );
        failures += 1;
      }
    }
  }
}

/** Ends early where the work is to stop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A lease that is renewed while work goes on. */
export interface HeldLease {
  /** Renews it where it is time. @returns false where another gateway has it */
  readonly isHeld: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

export function heldLease(
  leases: Leases,
  { name, holder, leaseMs }: { readonly name: string; readonly holder: string; readonly leaseMs: number },
): HeldLease {
  let isMine = false;
  let askAt = 0;
  return {
    async isHeld() {
      const now = Date.now();
      if (now < askAt) return isMine;
      isMine = await leases.hold(name, holder, leaseMs);
      // Counted from before it was asked, so that the lease is never thought to be longer than it is.
      askAt = now + leaseMs / 4;
      return isMine;
    },
    async release() {
      if (isMine) await leases.release(name, holder).catch(() => undefined);
      isMine = false;
      askAt = 0;
    },
  };
}
