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
  const paths = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.flatMap((name) => namedPaths(type, name)));
  const asked = { wanted: wanted && paths(wanted), unwanted: unwanted && paths(unwanted) };
  return {
    apply: (resource) => projectObject(type.attributes, withOwnUrns(type, resource), asked),
    includes: (name) => {
      const attribute = type.attributes.get(name.toLowerCase());
      return attribute !== undefined && isKeptInPart(attribute, asked);
    },
    isDefault: wanted === undefined && unwanted === undefined,
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

function isKeptInPart(attribute: Attribute, asked: Asked): boolean {
  if (!isKept(attribute, asked)) return false;
  const parts = [...attribute.subAttributes.values()];
  return parts.length === 0 || parts.some((part) => isKept(part, askedInside(attribute, asked)));
}

/** Of an attribute that is wanted as a whole every part is returned that is returned by default. */
function askedInside(attribute: Attribute, asked: Asked): Asked {
  return asked.wanted?.has(attribute.path) === true ? DEFAULT : asked;
}

function projectObject(attributes: AttributeMap, resource: JsonObject, asked: Asked): JsonObject {
  const entries = Object.entries(resource).flatMap(([name, value]) => {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined || !isKept(attribute, asked)) return [];
    const projected = projectValue(attribute, value, asked);
    return projected === undefined ? [] : [[name, projected] as const];
  });
  return Object.fromEntries(entries);
}

/** Undefined where nothing of the value is left. */
function projectValue(attribute: Attribute, value: JsonValue, asked: Asked): JsonValue | undefined {
  if (attribute.subAttributes.size === 0) return value;
  if (isJsonArray(value)) {
    const elements = value.flatMap((element) => projectValue(attribute, element, asked) ?? []);
    return elements.length === 0 ? undefined : elements;
  }
  if (!isJsonObject(value)) return value;
  const projected = projectObject(attribute.subAttributes, value, askedInside(attribute, asked));
  return Object.keys(projected).length === 0 ? undefined : projected;
}
