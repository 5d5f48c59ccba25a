// Walks over the tokens of one filter or path and says what was expected where they end or differ; knows no grammar.

import { quoted, type ScimFailure } from '../failure';
import type { Token } from './lexer';
import type { Refuse } from './refusal';

const NAME = /^[A-Za-z$_]/;
const SUB_ATTRIBUTE = /^\.[A-Za-z$_][A-Za-z0-9$_-]*$/;

export class TokenCursor {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;

  constructor(
    tokens: readonly Token[],
    private readonly refuse: Refuse,
  ) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', position: 0, text: '' };
  }

  peek(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Takes the next token if it is of this kind. */
  takeIf(kind: Token['kind']): boolean {
    if (this.peek().kind !== kind) return false;
    this.#next += 1;
    return true;
  }

  /** Takes the next token if it is this word, in any letter case (RFC 7644 §3.4.2.2). */
  takeWord(word: string): boolean {
    const token = this.peek();
    if (token.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  takeName(example: string): Token {
    const token = this.peek();
    if (token.kind !== 'word' || !NAME.test(token.text) || /^(?:and|or)$/i.test(token.text))
      throw this.expected(`the name of an attribute, for example ${example}`);
    return this.take();
  }

  /** Takes the `.sub` that stands directly behind `]`; the name comes without its dot. */
  takeSubAttribute(): { readonly name: string; readonly position: number } | undefined {
    const bracket = this.#tokens[this.#next - 1];
    const token = this.peek();
    if (token.kind !== 'word' || token.position !== (bracket?.position ?? 0) + 1) return undefined;
    if (!SUB_ATTRIBUTE.test(token.text))
      throw this.expected('a dot and the name of one sub-attribute, for example .value');
    this.#next += 1;
    return { name: token.text.slice(1), position: token.position + 1 };
  }

  /** The refusal of the next token. */
  expected(wanted: string): ScimFailure {
    const token = this.peek();
    const found = token.kind === 'end' ? 'the end' : quoted(token.text);
    return this.refuse(token.position, `expected ${wanted}, not ${found}`);
  }

  refused(token: Token, fault: string): ScimFailure {
    return this.refuse(token.position, fault);
  }
}
