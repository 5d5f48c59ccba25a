// Generates the texts of filters over a resource type, every operator and form of them; knows no answers.
import fc from 'fast-check';
import type { Attribute } from '../../../src/scim/schema/attribute';
import type { ResourceType } from '../../../src/scim/schema/schema-map';
import { BASE64, DATES, fragment, NUMBERS } from './generated-resources';

/** What filters are made over: the texts that resources hold, and the ids that relations know. */
export interface Pools {
  readonly texts: readonly string[];
  readonly relatedIds: readonly string[];
}

const EQUALITY = ['eq', 'ne'];
const ORDER = ['gt', 'ge', 'lt', 'le'];
const PARTS = ['co', 'sw', 'ew'];
/** What filters refuse. */
const COMPUTED = [
  'meta.location',
  'meta.version',
  'urn:ietf:params:scim:schemas:extension:imanage:2.0:User:provisioning.reasons',
];

/** The text of a filter that resolves without a refusal. */
export function filterOf(type: ResourceType, pools: Pools): fc.Arbitrary<string> {
  const top = searchable([...type.attributes.values()]);
  const leaf = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(...top).chain((attribute) => expression(type, attribute, pools)),
    },
    { weight: 1, arbitrary: elementFilter(type, top, pools) },
  );
  return combined(leaf, 3);
}

function searchable(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.filter(
    ({ returned, path, type, subAttributes }) =>
      returned !== 'never' && !COMPUTED.includes(path) && (type !== 'complex' || subAttributes.size > 0),
  );
}

/** `not`, `and`, `or` and parentheses around the leaves, in any letter case. */
function combined(leaf: fc.Arbitrary<string>, depth: number): fc.Arbitrary<string> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  const chain = fc
    .tuple(inner, fc.constantFrom('and', 'or', 'AND', 'Or'), inner)
    .map(([left, word, right]) => `${left} ${word} ${right}`);
  return fc.oneof(
    { weight: 5, arbitrary: leaf },
    { weight: 2, arbitrary: chain },
    { weight: 1, arbitrary: chain.map((text) => `(${text})`) },
    { weight: 1, arbitrary: inner.map((text) => `not (${text})`) },
    { weight: 1, arbitrary: inner.map((text) => `NOT( ${text} )`) },
  );
}

/** A comparison of the attribute or of one below it, under one of the names it may have. */
function expression(type: ResourceType, attribute: Attribute, pools: Pools): fc.Arbitrary<string> {
  if (attribute.relation !== undefined) return relationExpression(attribute.relation, pools);
  const own = comparison(namesOf(type, attribute), attribute, pools);
  if (attribute.type !== 'complex') return own;
  const below = fc
    .constantFrom(...searchable([...attribute.subAttributes.values()]))
    .chain((sub) => expression(type, sub, pools));
  return fc.oneof({ weight: 1, arbitrary: own }, { weight: 3, arbitrary: below });
}

function relationExpression(name: string, pools: Pools): fc.Arbitrary<string> {
  const id = fc.constantFrom(...pools.relatedIds).map((one) => JSON.stringify(one));
  return fc.oneof(
    id.map((one) => `${name} eq ${one}`),
    id.map((one) => `${name}.value ne ${one}`),
    id.map((one) => `${name}[value eq ${one}]`),
    fc.constantFrom(`${name} pr`, `${name}.value pr`, `${name} eq null`, `${name} ne ""`),
  );
}

function namesOf(type: ResourceType, attribute: Attribute): fc.Arbitrary<string> {
  const { path } = attribute;
  const isCore = !path.startsWith('urn:');
  return anyCase(isCore ? fc.constantFrom(path, `${type.schema}:${path}`) : fc.constant(path));
}

function anyCase(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.constantFrom('kept', 'kept', 'upper', 'lower'))
    .map(([one, letters]) =>
      letters === 'kept' ? one : letters === 'upper' ? one.toUpperCase() : one.toLowerCase(),
    );
}

function comparison(names: fc.Arbitrary<string>, attribute: Attribute, pools: Pools): fc.Arbitrary<string> {
  const unassigned = fc
    .tuple(names, fc.constantFrom('eq', 'ne'), fc.constantFrom('null', '""'))
    .map((parts) => parts.join(' '));
  const present = names.map((name) => `${name} pr`);
  const compared = attribute.type === 'complex' ? attribute.subAttributes.get('value') : attribute;
  if (compared === undefined) return fc.oneof(present, unassigned);
  const [operators, literals] = comparable(compared, pools);
  const compares = fc
    .tuple(names, anyCase(fc.constantFrom(...operators)), literals)
    .map((parts) => parts.join(' '));
  return fc.oneof(
    { weight: 1, arbitrary: present },
    { weight: 1, arbitrary: unassigned },
    { weight: 10, arbitrary: compares },
  );
}

function comparable(attribute: Attribute, pools: Pools): [readonly string[], fc.Arbitrary<string>] {
  switch (attribute.type) {
    case 'boolean':
      return [EQUALITY, fc.constantFrom('true', 'false', 'True', 'FALSE', '"True"', '"false"')];
    case 'integer':
    case 'decimal':
      return [[...EQUALITY, ...ORDER], fc.constantFrom(...NUMBERS).map(String)];
    case 'dateTime':
      return [[...EQUALITY, ...ORDER], fc.constantFrom(...DATES).map((date) => JSON.stringify(date))];
    case 'binary':
      return [EQUALITY, fc.constantFrom(...BASE64).map((bytes) => JSON.stringify(bytes))];
    case 'string':
    case 'reference':
    case 'complex':
      return [[...EQUALITY, ...PARTS, ...PARTS, ...ORDER], textLiteral(pools.texts)];
  }
}

/** Texts of resources, pieces of them, other letter cases of them, and texts that none has; escaped in two ways. */
function textLiteral(texts: readonly string[]): fc.Arbitrary<string> {
  const whole = fc.constantFrom(...texts);
  const piece = fc
    .tuple(whole, fc.nat(4), fc.integer({ min: 1, max: 4 }))
    .map(([text, from, length]) =>
      Array.from(text)
        .slice(from, from + length)
        .join(''),
    )
    .filter((text) => text !== '');
  const ending = fc
    .tuple(whole, fc.integer({ min: 1, max: 3 }))
    .map(([text, length]) => Array.from(text.replace(/\n$/, '')).slice(-length).join(''))
    .filter((text) => text !== '');
  const text = fc.oneof(
    whole,
    piece,
    ending,
    fragment,
    whole.map((one) => one.toUpperCase()),
    whole.map((one) => one.toLowerCase().normalize('NFD')),
    fc.tuple(fragment, piece).map((parts) => parts.join('')),
  );
  return fc.oneof(
    text.map((one) => JSON.stringify(one)),
    text.map(allEscaped),
  );
}

function allEscaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, '0'),
  );
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}

/** `emails[…]`, `emails[…].value eq …` and brackets on a single-valued attribute or an extension. */
function elementFilter(type: ResourceType, top: readonly Attribute[], pools: Pools): fc.Arbitrary<string> {
  const complex = top
    .flatMap((attribute) => [attribute, ...attribute.subAttributes.values()])
    .filter(({ relation, ...attribute }) => relation === undefined && attribute.type === 'complex');
  return fc.constantFrom(...complex).chain((attribute) => {
    const one = fc
      .constantFrom(...searchable([...attribute.subAttributes.values()]))
      .chain((sub) => comparison(anyCase(fc.constant(sub.name)), sub, pools));
    const behind = fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: one.map((text) => `.${text}`) },
    );
    return fc
      .tuple(namesOf(type, attribute), combined(one, 2), behind)
      .map(([name, inner, tail]) => `${name}[${inner}]${tail}`);
  });
}
