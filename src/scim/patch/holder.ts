// Reads and sets one attribute of a resource or complex value without changing it; knows no operations.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { Attribute } from '../schema/attribute';

/** The value that the object itself holds under the name; what it inherits is nobody's value. */
export function ownValue(holder: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** The holder with another value of the attribute, or without it for undefined. */
export function withValue(
  holder: JsonObject,
  attribute: Attribute,
  value: JsonValue | undefined,
): JsonObject {
  const { name } = attribute;
  const held = ownValue(holder, name);
  // RFC 7643 §2.4: "$ref" is the address of what "value" names; that of another manager would be a lie.
  const kept = name === 'value' && held !== value ? without(holder, '$ref') : holder;
  if (value === undefined) return without(kept, name);
  return { ...kept, [name]: value };
}

function without(holder: JsonObject, name: string): JsonObject {
  if (!Object.hasOwn(holder, name)) return holder;
  return Object.fromEntries(Object.entries(holder).filter(([other]) => other !== name));
}

export function isEmpty(holder: JsonObject): boolean {
  return Object.keys(holder).length === 0;
}

/** A copy that shares nothing with the original. */
export function copied(holder: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(holder).map(([name, value]) => [name, copiedValue(value)]));
}

function copiedValue(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(copiedValue);
  return isJsonObject(value) ? copied(value) : value;
}
