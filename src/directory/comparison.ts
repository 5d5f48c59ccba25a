// The one comparison of names without letter case; the application, every filter and every unique index use this key and no other.

const ASCII_ONLY = /^[\u0020-\u007e]*$/;

/**
 * The comparison key of a text: NFKC, then Unicode case folding code point by code point, then NFKC again.
 *
 * Folding each code point alone keeps the final sigma from depending on its neighbours, so that the key of a part is a
 * part of the key (`co`, `sw`, `ew` rely on it).
 */
export function comparisonKey(text: string): string {
  if (ASCII_ONLY.test(text)) return text.toLowerCase();
  let folded = '';
  for (const codePoint of text.normalize('NFKC')) folded += foldCase(codePoint);
  return folded.normalize('NFKC');
}

/** Upper-casing folds `ß` with `SS`; lower-casing before it folds the capital `ẞ`, which has no upper case, with both. */
function foldCase(codePoint: string): string {
  return codePoint.toLowerCase().toUpperCase().toLowerCase();
}

/** Whether two texts are the same name without letter case. */
export function sameName(left: string, right: string): boolean {
  return comparisonKey(left) === comparisonKey(right);
}
