// Takes the named values, and no others, out of a multi-valued attribute; knows no operations.

import type { SearchForm } from '../../directory/condition';
import { isJsonObject, type JsonValue } from '../../directory/json';
import type { Attribute } from '../schema/attribute';
import { searchText } from '../schema/search-form';
import type { ValueMemory } from './value-memory';

/**
 * The values without those that are named. `value` tells values apart, compared as a filter compares it, together with
 * `type` where both sides have one (RFC 7643 §2.4); a value named without it must be equal in everything.
 */
export function removedValues(
  attribute: Attribute,
  held: readonly JsonValue[],
  named: readonly JsonValue[],
  memory: ValueMemory,
): readonly JsonValue[] {
  const typesByValue = new Map<string, Set<string>>();
  const wholes = new Set<string>();
  for (const value of named) {
    const identity = identityOf(attribute, value, memory);
    if (identity === undefined) {
      wholes.add(memory.keyOf(value));
    } else {
      const types = typesByValue.get(identity.value) ?? new Set();
      typesByValue.set(identity.value, types.add(identity.type));
    }
  }
  return held.filter((value) => {
    if (wholes.has(memory.keyOf(value))) return false;
    const identity = identityOf(attribute, value, memory);
    const types = identity && typesByValue.get(identity.value);
    if (identity === undefined || types === undefined) return true;
    return !(identity.type === UNTYPED || types.has(UNTYPED) || types.has(identity.type));
  });
}

/** No JSON text is empty, so this stands for no type. */
const UNTYPED = '';

/** A value without sub-attributes is its own `value`. */
function plainIdentity(attribute: Attribute, text: string): string {
  return JSON.stringify(searchText(attribute, text) ?? text);
}

function identityOf(
  attribute: Attribute,
  value: JsonValue,
  memory: ValueMemory,
): { readonly value: string; readonly type: string } | undefined {
  if (typeof value === 'string') return { value: plainIdentity(attribute, value), type: UNTYPED };
  if (!isJsonObject(value)) return undefined;
  const form: SearchForm = memory.formOf(attribute, value);
  if (form['value'] === undefined) return undefined;
  return {
    value: JSON.stringify(form['value']),
    type: form['type'] === undefined ? UNTYPED : JSON.stringify(form['type']),
  };
}
