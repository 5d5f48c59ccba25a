// Generates resources of a type, and the texts, numbers and dates in them; knows no filters.
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/directory/json';
import type { Attribute, AttributeMap } from '../../../src/scim/schema/attribute';

/**
 * What texts are made of: letters that fold to others or to several, combining marks, characters on both sides of the
 * surrogates, and everything that means something to a regular expression or to MongoDB.
 */
const FRAGMENTS = [
  ...['a', 'A', 'b', 'Z', 'jo', 'JO', 'straße', 'STRASSE', 'ß', 'ẞ', 'ss', 'S', 's', 'ſ', 'Σ', 'σ', 'ς'],
  ...['İ', 'i', 'I', 'ı', 'i\u0307', 'ﬁ', 'fi', 'F', 'Ａ', 'ｂ', 'é', 'É', 'e', '\u0301', 'K', 'Å', 'ǅ', 'ΐ'],
  ...['𝒜', '😀', '👩‍👩‍👧', '𐐀', '𐐨', '\ue000', '\uffe6', '\ufffd', '\ufeff', '\u2028', '日本', '한'],
  ...['.', '*', '+', '?', '(', ')', '[', ']', '{', '}', '{2}', '|', '^', '$', '\\', '/', '-', '#', '&', "'"],
  ...[
    '"',
    '.*',
    '\\d',
    '\\z',
    '\\Q',
    '\\E',
    '(?i)',
    '[a-z]',
    '$ne',
    '%',
    '_',
    ' ',
    '\n',
    '\t',
    '@',
    '0',
    '9',
  ],
];

export const fragment = fc.constantFrom(...FRAGMENTS);

/** Few enough that filters meet the values of resources, and edges of what numbers and dates can be. */
export const NUMBERS = [-1.5, 0, 0.1, 1, 2, 42, 2_147_483_648, 9_007_199_254_740_991, -3];
export const DATES = [
  '2026-01-31T09:00:00Z',
  '2026-01-31T10:00:00+01:00',
  '2026-01-31T09:00:00.001Z',
  '2026-01-31T09:00:00.0019Z',
  '2026-02-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];
export const BASE64 = ['AAAA', 'aaaa', 'SGVsbG8=', '+/8='];

/** A resource in canonical form, with texts from the pool. */
export function resourceOf(attributes: AttributeMap, pool: readonly string[]): fc.Arbitrary<JsonObject> {
  const generated: Record<string, fc.Arbitrary<JsonValue>> = {};
  for (const attribute of attributes.values()) {
    if (attribute.relation === undefined && attribute.name !== 'id')
      generated[attribute.name] = valuesOf(attribute, pool);
  }
  return fc.record(generated, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

function valuesOf(attribute: Attribute, pool: readonly string[]): fc.Arbitrary<JsonValue> {
  const value = valueOf(attribute, pool);
  return attribute.multiValued ? fc.array(value, { maxLength: 3 }) : value;
}

function valueOf(attribute: Attribute, pool: readonly string[]): fc.Arbitrary<JsonValue> {
  switch (attribute.type) {
    case 'complex':
      return resourceOf(attribute.subAttributes, pool);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.constantFrom(...NUMBERS.filter(Number.isInteger));
    case 'decimal':
      return fc.constantFrom(...NUMBERS);
    case 'dateTime':
      return fc.constantFrom(...DATES);
    case 'binary':
      return fc.constantFrom(...BASE64);
    case 'string':
    case 'reference':
      return fc.constantFrom(...pool);
  }
}
