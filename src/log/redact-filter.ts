/**
 * A SCIM filter with its values taken out. Reads just enough of the grammar (RFC 7644 §3.4.2.2) to know what is a value;
 * the gateway's own filter parser is not its business.
 */

type Expected = 'condition' | 'operator' | 'value' | 'next';

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|(-?\d[\w.+-]*)|([A-Za-z$][\w$.:/-]*))/y;
const HIDDEN = '"…"';

/** undefined: not a filter, so nobody can say what in it is a value. Attribute names and operators are kept. */
export function redactFilter(filter: string): string | undefined {
  const words: string[] = [];
  const open: string[] = [];
  let expected: Expected = 'condition';
  const text = filter.trim();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const token = TOKEN.exec(text);
    const next: Expected | undefined = token === null ? undefined : step(expected, token, open);
    if (token === null || next === undefined) return undefined;
    words.push(token[1] !== undefined || token[3] !== undefined ? HIDDEN : token[0].trim());
    expected = next;
  }
  return expected === 'next' && open.length === 0 ? join(words) : undefined;
}

/** What may come after this token; undefined where it may not stand. Keeps `open` in step with the brackets. */
function step(expected: Expected, token: RegExpExecArray, open: string[]): Expected | undefined {
  const mark = token[2];
  const word = token[4]?.toLowerCase();
  switch (expected) {
    case 'condition':
      if (mark === '(') open.push(')');
      if (mark !== undefined) return mark === '(' ? 'condition' : undefined;
      return word === undefined ? undefined : word === 'not' ? 'condition' : 'operator';
    case 'operator':
      if (mark === '[') open.push(']');
      if (mark !== undefined) return mark === '[' ? 'condition' : undefined;
      if (word === 'pr') return 'next';
      return /^(eq|ne|co|sw|ew|gt|ge|lt|le)$/.test(word ?? '') ? 'value' : undefined;
    case 'value':
      return mark === undefined && (word === undefined || /^(true|false|null)$/.test(word))
        ? 'next'
        : undefined;
    case 'next':
      if (mark !== undefined) return open.pop() === mark ? 'next' : undefined;
      return word === 'and' || word === 'or' ? 'condition' : undefined;
  }
}

function join(words: readonly string[]): string {
  return words
    .join(' ')
    .replace(/([([]) /g, '$1')
    .replace(/ ([)\]])/g, '$1')
    .replace(/ \[/g, '[');
}
