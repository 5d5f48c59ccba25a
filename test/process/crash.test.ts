// kill -9 of the real process under load, a few times: nothing acknowledged is lost, nothing is half-written (K1, K3, K4).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cycle, gatewayOn, runCycles, type Victim } from '../../scripts/prove/crash/cycles';

const TOKENS = { SCIM_BEARER_TOKEN: 'scim-token-of-the-crash-test-0123456789' };
/** Half of what the proof asks for: other tests run on the same machine at the same time. */
const WRITES_PER_SECOND_MIN = 25;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-crash-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 100 });
});

it('a gateway killed under load, with or without its mongod, keeps what it acknowledged', async () => {
  const seed = Date.now() % 1_000_000;
  const victims: readonly Victim[] = ['all', 'mongod', 'gateway'];
  const cycles: Cycle[] = [];
  const faults = await runCycles({
    victims,
    clients: 16,
    loadMsMin: 800,
    loadMsMax: 1_500,
    writesPerSecondMin: WRITES_PER_SECOND_MIN,
    seed,
    start: gatewayOn(join(folder, 'data'), TOKENS),
    onCycle: (cycle) => cycles.push(cycle),
  });
  console.log(`seed ${seed}`, cycles);
  expect(faults).toEqual([]);
  expect(cycles.map(({ victim }) => victim)).toEqual(victims);
}, 90_000);
