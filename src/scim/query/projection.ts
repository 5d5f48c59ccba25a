// Which attributes an answer carries: `attributes`, `excludedAttributes` and the schema's "returned" (RFC 7644 §3.9).

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import { findAttribute } from '../schema/attribute-path';
import type { Attribute, AttributeMap } from '../schema/attribute';
import type { ResourceType } from '../schema/schema-map';

export interface Projection {
  /** The answer's part of a resource. */
  apply(resource: JsonObject): JsonObject;
  /** Whether the top-level attribute is wanted at all, so that rows need not be read for nothing. */
  includes(name: string): boolean;
  /** Whether the client asked for anything but the default. */
  readonly isDefault: boolean;
}

type Keep = 'all' | 'none' | ReadonlySet<string>;

/** Unknown names in either list are passed over: they cannot be in the answer anyway. */
export function resolveProjection(type: ResourceType, query: URLSearchParams): Projection {
  const wanted = nameList(query, 'attributes');
  const unwanted = nameList(query, 'excludedattributes');
  if (wanted !== undefined && unwanted !== undefined) {
    throw badRequest('invalidValue', 'attributes and excludedAttributes exclude each other (RFC 7644 §3.9)');
  }
  const paths = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.flatMap((name) => findAttribute(type, name)?.at(-1)?.path ?? []));
  const isKept = keeper(wanted && paths(wanted), unwanted && paths(unwanted));
  return {
    apply: (resource) => projectObject(type.attributes, resource, isKept),
    includes: (name) => {
      const attribute = type.attributes.get(name.toLowerCase());
      return attribute !== undefined && isKept(attribute) !== 'none';
    },
    isDefault: wanted === undefined && unwanted === undefined,
  };
}

function nameList(query: URLSearchParams, parameter: string): readonly string[] | undefined {
  const texts = [...query].filter(([name]) => name.toLowerCase() === parameter).map(([, text]) => text);
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  return texts.length === 0 ? undefined : names.filter((name) => name !== '');
}

type Keeper = (attribute: Attribute) => Keep;

function keeper(wanted: ReadonlySet<string> | undefined, unwanted: ReadonlySet<string> | undefined): Keeper {
  return (attribute) => {
    if (attribute.returned === 'never') return 'none';
    if (attribute.returned === 'always') return 'all';
    if (wanted !== undefined) return keepWanted(attribute, wanted);
    if (attribute.returned === 'request' || unwanted?.has(attribute.path) === true) return 'none';
    return attribute.subAttributes.size === 0 ? 'all' : keepBut(attribute, unwanted);
  };
}

function keepWanted(attribute: Attribute, wanted: ReadonlySet<string>): Keep {
  if (wanted.has(attribute.path)) return 'all';
  const kept = [...attribute.subAttributes.values()].filter((sub) => keepWanted(sub, wanted) !== 'none');
  return kept.length === 0 ? 'none' : new Set(kept.map((sub) => sub.name));
}

function keepBut(attribute: Attribute, unwanted: ReadonlySet<string> | undefined): Keep {
  const kept = [...attribute.subAttributes.values()].filter((sub) => unwanted?.has(sub.path) !== true);
  return kept.length === attribute.subAttributes.size ? 'all' : new Set(kept.map((sub) => sub.name));
}

function projectObject(attributes: AttributeMap, resource: JsonObject, isKept: Keeper): JsonObject {
  const entries = Object.entries(resource).flatMap(([name, value]) => {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) return [];
    const keep = isKept(attribute);
    if (keep === 'none') return [];
    const projected = keep === 'all' ? value : pick(attribute, value, keep, isKept);
    return projected === undefined ? [] : [[name, projected] as const];
  });
  return Object.fromEntries(entries);
}

function pick(
  attribute: Attribute,
  value: JsonValue,
  names: ReadonlySet<string>,
  isKept: Keeper,
): JsonValue | undefined {
  if (isJsonArray(value)) return value.flatMap((element) => pick(attribute, element, names, isKept) ?? []);
  if (!isJsonObject(value)) return value;
  const kept = Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)));
  const projected = attribute.extension ? projectObject(attribute.subAttributes, kept, isKept) : kept;
  return Object.keys(projected).length === 0 ? undefined : projected;
}
