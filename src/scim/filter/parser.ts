// Parses a filter by the grammar of RFC 7644 §3.4.2.2 into its syntax tree; does not look the attributes up.

import type { CompareOperator, FilterLimits, FilterNode } from './ast';
import { tokenize } from './lexer';
import { refuseAs, type Refuse } from './refusal';
import { TokenCursor } from './token-cursor';

const OPERATORS: ReadonlySet<string> = new Set<CompareOperator>([
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'ge',
  'lt',
  'le',
]);
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const EXAMPLE = 'userName eq "jdoe"';

/** How far brackets and parentheses are open where a rule begins. */
interface Nesting {
  readonly depth: number;
  readonly inBrackets: boolean;
}

/**
 * The syntax tree of a filter.
 *
 * @throws ScimFailure 400 `invalidFilter` naming the position and what was expected there
 */
export function parseFilter(text: string, limits: FilterLimits): FilterNode {
  const parser = new FilterParser(text, limits, refuseAs('invalidFilter'));
  const node = parser.parseDisjunction({ depth: 0, inBrackets: false });
  if (parser.cursor.peek().kind !== 'end') throw parser.cursor.expected('"and", "or" or the end');
  return node;
}

export class FilterParser {
  readonly cursor: TokenCursor;

  constructor(
    text: string,
    private readonly limits: FilterLimits,
    refuse: Refuse,
  ) {
    this.cursor = new TokenCursor(tokenize(text, limits, refuse), refuse);
  }

  /** `or` binds weakest, then `and`, then `not` (RFC 7644 §3.4.2.2 table 5). */
  parseDisjunction(nesting: Nesting): FilterNode {
    return this.#parseChain('or', () => this.#parseChain('and', () => this.#parseTerm(nesting)));
  }

  /** What stands between `[` and `]`, where the next token is `[`. */
  parseBrackets(nesting: Nesting): FilterNode {
    const { cursor } = this;
    if (nesting.inBrackets)
      throw cursor.expected('a comparison, because brackets cannot stand inside brackets');
    const inner = this.#open({ ...nesting, inBrackets: true });
    const operand = this.parseDisjunction(inner);
    if (!cursor.takeIf(']')) throw cursor.expected('"and", "or" or "]"');
    return operand;
  }

  #parseChain(kind: 'and' | 'or', parseOperand: () => FilterNode): FilterNode {
    const first = parseOperand();
    const others: FilterNode[] = [];
    while (this.cursor.takeWord(kind)) others.push(parseOperand());
    return others.length === 0 ? first : { kind, operands: [first, ...others] };
  }

  #parseTerm(nesting: Nesting): FilterNode {
    if (this.cursor.peek().kind === '(') return this.#parseParentheses(nesting);
    if (!this.cursor.takeWord('not')) return this.#parseAttributeExpression(nesting);
    if (this.cursor.peek().kind === '(') return { kind: 'not', operand: this.#parseParentheses(nesting) };
    throw this.cursor.expected('"(" behind "not", for example not (active eq true)');
  }

  #parseParentheses(nesting: Nesting): FilterNode {
    const node = this.parseDisjunction(this.#open(nesting));
    if (!this.cursor.takeIf(')')) throw this.cursor.expected('"and", "or" or ")"');
    return node;
  }

  #open(nesting: Nesting): Nesting {
    const token = this.cursor.take();
    const { filterDepthMax } = this.limits;
    if (nesting.depth === filterDepthMax)
      throw this.cursor.refused(
        token,
        `more than ${filterDepthMax} parentheses and brackets inside each other`,
      );
    return { ...nesting, depth: nesting.depth + 1 };
  }

  #parseAttributeExpression(nesting: Nesting): FilterNode {
    const { text: attribute, position } = this.cursor.takeName(EXAMPLE);
    if (this.cursor.peek().kind !== '[') return this.#parseComparison(attribute, position);
    const operand = this.parseBrackets(nesting);
    const sub = this.cursor.takeSubAttribute();
    if (sub === undefined) return { kind: 'element', attribute, position, operand };
    // Entra writes emails[type eq "work"].value eq "x": a comparison of the same element.
    const comparison = this.#parseComparison(sub.name, sub.position);
    return {
      kind: 'element',
      attribute,
      position,
      operand: { kind: 'and', operands: [operand, comparison] },
    };
  }

  #parseComparison(attribute: string, position: number): FilterNode {
    if (this.cursor.takeWord('pr')) return { kind: 'present', attribute, position };
    const operator = this.cursor.peek().text.toLowerCase();
    if (!isOperator(operator))
      throw this.cursor.expected(`one of ${[...OPERATORS].join(', ')}, pr, for example ${EXAMPLE}`);
    this.cursor.take();
    return { kind: 'compare', attribute, position, operator, value: this.#parseValue() };
  }

  #parseValue(): string | number | boolean | null {
    const token = this.cursor.peek();
    if (token.kind === 'text' || token.kind === 'number') {
      this.cursor.take();
      return token.value;
    }
    // Entra writes True and False.
    const constant = token.kind === 'word' ? CONSTANTS.get(token.text.toLowerCase()) : undefined;
    if (constant === undefined)
      throw this.cursor.expected('a text in double quotes, a number, true, false or null');
    this.cursor.take();
    return constant;
  }
}

function isOperator(text: string): text is CompareOperator {
  return OPERATORS.has(text);
}
