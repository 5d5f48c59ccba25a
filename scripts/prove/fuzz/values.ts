// Owns random JSON for attributes: mostly what the schema asks for, sometimes what no client should send. Must not know requests.
import type { JsonObject, JsonValue } from '../../../src/directory/json';
import type { AttributeDefinition, SchemaDefinition } from '../../../src/scim/schema/definitions';
import type { Chance } from '../random';

/** Texts that have broken servers: empty, other alphabets, markup, operators, prototype names, line ends, lone surrogates. */
export const ODD_TEXTS = [
  '',
  ' ',
  'x'.repeat(300),
  'Ünïcødé ÅNGSTRÖM ßẞ',
  '١٢٣',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🙂',
  'null',
  'true',
  '0',
  '-1',
  '1e309',
  '__proto__',
  'constructor',
  'toString',
  '$where',
  '$ne',
  'a.b',
  '%00',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '"quoted"',
  "O'Brien; DROP TABLE",
  'line\nfeed',
  'tab\tstop',
  '\u0000',
  '\ud800',
  'bulkId:x',
  'urn:ietf:params:scim:schemas:core:2.0:User',
  '2026-02-30T25:61:00Z',
  '(a eq "b")',
] as const;

const ODD_VALUES: readonly [JsonValue, ...JsonValue[]] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { value: null },
  { $ref: 'x' },
  { a: { b: { c: [] } } },
];

export function anyValue(chance: Chance): JsonValue {
  return chance.below(2) === 0 ? chance.oneOf(ODD_VALUES) : chance.oneOf(ODD_TEXTS);
}

/** @param names taken for texts, so that requests speak of the same people again and again */
function valueFor(
  attribute: AttributeDefinition,
  chance: Chance,
  names: readonly [string, ...string[]],
): JsonValue {
  if (chance.below(60) === 0) return anyValue(chance);
  const one = (): JsonValue => scalarOrComplex(attribute, chance, names);
  if (!attribute.multiValued) return one();
  return Array.from({ length: chance.below(3) }, one);
}

function scalarOrComplex(
  attribute: AttributeDefinition,
  chance: Chance,
  names: readonly [string, ...string[]],
): JsonValue {
  switch (attribute.type) {
    case 'boolean':
      return chance.oneOf([true, false]);
    case 'integer':
      return chance.below(100);
    case 'decimal':
      return chance.below(100) / 8;
    case 'dateTime':
      return chance.oneOf(['2026-01-31T09:00:00Z', '2026-01-31T09:00:00.123+02:00']);
    case 'binary':
      return chance.oneOf(['AAEC', 'aGVsbG8=']);
    case 'complex':
      return objectFor(attribute.subAttributes ?? [], chance, names);
    case 'reference':
    case 'string':
      return chance.oneOf([...names, ...(attribute.canonicalValues ?? []), chance.oneOf(ODD_TEXTS)] as [
        string,
        ...string[],
      ]);
  }
}

function objectFor(
  attributes: readonly AttributeDefinition[],
  chance: Chance,
  names: readonly [string, ...string[]],
): JsonObject {
  const chosen = attributes.filter(() => chance.below(5) === 0);
  return Object.fromEntries(chosen.map((attribute) => [attribute.name, valueFor(attribute, chance, names)]));
}

/** A resource of these schemas, the first one its core schema; most often with what is required. */
export function resourceFor(
  [core, ...extensions]: readonly [SchemaDefinition, ...SchemaDefinition[]],
  chance: Chance,
  names: readonly [string, ...string[]],
): JsonObject {
  const asked = extensions.filter(() => chance.below(2) === 0);
  const required = core.attributes.filter((attribute) => attribute.required && chance.below(10) > 0);
  return {
    schemas: [core.id, ...asked.map(({ id }) => id)],
    ...objectFor(core.attributes, chance, names),
    ...Object.fromEntries(required.map(({ name }) => [name, chance.oneOf(names)])),
    ...(chance.below(4) === 0 ? { externalId: chance.oneOf(names) } : {}),
    ...Object.fromEntries(asked.map(({ id, attributes }) => [id, objectFor(attributes, chance, names)])),
    ...(chance.below(20) === 0 ? { [chance.oneOf(ODD_TEXTS)]: anyValue(chance) } : {}),
  };
}
