// How much one connection may ask of this process, with a lane of its own for disables; knows no paths and no bodies.
//
// Counted in the memory of one process, on purpose: the limit protects the process and the database from one connection.
// A round trip to a shared counter for every request would cost more than it saves. N processes allow N times as much.
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

const SECOND_S = 1;
const BURST_S = 60;
/** Bodies read for each request that is allowed. Reading and refusing one costs about a twentieth of an ordinary write. */
const BODIES_PER_REQUEST = 20;

interface Lane {
  consume(weight: number): Promise<void>;
}

interface Lanes {
  readonly ordinary: Lane;
  readonly reserved: Lane;
  readonly bodies: Lane;
}

export function createRateLimiter(): RateLimiter {
  // By the connection's own object: what was counted of a connection that is removed goes with it.
  const lanes = new WeakMap<RateLimit, Lanes>();
  const lanesOf = ({ rateLimit }: Connection): Lanes => {
    const known = lanes.get(rateLimit) ?? createLanes(rateLimit);
    lanes.set(rateLimit, known);
    return known;
  };
  return {
    async admit(connection, weight, isDisable) {
      const { ordinary, reserved } = lanesOf(connection);
      const wait = (lane: Lane): Promise<number> => waitFor(lane, weight);
      const waitMs = isDisable && (await wait(reserved)) === 0 ? 0 : await wait(ordinary);
      if (waitMs > 0) throw tooManyRequests(connection.rateLimit, waitMs);
    },
    async admitBody(connection) {
      const waitMs = await waitFor(lanesOf(connection).bodies, 1);
      if (waitMs > 0) throw tooManyRequests(connection.rateLimit, waitMs);
    },
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
