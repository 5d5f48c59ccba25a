// Replays every transcript of this folder in-process. The transcripts hold the expectations; the engine judges them.
import { randomBytes } from 'node:crypto';
import { describeFailure, replayToEnd, type StepResult } from '../../scripts/replay/engine';
import { readTranscripts } from '../../scripts/replay/transcript';
import { startTestGateway, type TestGateway } from '../http/gateway';

// How a client gets its token needs an issuer of JWTs beside the gateway: test/http/authentication.oauth.test.ts.
const NEEDS_MORE = 'entra-oauth';

const SEQUENCES = readTranscripts(__dirname)
  .filter(({ name }) => name !== NEEDS_MORE)
  .map((sequence, index) => ({
    name: sequence.name,
    sequence,
    customer: `client${index}`,
    token: randomBytes(32).toString('hex'),
  }));

let gateway: TestGateway;
beforeAll(async () => {
  // A customer for each sequence, so that none meets what another left.
  const customers = SEQUENCES.map(({ customer }) => ({
    id: customer,
    connections: [{ name: 'idp', token: { env: customer.toUpperCase() } }],
  }));
  gateway = await startTestGateway({
    file: { customers: [...customers, { id: 'default' }] },
    env: Object.fromEntries(SEQUENCES.map(({ customer, token }) => [customer.toUpperCase(), token])),
  });
});
afterAll(() => gateway.close());

describe.each(SEQUENCES)('transcript $name', ({ sequence, token }) => {
  const replayed = (): ReturnType<typeof replayToEnd> =>
    replayToEnd(sequence, { baseUrl: gateway.baseUrl, token });
  let results: readonly StepResult[];
  beforeAll(async () => {
    results = await replayed();
  });

  it.each(sequence.steps.map(({ title }, index) => [index + 1, title] as const))('%i %s', (step) => {
    expect(failuresOf(results.filter((result) => result.step === step))).toEqual([]);
  });

  it('holds when it is replayed against the same gateway', async () => {
    expect(failuresOf(await replayed())).toEqual([]);
  });
});

function failuresOf(results: readonly StepResult[]): string[] {
  return results.filter(({ outcome }) => outcome !== 'passed').map(describeFailure);
}
