import { createWriteQueue } from '../../src/store/write-queue';

/** A piece of work that ends when it is told to. */
function held(): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    work: () => ended,
    end: () => {
      end();
    },
  };
}

describe('writes in a queue', () => {
  it('of one key run one after the other, in the order in which they came', async () => {
    const queue = createWriteQueue();
    const order: string[] = [];
    const step = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => queue.run('key', step(name))));
    expect(order).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('of different keys do not wait for each other', async () => {
    const queue = createWriteQueue();
    const first = held();
    const holding = queue.run('one', first.work);
    await expect(queue.run('other', () => Promise.resolve('done'))).resolves.toBe('done');
    first.end();
    await holding;
  });

  it('run when the one before them has failed', async () => {
    const queue = createWriteQueue();
    const failing = queue.run('key', () => Promise.reject(new Error('no')));
    const next = queue.run('key', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });

  it('that wait too long are told busy and never begin, and those after them still run', async () => {
    const queue = createWriteQueue(30);
    const first = held();
    const holding = queue.run('key', first.work);
    let hasBegun = false;
    const waiting = queue.run('key', () => {
      hasBegun = true;
      return Promise.resolve();
    });
    await expect(waiting).rejects.toMatchObject({ name: 'DirectoryFailure', code: 'busy' });
    first.end();
    await holding;
    await expect(queue.run('key', () => Promise.resolve('done'))).resolves.toBe('done');
    expect(hasBegun).toBe(false);
  });
});
