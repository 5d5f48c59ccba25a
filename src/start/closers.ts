// Takes down what was brought up, in the reverse order. Must not know what it is.

/** Takes down what was brought up, last first; each step at most once, and every step even where another fails. */
export interface Closers {
  add(close: () => Promise<void>): void;
  /** @throws the first failure of a step, once all are done */
  closeAll(): Promise<void>;
}

export function createClosers(): Closers {
  const closers: (() => Promise<void>)[] = [];
  return {
    add: (close) => {
      closers.push(close);
    },
    async closeAll() {
      const failures: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        await close().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
