// Cuts the text of a filter into tokens in one pass from left to right; knows no grammar.

import { quoted } from '../failure';
import type { FilterLimits } from './ast';
import type { Refuse } from './refusal';

/** `text` is the token as the client wrote it; a word is a name, an operator, `true`, `and`…, by where it stands. */
export type Token =
  | {
      readonly kind: 'word' | '(' | ')' | '[' | ']' | 'end';
      readonly position: number;
      readonly text: string;
    }
  | { readonly kind: 'text'; readonly position: number; readonly text: string; readonly value: string }
  | { readonly kind: 'number'; readonly position: number; readonly text: string; readonly value: number };

// A number that may stand in JSON: RFC 7644 §3.4.2.2 takes its values from there.
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const HEXADECIMAL = /^[0-9A-Fa-f]{4}$/;

// What no attribute can hold cannot be asked for either: control characters other than tab, line feed and carriage
// return (an address has lines), and halves of surrogate pairs.
// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * The tokens of the text, the last of kind `end`.
 *
 * @throws ScimFailure from `refuse` beyond a limit, and where no token begins
 */
export function tokenize(text: string, limits: FilterLimits, refuse: Refuse): readonly Token[] {
  refuseLongText(text, limits.filterBytesMax, refuse);
  const tokens: Token[] = [];
  let position = skipWhiteSpace(text, 0);
  while (position < text.length) {
    if (tokens.length === limits.filterTokensMax)
      throw refuse(position, `more than ${limits.filterTokensMax} names, operators, values and brackets`);
    const token = readToken(text, position, refuse);
    tokens.push(token);
    position = skipWhiteSpace(text, position + token.text.length);
  }
  tokens.push({ kind: 'end', position: text.length, text: '' });
  return tokens;
}

function refuseLongText(text: string, bytesMax: number, refuse: Refuse): void {
  if (Buffer.byteLength(text) <= bytesMax) return;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytesMax));
  throw refuse(read, `longer than ${bytesMax} bytes`);
}

function skipWhiteSpace(text: string, from: number): number {
  let position = from;
  while (' \t\r\n'.includes(text.charAt(position)) && position < text.length) position += 1;
  return position;
}

function readToken(text: string, position: number, refuse: Refuse): Token {
  const first = text.charAt(position);
  switch (first) {
    case '(':
    case ')':
    case '[':
    case ']':
      return { kind: first, position, text: first };
    case '"':
      return readText(text, position, refuse);
    default:
      if (/[-+0-9]/.test(first)) return readNumber(text, position, refuse);
      return readWord(text, position, refuse);
  }
}

function readWord(text: string, position: number, refuse: Refuse): Token {
  // Names of RFC 7644 §3.4.2.2 with the URN before them and `$ref` among them; `.` begins the name behind `]`.
  const word = matchAt(/[A-Za-z$_.][A-Za-z0-9$_.:-]*/y, text, position);
  if (word !== '') return { kind: 'word', position, text: word };
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  throw refuse(
    position,
    /['‘’“”„]/.test(character)
      ? 'a text stands in straight double quotes, for example userName eq "jdoe"'
      : `${quoted(character)} can stand only inside a text in double quotes`,
  );
}

function readNumber(text: string, position: number, refuse: Refuse): Token {
  const number = matchAt(/[-+0-9][-+.0-9A-Za-z_:]*/y, text, position);
  const value = Number(number);
  if (JSON_NUMBER.test(number) && Number.isFinite(value))
    return { kind: 'number', position, text: number, value };
  throw refuse(position, `${quoted(number)} is no number; a text stands in double quotes, for example "007"`);
}

/** A text in double quotes with the escapes of JSON (RFC 8259 §7). */
function readText(text: string, position: number, refuse: Refuse): Token {
  let value = '';
  let from = position + 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      value += text.slice(from, at);
      if (UNSTORABLE.test(value))
        throw refuse(position, 'the text holds a control character or half of a surrogate pair');
      return { kind: 'text', position, text: text.slice(position, at + 1), value };
    }
    if (character < ' ')
      throw refuse(at, 'a control character in a text stands as its escape, for example \\n');
    if (character !== '\\') continue;
    const escape = readEscape(text, at, refuse);
    value += text.slice(from, at) + escape.value;
    from = at + escape.length;
    at = from - 1;
  }
  throw refuse(position, 'the text that begins here never ends; expected one more double quote');
}

function readEscape(text: string, position: number, refuse: Refuse): { value: string; length: number } {
  const letter = text.charAt(position + 1);
  const hexadecimal = text.slice(position + 2, position + 6);
  if (letter === 'u' && HEXADECIMAL.test(hexadecimal))
    return { value: String.fromCharCode(Number.parseInt(hexadecimal, 16)), length: 6 };
  const value = ESCAPES.get(letter);
  if (value !== undefined) return { value, length: 2 };
  throw refuse(position, 'not an escape of JSON; a backslash itself is written \\\\, a double quote \\"');
}

function matchAt(sticky: RegExp, text: string, position: number): string {
  sticky.lastIndex = position;
  return sticky.exec(text)?.[0] ?? '';
}
