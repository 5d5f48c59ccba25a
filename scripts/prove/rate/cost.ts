// Owns measuring what the rate limiter itself costs a request, in this process and without HTTP.
import type { Connection } from '../../../src/http/connection';
import { createRateLimiter } from '../../../src/http/rate-limit';

const CALLS = 200_000;

/** Microseconds of CPU for each admitted request. */
export async function admitCostUs(): Promise<number> {
  const limiter = createRateLimiter();
  const rateLimit = { requestsPerSecond: CALLS, burst: CALLS };
  // The limiter looks at nothing else of a connection.
  const connection = { id: 'cost', customer: { id: 'cost' }, rateLimit } as Connection;
  for (let call = 0; call < CALLS / 10; call += 1) await limiter.admit(connection, 1, false);
  const before = process.cpuUsage();
  for (let call = 0; call < CALLS; call += 1) await limiter.admit(connection, 1, false);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}
