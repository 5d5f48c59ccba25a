// How much one connection may ask of a gateway, with a lane of its own for disables; knows no paths and no bodies.
//
// Counted in memory, on purpose: the limit protects the gateway and the database from one connection, and a round trip to
// a shared counter in the database for every request would cost more than it saves. The processes of one gateway count
// together (limit-counts.ts); N gateways allow N times as much.
// Failed authentications are not counted by address: behind a proxy all clients share one, so whoever guesses could shut
// everybody out, and a guess at 256 random bits costs one hash and no look-up.

import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ScimFailure } from '../scim/failure';
import type { Connection, RateLimit } from './connection';

export interface RateLimiter {
  /**
   * Counts a request, or the operations of a bulk request. A weight above what is left is admitted once and owed: until it
   * is paid off, nothing else of its kind passes.
   *
   * @param isDisable counted in the reserved lane, and in the ordinary one only where that is used up
   * @throws ScimFailure 429 with `Retry-After`
   */
  admit(connection: Connection, weight: number, isDisable: boolean): Promise<void>;
  /**
   * Counts a body that must be read before it can be told whether it disables somebody. Far above the ordinary limit: it
   * bounds the work on bodies that are refused afterwards.
   *
   * @throws ScimFailure 429 with `Retry-After`
   */
  admitBody(connection: Connection): Promise<void>;
}

/** Plain, so that another process can be asked. */
export interface RateQuestion {
  readonly kind: 'rate';
  /** Whose count it is: one connection of one customer. */
  readonly of: string;
  readonly limit: RateLimit;
  readonly asked: 'ordinary' | 'disable' | 'body';
  readonly weight: number;
}

/** Milliseconds until it is worth asking again; 0 where it was counted and passes. */
export type RateCounts = (question: RateQuestion) => Promise<number>;

const SECOND_S = 1;
const BURST_S = 60;
/** Bodies read for each request that is allowed. Reading and refusing one costs about a twentieth of an ordinary write. */
const BODIES_PER_REQUEST = 20;
/** Longer than the largest bulk request can be owed: 10,000 operations at 25 a second. */
const FORGOTTEN_AFTER_MS = 3_600_000;

interface Lane {
  consume(weight: number): Promise<void>;
}

interface Lanes {
  readonly ordinary: Lane;
  readonly reserved: Lane;
  readonly bodies: Lane;
}

export function createRateLimiter(counts: RateCounts = createRateCounts()): RateLimiter {
  const ask = async (
    { id, customer, rateLimit: limit }: Connection,
    asked: RateQuestion['asked'],
    weight: number,
  ): Promise<void> => {
    const waitMs = await counts({ kind: 'rate', of: `${customer.id}/${id}`, limit, asked, weight });
    if (waitMs > 0) throw tooManyRequests(limit, waitMs);
  };
  return {
    admit: (connection, weight, isDisable) => ask(connection, isDisable ? 'disable' : 'ordinary', weight),
    admitBody: (connection) => ask(connection, 'body', 1),
  };
}

/** In the memory of this process. */
export function createRateCounts(clock: () => number = () => performance.now()): RateCounts {
  const known = new Map<string, { readonly lanes: Lanes; usedAt: number }>();
  const lanesOf = ({ of, limit }: RateQuestion): Lanes => {
    const now = clock();
    const found = known.get(of);
    if (found !== undefined) {
      found.usedAt = now;
      return found.lanes;
    }
    // Connections come and go; whatever one asked so long ago is paid off.
    for (const [other, { usedAt }] of known) if (now - usedAt > FORGOTTEN_AFTER_MS) known.delete(other);
    const lanes = createLanes(limit);
    known.set(of, { lanes, usedAt: now });
    return lanes;
  };
  return async (question) => {
    const { asked, weight } = question;
    const lanes = lanesOf(question);
    if (asked === 'body') return waitFor(lanes.bodies, weight);
    if (asked === 'disable' && (await waitFor(lanes.reserved, weight)) === 0) return 0;
    return waitFor(lanes.ordinary, weight);
  };
}

/** The reserved lane is as wide as the ordinary one: a mass disable passes even while the connection creates at full speed. */
function createLanes(limit: RateLimit): Lanes {
  const points = limit.requestsPerSecond * BODIES_PER_REQUEST + limit.burst;
  const bodies = new RateLimiterMemory({ points, duration: SECOND_S });
  return {
    ordinary: createLane(limit),
    reserved: createLane(limit),
    bodies: {
      async consume() {
        await bodies.consume('');
      },
    },
  };
}

function createLane({ requestsPerSecond, burst }: RateLimit): Lane {
  const steady = new RateLimiterMemory({ points: requestsPerSecond, duration: SECOND_S });
  const more = new RateLimiterMemory({ points: burst, duration: BURST_S });
  const both = new BurstyRateLimiter(steady, more);
  return {
    async consume(weight) {
      await both.consume('');
      if (weight <= 1) return;
      const { consumedPoints } = await more.penalty('', weight - 1);
      const owed = Math.min(weight - 1, consumedPoints - burst);
      if (owed > 0) await steady.block('', owed / requestsPerSecond);
    },
  };
}

/** Milliseconds until it is worth asking again; 0 where the request passes. */
async function waitFor(lane: Lane, weight: number): Promise<number> {
  try {
    await lane.consume(weight);
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, refusal.msBeforeNext);
  }
}

function tooManyRequests({ requestsPerSecond, burst }: RateLimit, waitMs: number): ScimFailure {
  const seconds = Math.ceil(waitMs / 1_000);
  return new ScimFailure(
    429,
    undefined,
    `too many requests: this connection may send ${requestsPerSecond} a second and ${burst} more in a minute; ` +
      `send this one again in ${seconds} s. Disables and deletes have a limit of their own and still pass`,
    { 'Retry-After': String(seconds) },
  );
}
