// Which attributes an answer carries: `attributes`, `excludedAttributes` and the schema's "returned" (RFC 7644 §3.9).

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import { findAttribute } from '../schema/attribute-path';
import type { Attribute, AttributeMap } from '../schema/attribute';
import { withOwnUrns } from '../schema/own-form';
import type { ResourceType } from '../schema/schema-map';

export interface Projection {
  /** The answer's part of a resource. */
  apply(resource: JsonObject): JsonObject;
  /** Whether anything of the top-level attribute is wanted, so that rows need not be read for nothing. */
  includes(name: string): boolean;
  /** Whether the client asked for nothing but the default. */
  readonly isDefault: boolean;
  /** Whether the client said in `attributes` what it wants. */
  readonly namesAttributes: boolean;
}

/** Paths of the attributes that the client named; undefined where it did not give the parameter. */
interface Asked {
  readonly wanted: ReadonlySet<string> | undefined;
  readonly unwanted: ReadonlySet<string> | undefined;
}

const DEFAULT: Asked = { wanted: undefined, unwanted: undefined };

/** What is returned of an object: by the name of each attribute that is, as the schema spells it and in lower case, what of its value. */
type Parts = ReadonlyMap<string, Parts | 'whole'>;

/** What requests ask for: nothing by name, or what their connector always asks for; so it is told once for each type. */
const knownParts = new WeakMap<AttributeMap, Map<string, Parts>>();
/** Of one type; whoever asks for something else each time has it told each time. */
const KNOWN_MAX = 100;
const KEY_LENGTH_MAX = 1_000;

/**
 * Unknown names in either list are passed over: they cannot be in the answer anyway.
 *
 * @throws ScimFailure 400 `invalidValue` where both lists are given
 */
export function resolveProjection(type: ResourceType, query: URLSearchParams): Projection {
  const wanted = nameList(query, 'attributes');
  const unwanted = nameList(query, 'excludedattributes');
  if (wanted !== undefined && unwanted !== undefined) {
    throw badRequest('invalidValue', 'attributes and excludedAttributes exclude each other (RFC 7644 §3.9)');
  }
  const isDefault = wanted === undefined && unwanted === undefined;
  const parts = partsAsked(type, wanted, unwanted);
  return {
    apply: (resource) => projectObject(parts, withOwnUrns(type, resource)),
    includes: (name) => parts.has(name.toLowerCase()),
    isDefault,
    namesAttributes: wanted !== undefined,
  };
}

/** The common attributes are of no schema (RFC 7643 §3.1). */
const COMMON: ReadonlySet<string> = new Set(['schemas', 'id', 'externalId', 'meta']);

/** The URN of the core schema stands for all that it defines and that is returned by default, as an extension's does. */
function namedPaths(type: ResourceType, name: string): readonly string[] {
  if (name.toLowerCase() !== type.schema.toLowerCase())
    return (
      findAttribute(type, name)
        ?.slice(-1)
        .map(({ path }) => path) ?? []
    );
  return [...type.attributes.values()]
    .filter(({ extension, path, returned }) => !extension && !COMMON.has(path) && returned !== 'request')
    .map(({ path }) => path);
}

/** One that is not closed goes to the end: so every match succeeds where it begins, and no text is looked through twice. */
const VALUE_FILTER = /\[(?:[^\]"]+|"(?:[^"\\]+|\\.)*"?)*\]?/gs;

function nameList(query: URLSearchParams, parameter: string): readonly string[] | undefined {
  if (query.size === 0) return undefined;
  const texts = [...query].filter(([name]) => name.toLowerCase() === parameter).map(([, text]) => text);
  // Entra's reference client asks for `emails[type eq "work"]`; §3.10 has no filter in a name, so it gets the attribute.
  const names = texts
    .flatMap((text) => text.replaceAll(VALUE_FILTER, '').split(','))
    .map((name) => name.trim());
  return texts.length === 0 ? undefined : names.filter((name) => name !== '');
}

function isKept(attribute: Attribute, { wanted, unwanted }: Asked): boolean {
  if (attribute.returned === 'never') return false;
  if (attribute.returned === 'always') return true;
  if (wanted !== undefined) return isNamed(attribute, wanted);
  return attribute.returned === 'default' && unwanted?.has(attribute.path) !== true;
}

/** The attribute itself or a part of it. */
function isNamed(attribute: Attribute, wanted: ReadonlySet<string>): boolean {
  return (
    wanted.has(attribute.path) || [...attribute.subAttributes.values()].some((sub) => isNamed(sub, wanted))
  );
}

/** Of an attribute that is wanted as a whole every part is returned that is returned by default. */
function askedInside(attribute: Attribute, asked: Asked): Asked {
  return asked.wanted?.has(attribute.path) === true ? DEFAULT : asked;
}

type Names = readonly string[] | undefined;

function partsAsked(type: ResourceType, wanted: Names, unwanted: Names): Parts {
  const known = knownParts.get(type.attributes) ?? new Map<string, Parts>();
  knownParts.set(type.attributes, known);
  const key = JSON.stringify([wanted, unwanted]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const paths = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.flatMap((name) => namedPaths(type, name)));
  const asked = { wanted: wanted && paths(wanted), unwanted: unwanted && paths(unwanted) };
  const parts = partsOf(type.attributes, asked);
  if (known.size < KNOWN_MAX && key.length <= KEY_LENGTH_MAX) known.set(key, parts);
  return parts;
}

/** One of whose parts none is returned is not returned either. */
function partsOf(attributes: AttributeMap, asked: Asked): Parts {
  const parts = new Map<string, Parts | 'whole'>();
  for (const attribute of attributes.values()) {
    if (!isKept(attribute, asked)) continue;
    const { name, subAttributes } = attribute;
    const inside = subAttributes.size === 0 ? 'whole' : partsOf(subAttributes, askedInside(attribute, asked));
    if (inside !== 'whole' && inside.size === 0) continue;
    parts.set(name, inside).set(name.toLowerCase(), inside);
  }
  return parts;
}

/** The very object where all of it is returned, as nearly always. */
function projectObject(parts: Parts, resource: JsonObject): JsonObject {
  let kept: Record<string, JsonValue> | undefined;
  let index = -1;
  const names = Object.keys(resource);
  for (const name of names) {
    index += 1;
    const value = resource[name];
    const part = parts.get(name) ?? parts.get(name.toLowerCase());
    const projected = part === undefined || value === undefined ? undefined : projectValue(part, value);
    if (projected !== value) kept ??= beginningOf(resource, names.slice(0, index));
    if (kept !== undefined && projected !== undefined) kept[name] = projected;
  }
  return kept ?? resource;
}

function beginningOf(resource: JsonObject, names: readonly string[]): Record<string, JsonValue> {
  const beginning: Record<string, JsonValue> = {};
  for (const name of names) {
    const value = resource[name];
    if (value !== undefined) beginning[name] = value;
  }
  return beginning;
}

/** Undefined where nothing of the value is left. */
function projectValue(part: Parts | 'whole', value: JsonValue): JsonValue | undefined {
  if (part === 'whole') return value;
  if (isJsonArray(value)) return projectList(part, value);
  if (!isJsonObject(value)) return value;
  const projected = projectObject(part, value);
  return Object.keys(projected).length === 0 ? undefined : projected;
}

/** The very list where all of it is returned; without what of which nothing is. */
function projectList(parts: Parts, list: readonly JsonValue[]): JsonValue | undefined {
  let kept: JsonValue[] | undefined;
  let index = -1;
  for (const element of list) {
    index += 1;
    const projected = projectValue(parts, element);
    if (projected !== element) kept ??= list.slice(0, index);
    if (kept !== undefined && projected !== undefined) kept.push(projected);
  }
  return (kept ?? list).length === 0 ? undefined : (kept ?? list);
}
