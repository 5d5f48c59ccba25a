// Finds the references to other operations of a bulk request in the body of a PATCH: in its values, in the filters of its paths, in keys that are paths.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { FilterLimits } from '../filter/ast';
import { tokenize, type Token } from '../filter/lexer';
import { refuseAs } from '../filter/refusal';
import { findAttribute } from '../schema/attribute-path';
import type { Attribute } from '../schema/attribute';
import type { ResourceType } from '../schema/schema-map';
import {
  BULK_ID,
  OMIT,
  refersByValue,
  replaceInAttribute,
  replaceInSubAttribute,
  replaceReferences,
  type Replace,
} from './references';

export interface PatchReferences {
  readonly type: ResourceType;
  readonly limits: FilterLimits;
  readonly replace: Replace;
}

/** The same body with its references replaced; what is malformed stays as it is, for the PATCH itself to refuse. */
export function replaceInPatch(body: JsonValue, context: PatchReferences): JsonValue {
  if (!isJsonObject(body)) return body;
  return mapMembers(body, (name, value) => {
    if (name.toLowerCase() !== 'operations' || !isJsonArray(value)) return [name, value];
    return [name, value.map((operation) => replaceInOperation(operation, context))];
  });
}

function replaceInOperation(operation: JsonValue, context: PatchReferences): JsonValue {
  if (!isJsonObject(operation)) return operation;
  const path = Object.entries(operation).find(([name]) => name.toLowerCase() === 'path')?.[1];
  return mapMembers(operation, (name, value) => {
    if (name.toLowerCase() === 'value') return [name, replaceAt(path, value, context)];
    if (name.toLowerCase() !== 'path' || typeof value !== 'string') return [name, value];
    return [name, replaceInPath(value, context)];
  });
}

/** The value at a path; without one, an object in which each key is a path. */
function replaceAt(path: JsonValue | undefined, value: JsonValue, context: PatchReferences): JsonValue {
  if (typeof path === 'string' && path !== '') return replaceAtPath(path, value, context);
  if (isJsonArray(value)) return value.map((element) => replaceInKeys(element, context));
  return replaceInKeys(value, context);
}

function replaceInKeys(value: JsonValue, context: PatchReferences): JsonValue {
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (key, given) => [replaceInPath(key, context), replaceAtPath(key, given, context)]);
}

function replaceAtPath(path: string, value: JsonValue, { type, replace }: PatchReferences): JsonValue {
  if (path.toLowerCase() === type.schema.toLowerCase()) {
    return isJsonObject(value) ? replaceReferences(type.attributes, value, replace) : value;
  }
  const [attribute, behind] = splitPath(path);
  const sub = behind === undefined ? '' : behind.slice(behind.lastIndexOf(']') + 1);
  const found = findAttribute(type, `${attribute}${sub}`);
  const last = found?.at(-1);
  const holder = found?.at(-2);
  if (last === undefined) return value;
  if (holder === undefined || holder.extension) return whole(last, value, replace);
  return replaceInSubAttribute(holder, last, value, replace);
}

function whole(attribute: Attribute, value: JsonValue, replace: Replace): JsonValue {
  const replaced = replaceInAttribute(attribute, value, replace);
  return replaced === OMIT ? value : replaced.value;
}

/** `members[value eq "bulkId:x"]`: the texts that the filter compares ids and references with. */
function replaceInPath(path: string, { type, limits, replace }: PatchReferences): string {
  const [attribute, filter] = splitPath(path);
  if (filter === undefined || !filter.includes(BULK_ID)) return path;
  const holder = findAttribute(type, attribute)?.at(-1);
  if (holder === undefined) return path;
  const tokens = tokensOf(path, limits);
  let end = 0;
  const pieces = tokens.flatMap((token, index) => {
    const compared = token.kind === 'text' ? tokens[index - 2] : undefined;
    const sub = compared?.kind === 'word' ? subAttribute(holder, compared.text) : undefined;
    if (token.kind !== 'text' || sub === undefined) return [];
    const replaced = replaceInSubAttribute(holder, sub, token.value, replace);
    const before = path.slice(end, token.position);
    end = token.position + token.text.length;
    return [before, replaced === token.value ? token.text : JSON.stringify(replaced)];
  });
  return [...pieces, path.slice(end)].join('');
}

function subAttribute(holder: Attribute, name: string): Attribute | undefined {
  const sub = holder.subAttributes.get(name.toLowerCase());
  const isReference = sub?.type === 'reference' || (sub?.name === 'value' && refersByValue(holder));
  return isReference ? sub : undefined;
}

/** None for a path that cannot be read: the PATCH itself is refused for it, in words. */
function tokensOf(path: string, limits: FilterLimits): readonly Token[] {
  try {
    return tokenize(path, limits, refuseAs('invalidPath'));
  } catch {
    return [];
  }
}

/** The attribute and what follows it from the bracket on. */
function splitPath(path: string): readonly [string, string?] {
  const bracket = path.indexOf('[');
  return bracket === -1 ? [path] : [path.slice(0, bracket), path.slice(bracket)];
}

function mapMembers(
  object: JsonObject,
  change: (name: string, value: JsonValue) => readonly [string, JsonValue],
): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => change(name, value)));
}
