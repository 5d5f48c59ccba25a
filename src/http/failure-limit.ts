// How often one client may fail to prove itself, so that a secret cannot be guessed by trying.
//
// Counted in the memory of one process, on purpose: a guess at 256 random bits is hopeless at any number of processes. By
// address first, so that who guesses does not shut out the client itself; for all addresses together at a higher count.

import { createHash } from 'node:crypto';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { OAuthFailure } from '../oauth/failure';

const WINDOW_S = 60;
const FAILURES_FROM_ONE_ADDRESS_MAX = 20;
const FAILURES_MAX = 100;

export interface FailureLimit {
  /** @throws OAuthFailure `slow_down` with `Retry-After`, whether or not there is such a client */
  assertBelow(client: string, address: string): Promise<void>;
  count(client: string, address: string): Promise<void>;
}

export function createFailureLimit(): FailureLimit {
  const ofAddress = new RateLimiterMemory({ points: FAILURES_FROM_ONE_ADDRESS_MAX, duration: WINDOW_S });
  const ofAll = new RateLimiterMemory({ points: FAILURES_MAX, duration: WINDOW_S });
  return {
    async assertBelow(client, address) {
      const [one, all] = [await ofAddress.get(keyOf(client, address)), await ofAll.get(keyOf(client))];
      const full = [waitAfter(one, FAILURES_FROM_ONE_ADDRESS_MAX), waitAfter(all, FAILURES_MAX)];
      const waitMs = Math.max(...full);
      if (waitMs > 0) throw slowDown(waitMs);
    },
    async count(client, address) {
      await ofAddress.penalty(keyOf(client, address));
      await ofAll.penalty(keyOf(client));
    },
  };
}

/** Milliseconds to wait; 0: none. */
function waitAfter(counted: RateLimiterRes | null, max: number): number {
  return counted !== null && counted.consumedPoints >= max ? counted.msBeforeNext : 0;
}

/** Of one length, whatever a client calls itself. */
function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

function slowDown(waitMs: number): OAuthFailure {
  return new OAuthFailure('slow_down', 'too many failed attempts of this client; wait before the next one', {
    'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1_000))),
  });
}
