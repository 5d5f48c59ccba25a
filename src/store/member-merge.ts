// Walks whom a client names and who is there side by side, in order of id, a batch at a time. Knows no database and no rules.

import type { AskedMember } from '../directory/member-list';
import type { MemberRow } from './member-rows';

/** One id: at least one of the two sides has it. */
export interface Pair {
  readonly id: string;
  readonly asked: AskedMember | undefined;
  readonly held: MemberRow | undefined;
}

const BATCH = 1_000;

/** Both sides are in ascending order, each id once. */
export async function* sideBySide(
  asked: Iterable<readonly AskedMember[]>,
  held: AsyncIterable<readonly MemberRow[]>,
): AsyncGenerator<readonly Pair[]> {
  const named = flat(asked);
  let next = named.next();
  let pairs: Pair[] = [];
  for await (const rows of held) {
    for (const row of rows) {
      // Whoever is there may all come after half a million who are named.
      for (; next.done !== true && next.value.id < row.member; next = named.next()) {
        pairs.push({ id: next.value.id, asked: next.value, held: undefined });
        if (pairs.length < BATCH) continue;
        yield pairs;
        pairs = [];
      }
      const isBoth = next.done !== true && next.value.id === row.member;
      pairs.push({ id: row.member, asked: isBoth ? next.value : undefined, held: row });
      if (isBoth) next = named.next();
      if (pairs.length < BATCH) continue;
      yield pairs;
      pairs = [];
    }
  }
  for (; next.done !== true; next = named.next()) {
    pairs.push({ id: next.value.id, asked: next.value, held: undefined });
    if (pairs.length < BATCH) continue;
    yield pairs;
    pairs = [];
  }
  if (pairs.length > 0) yield pairs;
}

function* flat(batches: Iterable<readonly AskedMember[]>): Generator<AskedMember, undefined> {
  for (const batch of batches) yield* batch;
  return undefined;
}
