// kill -9 of the real process under load, a few times: nothing acknowledged is lost, nothing is half-written (K1, K3, K4).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cycle, gatewayOn, runCycles, type Victim } from '../../scripts/prove/crash/cycles';
import { startEmbeddedMongod } from '../../src/store/embedded/mongod';

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

describe('a gateway killed under load', () => {
  it('with or without its mongod keeps what it acknowledged, and the check notices planted damages', async () => {
    const cycles = await killed(['all', 'mongod', 'gateway'], join(folder, 'own'));
    expect(cycles.map(({ victim }) => victim)).toEqual(['all', 'mongod', 'gateway']);
  }, 60_000);

  it('beside a database that lives on leaves nothing there that holds up the next one', async () => {
    const mongod = await startEmbeddedMongod({
      dataDir: join(folder, 'database'),
      mongodBinary: process.env['MONGOD_BINARY'] ?? null,
    });
    const uri = new URL(mongod.uri);
    uri.pathname = '/crash';
    try {
      await killed(['gateway', 'gateway'], join(folder, 'elsewhere'), { MONGODB_URI: uri.href });
    } finally {
      await mongod.stop();
    }
  }, 60_000);
});

async function killed(
  victims: readonly Victim[],
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Cycle[]> {
  const seed = Date.now() % 1_000_000;
  const cycles: Cycle[] = [];
  const faults = await runCycles({
    victims,
    clients: 16,
    loadMsMin: 800,
    loadMsMax: 1_500,
    writesPerSecondMin: WRITES_PER_SECOND_MIN,
    seed,
    start: gatewayOn(dataDir, { ...TOKENS, ...env }),
    onCycle: (cycle) => cycles.push(cycle),
  });
  if (faults.length > 0) console.error(`seed ${seed}`, cycles);
  expect(faults).toEqual([]);
  return cycles;
}
