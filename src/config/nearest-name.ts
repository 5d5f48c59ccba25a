/** Finds the known name that a mistyped one probably meant. Knows nothing of settings. */

/** Characters compared; more would make the work quadratic in what a stranger wrote. */
const COMPARED_CHARACTERS = 100;

/** Levenshtein distance: the fewest characters to insert, delete or replace. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let taken = 1; taken <= left.length; taken++) {
    const next = [taken];
    for (let index = 1; index <= right.length; index++) {
      const replaced = (row[index - 1] ?? 0) + (left[taken - 1] === right[index - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** How many characters are equal at the beginning: who stops halfway through a name meant the one that goes on. */
function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

/** The nearest of `known` without regard to case; undefined only when there is none. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.slice(0, COMPARED_CHARACTERS).toUpperCase();
  const cost = (candidate: string): number =>
    distance(wanted, candidate.toUpperCase()) - commonStart(wanted, candidate.toUpperCase());
  return known.toSorted((a, b) => cost(a) - cost(b))[0];
}
