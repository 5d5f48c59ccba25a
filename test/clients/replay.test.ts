// Replays every transcript of this folder in-process. The transcripts hold the expectations; the engine judges them.
import { describeFailure, replayToEnd, type StepResult } from '../../scripts/replay/engine';
import { readTranscripts } from '../../scripts/replay/transcript';
import { startTestGateway } from '../http/gateway';

type Gateway = Awaited<ReturnType<typeof startTestGateway>>;

describe.each(readTranscripts(__dirname))('transcript $name', (sequence) => {
  let gateway: Gateway;
  let results: readonly StepResult[];

  beforeAll(async () => {
    gateway = await startTestGateway();
    results = await replayToEnd(sequence, gateway);
  });

  afterAll(() => gateway.close());

  it.each(sequence.steps.map(({ title }, index) => [index + 1, title] as const))('%i %s', (step) => {
    expect(failuresOf(results.filter((result) => result.step === step))).toEqual([]);
  });

  it('holds when it is replayed against the same gateway', async () => {
    expect(failuresOf(await replayToEnd(sequence, gateway))).toEqual([]);
  });
});

function failuresOf(results: readonly StepResult[]): string[] {
  return results.filter(({ outcome }) => outcome !== 'passed').map(describeFailure);
}
