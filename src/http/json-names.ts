// Looks for a name that one object of a JSON text gives twice, which JSON.parse passes over; decodes no values.

/**
 * The first name given twice: which of the two values is meant nobody knows (RFC 8259 §4), and one of them may be
 * `"active": false`.
 *
 * @param text well-formed JSON
 */
export function repeatedName(text: string): string | undefined {
  // The names of every object that is open here; an array has none.
  const open: (Set<string> | undefined)[] = [];
  for (let position = 0; position < text.length; position += 1) {
    const character = text[position];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, position);
      const names = isName(text, end) ? open.at(-1) : undefined;
      if (names !== undefined) {
        const name = decoded(text.slice(position, end + 1));
        if (names.has(name)) return name;
        names.add(name);
      }
      position = end;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  return position;
}

/** In well-formed JSON a colon follows a name and nothing else. */
function isName(text: string, end: number): boolean {
  if (text[end + 1] === ':') return true;
  let next = end + 1;
  while (/\s/.test(text[next] ?? '')) next += 1;
  return text[next] === ':';
}

function decoded(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
