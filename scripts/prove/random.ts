// Owns chance that can be repeated: the same seed gives the same sequence. Must not know what it decides.

export interface Chance {
  /** 0 to n - 1. */
  below(n: number): number;
  oneOf<T>(values: readonly [T, ...T[]]): T;
}

/** mulberry32: small, and random enough to choose an order of requests. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  return { below, oneOf: (values) => values[below(values.length)] ?? values[0] };
}
