// Knows when two values of a multi-valued attribute are the same one and which meet a condition; changes none of them.

import type { Condition, SearchForm } from '../../directory/condition';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { meets } from '../../directory/meets';
import type { Attribute } from '../schema/attribute';
import { searchForm } from '../schema/search-form';

/**
 * Remembers what each value comes down to while one request is applied: a thousand operations on a list of thousands
 * would otherwise work it out a million times over.
 */
export interface ValueMemory {
  /** Whether the value is selected; undefined selects every complex value. */
  readonly isSelected: (attribute: Attribute, where: Condition | undefined, value: JsonValue) => boolean;
  readonly formOf: (attribute: Attribute, value: JsonObject) => SearchForm;
  /** Equal for values that differ in `primary` alone: that says where a value stands among others, not what it is. */
  readonly keyOf: (value: JsonValue) => string;
}

export function createValueMemory(): ValueMemory {
  const forms = new WeakMap<JsonObject, SearchForm>();
  const keys = new WeakMap<JsonObject, string>();
  const formOf = (attribute: Attribute, value: JsonObject): SearchForm =>
    remembered(forms, value, () => searchForm(attribute.subAttributes, value));
  return {
    formOf,
    isSelected: (attribute, where, value) =>
      isJsonObject(value) &&
      (where === undefined || meets(where, formOf(attribute, value), relatesToNothing)),
    keyOf: (value) =>
      isJsonObject(value)
        ? remembered(keys, value, () => canonicalText(value, 'primary'))
        : canonicalText(value),
  };
}

/** A value of the resource itself: relations are never part of it. */
function relatesToNothing(): boolean {
  return false;
}

function remembered<T>(memory: WeakMap<JsonObject, T>, value: JsonObject, work: () => T): T {
  const known = memory.get(value);
  if (known !== undefined) return known;
  const result = work();
  memory.set(value, result);
  return result;
}

/** The same text for the same JSON, whatever the order of its members. */
function canonicalText(value: JsonValue, leftOut?: string): string {
  if (isJsonArray(value)) return `[${value.map((one) => canonicalText(one)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([name]) => name !== leftOut)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonicalText(one)}`);
  return `{${members.join(',')}}`;
}
