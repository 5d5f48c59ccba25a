// Keeps no more than one value of a multi-valued attribute primary (RFC 7643 §2.4); knows no operations.

import { isJsonObject, type JsonValue } from '../../directory/json';
import type { NoteTolerance } from '../tolerance';
import { ownValue } from './holder';

/** RFC 7644 §3.5.2: a value that an operation makes primary takes that away from every other one. */
export function withOnePrimary(
  values: readonly JsonValue[],
  touched: ReadonlySet<JsonValue>,
  note: NoteTolerance,
): readonly JsonValue[] {
  const made = values.filter((value) => touched.has(value) && isPrimary(value));
  const kept = made.at(-1);
  if (kept === undefined) return values;
  if (made.length > 1) note('one-primary-kept', 'primary');
  return values.map((value) =>
    isJsonObject(value) && isPrimary(value) && value !== kept ? { ...value, primary: false } : value,
  );
}

export function isPrimary(value: JsonValue): boolean {
  return isJsonObject(value) && ownValue(value, 'primary') === true;
}

/** The value, marked as the given one is where that says so. */
export function withPrimaryOf(given: JsonValue, value: JsonValue): JsonValue {
  if (!isJsonObject(given) || !isJsonObject(value)) return value;
  const primary = ownValue(given, 'primary');
  if (primary === undefined || primary === ownValue(value, 'primary')) return value;
  return { ...value, primary };
}
