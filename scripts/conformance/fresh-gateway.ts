// Owns a gateway made for one suite: nothing in it, no limit of rate in the way, and a person behind the token for /Me.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGatewayProcess } from '../prove/gateway-process';
import type { Target } from './suite';

/** Who /Me is (RFC 7644 §3.11), where somebody of that name is created; else it answers 404. */
export const MYSELF = 'myself@conformance.example';

const CONFIG = {
  customers: [
    { id: 'default', connections: [{ name: 'suite', token: { env: 'SUITE_TOKEN' }, user: MYSELF }] },
  ],
};

/** @param folder temporary and empty */
export async function onFreshGateway<T>(folder: string, work: (target: Target) => Promise<T>): Promise<T> {
  const token = randomBytes(32).toString('hex');
  const config = join(folder, 'gateway.json');
  writeFileSync(config, JSON.stringify(CONFIG));
  const gateway = await startGatewayProcess({
    dataDir: join(folder, 'data'),
    env: {
      GATEWAY_CONFIG: config,
      SUITE_TOKEN: token,
      // A suite sends all it has at once; what too much of it is answered is the business of tests of its own.
      GATEWAY_LIMIT_REQUESTS_PER_SECOND: '10000',
      GATEWAY_LIMIT_REQUEST_BURST: '1000000',
    },
  });
  try {
    return await work({ baseUrl: gateway.baseUrl, rootUrl: gateway.rootUrl, token });
  } finally {
    await gateway.stop();
  }
}
