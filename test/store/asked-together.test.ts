import { setImmediate as nextTurn } from 'node:timers/promises';
import { askedAtOnce, askedInTurn, askedMeanwhile } from '../../src/store/asked-together';

/** Answers each key with its own letters doubled, when it is told to. */
function questions(): {
  readonly asked: string[][];
  readonly askAll: (keys: readonly string[]) => Promise<(key: string) => string>;
  readonly answerNext: () => void;
} {
  const asked: string[][] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    askAll: async (keys) => {
      asked.push([...keys]);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return (key) => key + key;
    },
    answerNext: () => waiting.shift()?.(),
  };
}

describe('what is asked at once', () => {
  it('is one question, and each gets the answer to its own key', async () => {
    const asked: string[][] = [];
    const ask = askedAtOnce(async (keys: readonly string[]) => {
      asked.push([...keys]);
      await Promise.resolve();
      return (key: string) => key.toUpperCase();
    });
    // As two writes side by side: each asks twice, and what they ask at the same step comes together.
    const write = async (name: string): Promise<string> => (await ask(`${name}1`)) + (await ask(`${name}2`));
    expect(await Promise.all([write('a'), write('b')])).toEqual(['A1A2', 'B1B2']);
    expect(asked).toEqual([
      ['a1', 'b1'],
      ['a2', 'b2'],
    ]);
  });

  it('is refused to all who asked when the question fails, and to nobody who asks later', async () => {
    let failures = 1;
    const ask = askedAtOnce(async () => {
      await Promise.resolve();
      if (failures-- > 0) throw new Error('away');
      return (key: string) => key;
    });
    const both = await Promise.allSettled([ask('a'), ask('b')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask('c')).toBe('c');
  });
});

describe('what is asked while questions are under way', () => {
  it('waits for the one under way and is then one question', async () => {
    const { asked, askAll, answerNext } = questions();
    const ask = askedMeanwhile(askAll);
    const first = ask('a');
    await nextTurn();
    await nextTurn();
    const others = ['b', 'c', 'd'].map(ask);
    await nextTurn();
    expect(asked).toEqual([['a']]);
    answerNext();
    expect(await first).toBe('aa');
    await nextTurn();
    expect(asked).toEqual([['a'], ['b', 'c', 'd']]);
    answerNext();
    expect(await Promise.all(others)).toEqual(['bb', 'cc', 'dd']);
  });

  it('does not wait for a slow one', async () => {
    const { asked, askAll, answerNext } = questions();
    const ask = askedMeanwhile(askAll);
    const slow = ask('a');
    await nextTurn();
    await nextTurn();
    const second = ask('b');
    while (asked.length < 2) await nextTurn();
    answerNext();
    answerNext();
    expect(await Promise.all([slow, second])).toEqual(['aa', 'bb']);
  });

  it('is asked although the question before failed', async () => {
    let tries = 0;
    const ask = askedMeanwhile(async () => {
      tries += 1;
      await Promise.resolve();
      if (tries <= 2) throw new Error('away');
      return (key: string) => key;
    });
    await expect(ask('a')).rejects.toThrow('away');
    await expect(ask('a')).rejects.toThrow('away');
    expect(await ask('a')).toBe('a');
  });
});

describe('what several ask while an answer to it is under way', () => {
  /** Each answer is the number of its question; it comes when it is let go. */
  function counted(): { asks: () => number; ask: () => Promise<number>; letGo: () => void } {
    const waiting: (() => void)[] = [];
    let asks = 0;
    const ask = (): Promise<number> => {
      asks += 1;
      const mine = asks;
      return new Promise((resolve) => {
        waiting.push(() => {
          resolve(mine);
        });
      });
    };
    return { asks: () => asks, ask, letGo: () => waiting.shift()?.() };
  }

  it('is answered to all of them by the next question, which begins after they asked', async () => {
    const { asks, ask, letGo } = counted();
    const inTurn = askedInTurn<number>();
    const first = inTurn('list', ask);
    const others = [inTurn('list', ask), inTurn('list', ask)];
    expect(asks()).toBe(1);
    letGo();
    expect(await first).toBe(1);
    await nextTurn();
    const late = inTurn('list', ask);
    expect(asks()).toBe(2);
    letGo();
    expect(await Promise.all(others)).toEqual([2, 2]);
    await nextTurn();
    letGo();
    expect(await late).toBe(3);
    await nextTurn();
    const alone = inTurn('list', ask);
    expect(asks()).toBe(4);
    letGo();
    expect(await alone).toBe(4);
  });

  it('does not hold up another question, nor the next one when it fails', async () => {
    const { ask, letGo } = counted();
    const inTurn = askedInTurn<number>();
    let fail = (): void => undefined;
    const failing = inTurn(
      'list',
      () =>
        new Promise((_resolve, reject) => {
          fail = () => {
            reject(new Error('away'));
          };
        }),
    );
    const after = inTurn('list', ask);
    const other = inTurn('other list', ask);
    letGo();
    expect(await other).toBe(1);
    fail();
    await expect(failing).rejects.toThrow('away');
    await nextTurn();
    letGo();
    expect(await after).toBe(2);
  });
});
