// Brings a filter's value into the search form of the attribute it is compared with, or refuses the comparison.

import type { Literal } from '../../directory/condition';
import type { ScimFailure } from '../failure';
import type { Attribute, AttributeType } from '../schema/attribute';
import { dateTimeOf } from '../schema/date-time';
import { searchText } from '../schema/search-form';
import type { CompareOperator } from './ast';
import { refuseFilter } from './refusal';

/** An attribute that holds values of its own, no sub-attributes. */
export type SimpleAttribute = Attribute & { readonly type: Exclude<AttributeType, 'complex'> };
type Value = string | number | boolean | null;

/** Longest text for co, sw and ew once it is folded, in UTF-16 code units: MongoDB compiles no pattern of 32 KB. */
const PATTERN_LENGTH_MAX = 2_000;

const TEXT_OPERATORS: ReadonlySet<CompareOperator> = new Set(['co', 'sw', 'ew']);
const ORDER_OPERATORS: ReadonlySet<CompareOperator> = new Set(['gt', 'ge', 'lt', 'le']);

interface Kind {
  /** co, sw and ew look for a part of the value. */
  readonly parts: boolean;
  readonly order: boolean;
  readonly takes: string;
}

/** RFC 7644 §3.4.2.2: booleans and binary values have no order. Only texts have parts. */
const KINDS: Readonly<Record<SimpleAttribute['type'], Kind>> = {
  string: { parts: true, order: true, takes: 'a text in double quotes' },
  reference: { parts: true, order: true, takes: 'a text in double quotes' },
  binary: { parts: false, order: false, takes: 'base64 text in double quotes' },
  boolean: { parts: false, order: false, takes: 'true or false' },
  integer: { parts: false, order: true, takes: 'a number without quotes' },
  decimal: { parts: false, order: true, takes: 'a number without quotes' },
  dateTime: { parts: false, order: true, takes: 'a date and time such as "2026-01-31T09:00:00Z"' },
};

/**
 * The literal that the attribute's search form is compared with; a refusal names the position.
 *
 * @throws ScimFailure 400 `invalidFilter` saying which operators or which values the attribute takes
 */
export function literalFor(
  { attribute, position }: { readonly attribute: SimpleAttribute; readonly position: number },
  operator: CompareOperator,
  value: Value,
): Literal {
  const kind = KINDS[attribute.type];
  const inText = TEXT_OPERATORS.has(operator);
  const refused = (rule: string): ScimFailure =>
    refuseFilter(position, `attribute "${attribute.path}" ${rule}`);
  if ((inText && !kind.parts) || (ORDER_OPERATORS.has(operator) && !kind.order))
    throw refused(`can be compared with ${operatorsOf(kind).join(', ')}, not with ${operator}`);
  const literal = convert(attribute, value);
  if (literal === undefined) throw refused(`takes ${kind.takes}`);
  if (inText && typeof literal === 'string' && literal.length > PATTERN_LENGTH_MAX)
    throw refused(`takes at most ${PATTERN_LENGTH_MAX} characters with co, sw and ew`);
  return literal;
}

function operatorsOf(kind: Kind): readonly string[] {
  return ['eq', 'ne', ...(kind.parts ? TEXT_OPERATORS : []), ...(kind.order ? ORDER_OPERATORS : []), 'pr'];
}

function convert(attribute: SimpleAttribute, value: Value): Literal | undefined {
  switch (attribute.type) {
    case 'boolean':
      return toBoolean(value);
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? value : undefined;
    case 'dateTime':
      return typeof value === 'string' ? dateTimeOf(value) : undefined;
    case 'string':
    case 'reference':
    case 'binary':
      return typeof value === 'string' ? searchText(attribute, value) : undefined;
  }
}

/** Entra compares `primary eq "True"`. */
function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const lower = typeof value === 'string' ? value.toLowerCase() : undefined;
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
