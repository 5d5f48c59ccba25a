// How much one connection may ask of a gateway, with a lane of its own for disables; knows no paths and no bodies.
//
// Counted in memory, on purpose: the limit protects the gateway and the database from one connection, and a round trip to
// a shared counter in the database for every request would cost more than it saves. The processes of one gateway count
// together (start/workers); N gateways allow N times as much.
// Failed authentications are not counted by address: behind a proxy all clients share one, so whoever guesses could shut
// everybody out, and a guess at 256 random bits costs one hash and no look-up.

import { ScimFailure } from '../scim/failure';
import type { Connection, RateLimit } from './connection';
import { createRateCounts, type RateCounts, type RateQuestion } from './rate-counts';

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
