// What became of a write, as a value: for those who wait for several. Must not know which.

/** What became of one of the writes, should the transaction be committed. */
export type Outcome<T> =
  { readonly isDone: true; readonly result: T } | { readonly isDone: false; readonly failure: unknown };

export async function outcomeOf<T>(working: Promise<T>): Promise<Outcome<T>> {
  try {
    return { isDone: true, result: await working };
  } catch (failure) {
    return { isDone: false, failure };
  }
}
