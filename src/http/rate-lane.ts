// One lane of a connection's limit: what passes in a second and the burst beside it, counted in memory. Knows neither connections nor who asks.

import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from './connection';

/** Points of the second that is on: counted already, for somebody else to let as many requests pass. */
export interface RateLease {
  readonly points: number;
  /** When the second is over nothing passes by them any more. */
  readonly forMs: number;
}

export interface RateLane {
  /** Milliseconds until it is worth asking again; 0 where it was counted and passes. */
  consume(weight: number): Promise<number>;
  /** Whether the next request would have to be of the burst, or is refused. */
  isSpent(): Promise<boolean>;
  /** A share of what this second still has, never of the burst; undefined where that is too little to share. */
  lease(): Promise<RateLease | undefined>;
  /** Of this second, points that were leased and not used. */
  giveBack(points: number): Promise<void>;
}

const SECOND_S = 1;
const BURST_S = 60;
/** Bodies read for each request that is allowed. Reading and refusing one costs about a twentieth of an ordinary write. */
const BODIES_PER_REQUEST = 20;
/** Of what is left, one lease is one part: several processes find something, and what the last requests need is not shared. */
const LEASE_PARTS = 4;

export function createLane({ requestsPerSecond, burst }: RateLimit): RateLane {
  const steady = new RateLimiterMemory({ points: requestsPerSecond, duration: SECOND_S });
  const more = new RateLimiterMemory({ points: burst, duration: BURST_S });
  const both = new BurstyRateLimiter(steady, more);
  return {
    ...leasing(steady),
    consume: (weight) =>
      waitOf(async () => {
        await both.consume('');
        if (weight <= 1) return;
        const { consumedPoints } = await more.penalty('', weight - 1);
        const owed = Math.min(weight - 1, consumedPoints - burst);
        if (owed > 0) await steady.block('', owed / requestsPerSecond);
      }),
  };
}

/** Of bodies that are read before it can be told what they ask. */
export function createBodiesLane({ requestsPerSecond, burst }: RateLimit): RateLane {
  const points = requestsPerSecond * BODIES_PER_REQUEST + burst;
  const bodies = new RateLimiterMemory({ points, duration: SECOND_S });
  return { ...leasing(bodies), consume: () => waitOf(() => bodies.consume('')) };
}

function leasing(second: RateLimiterMemory): Omit<RateLane, 'consume'> {
  return {
    async isSpent() {
      const now = await second.get('');
      return now !== null && now.remainingPoints < 1;
    },
    async lease() {
      const now = await second.get('');
      const points = now === null ? 0 : Math.floor(now.remainingPoints / LEASE_PARTS);
      if (points < 1) return undefined;
      const { consumedPoints, msBeforeNext } = await second.penalty('', points);
      return consumedPoints > second.points ? undefined : { points, forMs: msBeforeNext };
    },
    async giveBack(points) {
      const now = await second.get('');
      // Where more was asked than there is, or something is owed, there is nothing to be had back.
      if (now !== null && now.consumedPoints <= second.points) await second.reward('', points);
    },
  };
}

async function waitOf(consume: () => Promise<unknown>): Promise<number> {
  try {
    await consume();
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, refusal.msBeforeNext);
  }
}
