// The limit of one connection by itself: what it counts, what is owed, and what has a lane of its own.

import type { Connection } from '../../src/http/connection';
import { createRateLimiter, type RateLimiter } from '../../src/http/rate-limit';
import { ScimFailure } from '../../src/scim/failure';

const LIMIT = { requestsPerSecond: 25, burst: 10 };
const BUDGET = LIMIT.requestsPerSecond + LIMIT.burst;

/** The limiter looks at nothing else of a connection. */
function connection(name: string): Connection {
  return { id: name, customer: { id: 'ajuba' }, rateLimit: { ...LIMIT } } as Connection;
}
const IDP = connection('idp');

async function outcomeOf(asked: Promise<void>): Promise<'passed' | ScimFailure> {
  try {
    await asked;
    return 'passed';
  } catch (error) {
    if (error instanceof ScimFailure) return error;
    throw error;
  }
}

async function passed(times: number, ask: () => Promise<void>): Promise<number> {
  let count = 0;
  for (let sent = 0; sent < times; sent += 1) if ((await outcomeOf(ask())) === 'passed') count += 1;
  return count;
}

describe('a rate limiter', () => {
  let limiter: RateLimiter;
  beforeEach(() => {
    limiter = createRateLimiter();
  });

  it('lets the requests of a second and the burst pass, and no more', async () => {
    expect(await passed(200, () => limiter.admit(IDP, 1, false))).toBe(BUDGET);
  });

  it('refuses with 429, an integer Retry-After and words that say the limit', async () => {
    await passed(BUDGET, () => limiter.admit(IDP, 1, false));
    const refusal = await outcomeOf(limiter.admit(IDP, 1, false));
    expect(refusal).toMatchObject({ status: 429, headers: { 'Retry-After': '1' } });
    expect(JSON.stringify(refusal)).toContain('may send 25 a second and 10 more in a minute');
  });

  it('lets disables pass where nothing else does, and takes their surplus from what is ordinary', async () => {
    expect(await passed(200, () => limiter.admit(IDP, 1, true))).toBe(2 * BUDGET);
    expect(await passed(1, () => limiter.admit(IDP, 1, false))).toBe(0);
    const other = connection('other');
    await passed(200, () => limiter.admit(other, 1, false));
    expect(await passed(200, () => limiter.admit(other, 1, true))).toBe(BUDGET);
  });

  it('counts every connection for itself', async () => {
    await passed(200, () => limiter.admit(IDP, 1, false));
    const other = connection('other');
    expect(await passed(200, () => limiter.admit(other, 1, false))).toBe(BUDGET);
  });

  it('lets a bulk request above what is left pass once, and then waits until it is paid off', async () => {
    expect(await outcomeOf(limiter.admit(IDP, 100, false))).toBe('passed');
    // 99 beyond the first, 10 of them from the burst, at 25 a second.
    expect(await outcomeOf(limiter.admit(IDP, 1, false))).toMatchObject({ headers: { 'Retry-After': '4' } });
    expect(await outcomeOf(limiter.admit(IDP, 100, true))).toBe('passed');
  });

  it('counts a bulk request within the burst as nothing that is owed', async () => {
    expect(await outcomeOf(limiter.admit(IDP, 1 + LIMIT.burst, false))).toBe('passed');
    expect(await passed(100, () => limiter.admit(IDP, 1, false))).toBe(LIMIT.requestsPerSecond - 1);
  });

  it('reads many more bodies than it lets pass, but not without end', async () => {
    expect(await passed(2_000, () => limiter.admitBody(IDP))).toBe(
      20 * LIMIT.requestsPerSecond + LIMIT.burst,
    );
  });
});
