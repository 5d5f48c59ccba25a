// The count of failed proofs by itself: what it says when, and that no stranger decides how much memory it takes.

import { createFailureLimit, type FailureLimit } from '../../src/http/failure-limit';
import { OAuthFailure } from '../../src/oauth/failure';

async function isLimited(limit: FailureLimit, client: string, address: string): Promise<boolean> {
  try {
    await limit.count(client, address);
    return false;
  } catch (error) {
    if (error instanceof OAuthFailure && error.code === 'slow_down') return true;
    throw error;
  }
}

async function limitedOf(count: number, attempt: (round: number) => Promise<boolean>): Promise<number> {
  let limited = 0;
  for (let round = 0; round < count; round += 1) if (await attempt(round)) limited += 1;
  return limited;
}

describe('a failure limit', () => {
  it('says slow_down from the 21st failure of one client from one address', async () => {
    const limit = createFailureLimit('token-endpoint');
    expect(await limitedOf(20, () => isLimited(limit, 'idp', '192.0.2.1'))).toBe(0);
    expect(await limitedOf(5, () => isLimited(limit, 'idp', '192.0.2.1'))).toBe(5);
    expect(await limitedOf(5, () => isLimited(limit, 'idp', '192.0.2.2'))).toBe(0);
  });

  it('says slow_down from the 101st failure of one client from anywhere', async () => {
    const limit = createFailureLimit('token-endpoint');
    expect(await limitedOf(100, (round) => isLimited(limit, 'idp', `192.0.2.${round}`))).toBe(0);
    expect(await isLimited(limit, 'idp', '192.0.2.200')).toBe(true);
  });

  it('has a fixed number of places, however many names are tried', async () => {
    const limit = createFailureLimit('token-endpoint');
    // More failures than the places hold, each of a client of its own: some must have met.
    const limited = await limitedOf(4_096 * 20 + 1, (round) =>
      isLimited(limit, `client ${round}`, '192.0.2.1'),
    );
    expect(limited).toBeGreaterThan(0);
  });
});
