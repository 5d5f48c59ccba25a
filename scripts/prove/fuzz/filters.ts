// Owns random filters and PATCH paths: by the grammar of RFC 7644 §3.4.2.2, then damaged now and again. Must not know requests.
import type { AttributeDefinition, SchemaDefinition } from '../../../src/scim/schema/definitions';
import type { Chance } from '../random';
import { ODD_TEXTS } from './values';

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ'] as const;
const COMMON = ['id', 'externalId', 'meta.created', 'meta.resourceType', 'schemas', 'meta'] as const;

/** An attribute as a client may name it: plain, with its URN, a sub-attribute, or one that does not exist. */
export function attributePath(schemas: readonly SchemaDefinition[], chance: Chance): string {
  if (chance.below(8) === 0) return chance.oneOf([...COMMON, 'nothing', ...ODD_TEXTS]);
  const schema = chance.oneOf(schemas as [SchemaDefinition, ...SchemaDefinition[]]);
  const attribute = oneOf(schema.attributes, chance);
  const sub = attribute.subAttributes === undefined ? undefined : oneOf(attribute.subAttributes, chance);
  const name = sub === undefined || chance.below(2) === 0 ? attribute.name : `${attribute.name}.${sub.name}`;
  return chance.below(3) === 0 ? `${schema.id}:${name}` : name;
}

export function filterText(
  schemas: readonly SchemaDefinition[],
  chance: Chance,
  names: readonly [string, ...string[]],
): string {
  return damaged(expression(schemas, chance, { names, depthLeft: 3 }), chance);
}

/** A PATCH path: an attribute, with or without a value filter and a sub-attribute behind it. */
export function patchPath(
  schemas: readonly SchemaDefinition[],
  chance: Chance,
  names: readonly [string, ...string[]],
): string {
  if (chance.below(2) === 0) return damaged(attributePath(schemas, chance), chance);
  return damaged(
    valuePath(oneOf(complexOf(schemas), chance), chance, names) + chance.oneOf(['', '.value', '.type']),
    chance,
  );
}

interface Budget {
  readonly names: readonly [string, ...string[]];
  readonly depthLeft: number;
}

function expression(schemas: readonly SchemaDefinition[], chance: Chance, budget: Budget): string {
  const { names, depthLeft } = budget;
  const next = (): string => expression(schemas, chance, { names, depthLeft: depthLeft - 1 });
  switch (depthLeft === 0 ? 0 : chance.below(8)) {
    case 1:
      return `${next()} and ${next()}`;
    case 2:
      return `${next()} or ${next()}`;
    case 3:
      return `not (${next()})`;
    case 4:
      return `(${next()})`;
    case 5:
      return valuePath(oneOf(complexOf(schemas), chance), chance, names);
    default:
      return comparison(attributePath(schemas, chance), chance, names);
  }
}

function valuePath(
  attribute: AttributeDefinition,
  chance: Chance,
  names: readonly [string, ...string[]],
): string {
  const sub = oneOf(attribute.subAttributes ?? [], chance);
  return `${attribute.name}[${comparison(sub.name, chance, names)}]`;
}

function comparison(path: string, chance: Chance, names: readonly [string, ...string[]]): string {
  if (chance.below(5) === 0) return `${path} pr`;
  const literal = chance.oneOf([
    JSON.stringify(chance.oneOf(names)),
    JSON.stringify(chance.oneOf(ODD_TEXTS)),
    'true',
    'null',
    '5',
    '"2026-01-01T00:00:00Z"',
  ]);
  return `${path} ${chance.oneOf(OPERATORS)} ${literal}`;
}

/** One filter in six loses, doubles or swaps a character. */
function damaged(text: string, chance: Chance): string {
  if (chance.below(6) > 0 || text === '') return text;
  const at = chance.below(text.length);
  const before = text.slice(0, at);
  const after = text.slice(at + 1);
  return chance.oneOf([
    before + after,
    before + text.slice(at, at + 1) + text.slice(at),
    `${before}"${after}`,
    before,
  ]);
}

/** What can be filtered by value; types without such an attribute are asked for one that they lack. */
function complexOf(schemas: readonly SchemaDefinition[]): readonly AttributeDefinition[] {
  const found = schemas.flatMap((schema) => schema.attributes).filter(({ subAttributes }) => subAttributes);
  return found.length === 0 ? [LACKING] : found;
}

const LACKING = { name: 'emails', subAttributes: [{ name: 'value' }] } as unknown as AttributeDefinition;

export function oneOf<T>(values: readonly T[], chance: Chance): T {
  return chance.oneOf(values as unknown as readonly [T, ...T[]]);
}
