/**
 * Says where a text stops being JSON (RFC 8259). Exists because the engine's own message repeats the text around the
 * fault, which may be a secret, and often names no position.
 */

const SPACE = /[ \t\r\n]*/y;
// Runs, not single characters, so that a long string costs the matcher one step for each escape only.
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const WORD = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/** Deeper than any configuration; deeper still would cost the call stack. */
const DEPTH_MAX = 200;

const HINTS: Readonly<Record<string, string>> = {
  '': 'the text ends too early: a bracket, brace or quote is not closed',
  '}': 'a comma before it may be one too many, or a value is missing',
  ']': 'a comma before it may be one too many, or a value is missing',
  '"': 'a comma before it may be missing, or this text holds a line break or an unknown escape',
  "'": 'JSON has double quotes only',
  '/': 'JSON has no comments',
};

/** "line 3, column 14 (JSON has no comments)"; for a text that JSON.parse refused. */
export function jsonFault(text: string): string {
  const index = faultIndex(text);
  const before = text.slice(0, index).split('\n');
  const hint = HINTS[text.charAt(index)];
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `line ${before.length}, column ${column}${hint === undefined ? '' : ` (${hint})`}`;
}

/** A recursive descent that only keeps how far it came. */
function faultIndex(text: string): number {
  let index = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = index;
    const length = pattern.exec(text)?.[0].length;
    index += length ?? 0;
    return length !== undefined;
  };
  const mark = (character: string): boolean => {
    take(SPACE);
    if (text.charAt(index) !== character) return false;
    index += 1;
    return true;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (mark(end)) return true;
    do if (!item()) return false;
    while (mark(','));
    return mark(end);
  };
  const value = (depth: number): boolean => {
    const inner = (): boolean => value(depth + 1);
    if (depth > DEPTH_MAX) return false;
    if (mark('[')) return list(']', inner);
    if (mark('{')) return list('}', () => (take(SPACE), take(STRING)) && mark(':') && inner());
    return take(STRING) || take(WORD);
  };
  if (value(0)) take(SPACE);
  return index;
}
