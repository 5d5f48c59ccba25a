// Whether a body that is not checked yet would take somebody's sign-in away; decides only who goes first, never what is done.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../directory/json';

/** `active`, also under the URN of its schema. */
const ACTIVE = /^(?:urn:[^\s]*:)?active$/i;

/**
 * Whether the body of a PUT or PATCH sets `active` to false, in any form in which the gateway would read it. A body that
 * is then refused has gone first for nothing; one that is overlooked only waits its ordinary turn.
 */
export function disables(body: JsonValue | undefined): boolean {
  if (!isJsonObject(body)) return false;
  const operations = namedValue(body, 'operations');
  if (!isJsonArray(operations)) return setsActiveFalse(body);
  return operations.some((operation) => isJsonObject(operation) && isDisable(operation));
}

function isDisable(operation: JsonObject): boolean {
  const verb = namedValue(operation, 'op');
  if (typeof verb !== 'string' || !/^(?:add|replace)$/i.test(verb)) return false;
  const path = namedValue(operation, 'path');
  const value = namedValue(operation, 'value');
  if (typeof path === 'string' && ACTIVE.test(path)) return meansFalse(value);
  const attributes = isJsonArray(value) && value.length === 1 ? value[0] : value;
  return isJsonObject(attributes) && setsActiveFalse(attributes);
}

function setsActiveFalse(attributes: JsonObject): boolean {
  return Object.entries(attributes).some(([name, value]) => ACTIVE.test(name) && meansFalse(value));
}

/** As src/scim/schema reads a boolean: also as text, or wrapped once. */
function meansFalse(value: JsonValue | undefined): boolean {
  const bare = isJsonArray(value) && value.length === 1 ? value[0] : value;
  const inner = isJsonObject(bare) ? bare['value'] : bare;
  return inner === false || (typeof inner === 'string' && inner.toLowerCase() === 'false');
}

function namedValue(object: JsonObject, lower: string): JsonValue | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === lower)?.[1];
}
