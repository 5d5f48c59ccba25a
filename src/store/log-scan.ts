// Looks through a list for what is kept of it, for as long as a page may take: the way where no index knows the answer.

/** A part of the list, and where looking ended. */
export interface Scanned<D> {
  readonly kept: readonly D[];
  /** The last that was looked at, where there may be more behind it that was not; undefined: all was looked through. */
  readonly stoppedAt: Pick<D, Extract<keyof D, '_id' | 'at'>> | undefined;
}

interface Scan<D> {
  /** The next part after a document, in order; shorter than asked for at the end. */
  readonly read: (after: D | undefined, wanted: number) => Promise<readonly D[]>;
  readonly keep: (part: readonly D[]) => Promise<readonly D[]>;
  readonly wanted: number;
}

const PART = 1_000;
/** Leaves a page of the log well below its 300 ms. */
const BUDGET_MS = 120;

export async function scan<D>({ read, keep, wanted }: Scan<D>): Promise<Scanned<D>> {
  const start = performance.now();
  const kept: D[] = [];
  let last: D | undefined;
  for (;;) {
    const part = await read(last, PART);
    kept.push(...(await keep(part)));
    last = part.at(-1);
    if (part.length < PART) return { kept, stoppedAt: undefined };
    if (kept.length >= wanted || performance.now() - start > BUDGET_MS) return { kept, stoppedAt: last };
  }
}
