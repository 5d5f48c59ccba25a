// What a worker asks its primary to count: together where it is asked together, and by itself where nobody answers.

import type { LimitQuestion } from '../../src/http/limit-counts';
import type { CountBatch, Counted } from '../../src/start/workers/messages';
import { sharedCounts } from '../../src/start/workers/shared-counts';

const ask = (client: string): LimitQuestion => ({
  kind: 'failure',
  door: 'admin',
  client,
  address: '192.0.2.1',
});
const counted = (waitMs: number): Counted => ({ waitMs });
/** What is counted here, and nowhere else. */
const HERE_MS = 7;
const own = (): Promise<number> => Promise.resolve(HERE_MS);

describe('a shared count', () => {
  it('asks once for all that is asked in one turn, and gives each its own answer', async () => {
    const sent: CountBatch[] = [];
    const { counts, answered } = sharedCounts((batch) => sent.push(batch) > 0, { own });
    const asked = ['a', 'b', 'c'].map((client) => counts(ask(client)));
    await new Promise(setImmediate);
    const questions = sent.map(({ counts: batch }) => batch.map(({ question }) => question));
    expect(questions).toEqual([['a', 'b', 'c'].map(ask)]);
    answered({ kind: 'counted', batch: sent[0]?.batch ?? 0, counted: [0, 1, 2].map(counted) });
    expect(await Promise.all(asked)).toEqual([0, 1, 2]);
  });

  it('takes answers in any order', async () => {
    const sent: CountBatch[] = [];
    const { counts, answered } = sharedCounts((batch) => sent.push(batch) > 0, { own });
    const first = counts(ask('a'));
    await new Promise(setImmediate);
    const second = counts(ask('b'));
    await new Promise(setImmediate);
    for (const { batch } of sent.toReversed())
      answered({ kind: 'counted', batch, counted: [counted(batch)] });
    expect(await Promise.all([first, second])).toEqual(sent.map(({ batch }) => batch));
  });

  it('counts by itself where the primary is gone, or does not answer in time', async () => {
    const gone = sharedCounts(() => false, { own });
    expect(await gone.counts(ask('a'))).toBe(HERE_MS);
    const silent = sharedCounts(() => true, { own, answerMsMax: 20 });
    expect(await silent.counts(ask('a'))).toBe(HERE_MS);
  });
});
