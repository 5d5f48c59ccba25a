import { createWriteSlots } from '../../src/store/write-slots';

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

describe('the places of writes at work', () => {
  it('are few, and an urgent write that waits begins before the others', async () => {
    const slots = createWriteSlots(1, 5_000);
    const { work, end } = held();
    const first = slots.run(false, work);
    const begun: string[] = [];
    const waiting = ['ordinary 1', 'ordinary 2', 'urgent 1', 'urgent 2'].map((name) =>
      slots.run(name.startsWith('urgent'), () => {
        begun.push(name);
        return Promise.resolve();
      }),
    );
    expect(begun).toEqual([]);
    end();
    await Promise.all([first, ...waiting]);
    expect(begun).toEqual(['urgent 1', 'urgent 2', 'ordinary 1', 'ordinary 2']);
  });

  it('are given back by a write that fails', async () => {
    const slots = createWriteSlots(1, 5_000);
    await expect(slots.run(false, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(slots.run(false, () => Promise.resolve('done'))).resolves.toBe('done');
  });

  it('are not awaited for ever: a write that waits too long is told busy and never begins', async () => {
    const slots = createWriteSlots(1, 30);
    const { work, end } = held();
    const first = slots.run(false, work);
    let hasBegun = false;
    const waiting = slots.run(true, () => {
      hasBegun = true;
      return Promise.resolve();
    });
    await expect(waiting).rejects.toMatchObject({ name: 'DirectoryFailure', code: 'busy' });
    end();
    await first;
    await expect(slots.run(false, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(hasBegun).toBe(false);
  });
});
