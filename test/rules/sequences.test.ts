// Random sequences of provisioning calls through eight customers with all rules between them (issue 4; reliability.md V13), a few of many thousand.

import { createFirms, configurationOf } from '../../scripts/prove/sequences/firms';
import { unnoticedDamages } from '../../scripts/prove/sequences/plants';
import { runSequences } from '../../scripts/prove/sequences/run';
import { startTestGateway, type TestGateway } from '../http/gateway';

const SEQUENCES = 30;
const TEST_MS_MAX = 60_000;
const seed = Number(process.env['SEQUENCES_SEED'] ?? (Date.now() % 1_000_000) + 1);

describe(`random sequences of provisioning calls, SEQUENCES_SEED=${seed}`, () => {
  const firms = createFirms();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(configurationOf(firms));
  });

  afterAll(() => gateway.close());

  it('would be noticed if they broke a rule: each planted damage is', async () => {
    expect(await unnoticedDamages(gateway.baseUrl, gateway.database, firms)).toEqual([]);
  });

  it(
    'break no rule of the model, and enable no disabled user without an explicit active true',
    async () => {
      const { baseUrl, database } = gateway;
      const run = { baseUrl, database, firms, seed, sequences: SEQUENCES, onProgress: () => undefined };
      expect((await runSequences(run)).stories).toEqual([]);
    },
    TEST_MS_MAX,
  );
});
