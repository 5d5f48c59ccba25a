/** Keeps a text on one line and within a length. Knows nothing of records or secrets. */

const CHARACTERS_MAX = 1_000;

/**
 * What could end a line, move a terminal's cursor or turn the reading direction: C0, DEL, C1 (with CSI), the line and
 * paragraph separators, the bidirectional controls, the byte-order mark.
 */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** None of which is in the printable characters of ASCII, and most lines have no others. */
const BEYOND_ASCII = /[^ -~]/;

/** Escaped as JSON does it, so that a JSON line stays the same JSON. */
export function oneLine(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text;
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** At most 1,000 characters; what was cut is counted at the end. */
export function cut(text: string): string {
  if (text.length <= CHARACTERS_MAX) return text;
  return `${text.slice(0, CHARACTERS_MAX)}… (${text.length - CHARACTERS_MAX} characters cut)`;
}
