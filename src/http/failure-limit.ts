// How often one client may fail to prove itself before it is told to slow down.
//
// Whoever can prove itself is never kept waiting: a client id is no secret, and behind a proxy all clients have one address,
// so that a stranger's failures would stop the disables of a whole firm. What keeps secrets from being guessed is their
// length, 32 characters at least (RFC 6749 §10.10). Counted in memory, on purpose, by all processes of one gateway together
// (limit-counts.ts), and in a fixed number of places, however many names are tried: two that share one share their count.

import { createHash } from 'node:crypto';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { OAuthFailure } from '../oauth/failure';

const WINDOW_S = 60;
const FAILURES_FROM_ONE_ADDRESS_MAX = 20;
const FAILURES_MAX = 100;

/** Places of each count: names are anybody's choice, memory is not. */
const PLACES = 4_096;

export interface FailureLimit {
  /**
   * Counts one failure, whether or not there is such a client.
   *
   * @throws OAuthFailure `slow_down` with `Retry-After` where there were too many before
   */
  count(client: string, address: string): Promise<void>;
}

/** Where something is to be proved; each has a count of its own. */
type Door = 'token-endpoint' | 'admin';

/** Plain, so that another process can be asked. */
export interface FailureQuestion {
  readonly kind: 'failure';
  readonly door: Door;
  readonly client: string;
  readonly address: string;
}

/** Milliseconds to wait before the next try; 0: none. */
export type FailureCounts = (question: FailureQuestion) => Promise<number>;

export function createFailureLimit(door: Door, counts: FailureCounts = createFailureCounts()): FailureLimit {
  return {
    async count(client, address) {
      const waitMs = await counts({ kind: 'failure', door, client, address });
      if (waitMs > 0) throw slowDown(waitMs);
    },
  };
}

/** In the memory of this process. */
export function createFailureCounts(): FailureCounts {
  const ofAddress = new RateLimiterMemory({ points: FAILURES_FROM_ONE_ADDRESS_MAX, duration: WINDOW_S });
  const ofAll = new RateLimiterMemory({ points: FAILURES_MAX, duration: WINDOW_S });
  return async ({ door, client, address }) => {
    const one = await ofAddress.penalty(placeOf(door, client, address));
    const all = await ofAll.penalty(placeOf(door, client));
    return Math.max(waitAfter(one, FAILURES_FROM_ONE_ADDRESS_MAX), waitAfter(all, FAILURES_MAX));
  };
}

/** Milliseconds to wait; 0: none. */
function waitAfter({ consumedPoints, msBeforeNext }: RateLimiterRes, max: number): number {
  return consumedPoints > max ? Math.max(1, msBeforeNext) : 0;
}

/** Those of one door are no place of another. */
function placeOf(door: Door, ...parts: readonly string[]): string {
  return `${door}/${createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE() % PLACES}`;
}

function slowDown(waitMs: number): OAuthFailure {
  return new OAuthFailure('slow_down', 'too many failed attempts of this client; wait before the next one', {
    'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1_000))),
  });
}
