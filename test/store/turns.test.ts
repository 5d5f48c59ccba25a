import { inTurn } from '../../src/store/turns';
import { createWriteQueue } from '../../src/store/write-queue';

type TakeTurn = (key: string) => void;

describe('inTurn', () => {
  it('runs a write that takes no turn once', async () => {
    const seen: string[] = [];
    await inTurn(createWriteQueue(), () => Promise.resolve(seen.push('run')));
    expect(seen).toEqual(['run']);
  });

  it('begins a write that takes its turn again, and lets those with one key pass one at a time', async () => {
    const queue = createWriteQueue();
    const passing = { now: 0, most: 0, runs: 0 };
    const write = async (takeTurn: TakeTurn): Promise<string> => {
      passing.runs += 1;
      await Promise.resolve();
      takeTurn('brake');
      passing.now += 1;
      passing.most = Math.max(passing.most, passing.now);
      await new Promise(setImmediate);
      passing.now -= 1;
      return 'done';
    };
    const all = await Promise.all(Array.from({ length: 8 }, () => inTurn(queue, write)));
    expect(all).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(passing).toEqual({ now: 0, most: 1, runs: 16 });
  });

  it('lets writes with different keys pass together', async () => {
    const queue = createWriteQueue();
    let other: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      other = resolve;
    });
    const waits = inTurn(queue, async (takeTurn) => {
      takeTurn('firm');
      await met;
    });
    await inTurn(queue, (takeTurn) => {
      takeTurn('other firm');
      other();
      return Promise.resolve();
    });
    await waits;
  });

  it('gives the turn free when the write fails, and tells its own reason', async () => {
    const queue = createWriteQueue();
    const failing = inTurn(queue, (takeTurn) => {
      takeTurn('brake');
      return Promise.reject(new Error('the rule says no'));
    });
    await expect(failing).rejects.toThrow('the rule says no');
    const next = inTurn(queue, (takeTurn) => {
      takeTurn('brake');
      return Promise.resolve('passed');
    });
    await expect(next).resolves.toBe('passed');
  });

  it('refuses a write that would take a second turn: two such could wait for each other for good', async () => {
    const greedy = inTurn(createWriteQueue(), (takeTurn) => {
      takeTurn('one');
      takeTurn('two');
      return Promise.resolve();
    });
    await expect(greedy).rejects.toThrow(/one turn/);
  });
});
