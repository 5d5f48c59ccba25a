// Applies the operations of a PATCH request to a resource (RFC 7644 §3.5.2), all of them or none; pure, reads no JSON of clients.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import type { Attribute, AttributeMap } from '../schema/attribute';
import type { ResourceType } from '../schema/schema-map';
import type { NoteTolerance } from '../tolerance';
import { copied, isEmpty, ownValue, withValue } from './holder';
import { assertImmutableKept } from './immutable';
import type { PatchOperation } from './operation';
import { changedValues, type ListContext } from './value-list';
import { createValueMemory } from './value-memory';
import { createWorkLimit } from './work-limit';

/**
 * The canonical resource after the operations; the one given stays as it is and shares nothing with the result.
 *
 * @throws ScimFailure 400 `noTarget` for a value path that selects nothing and describes nothing, `mutability` when a
 *   required attribute would be gone in the end, 413 where the operations mean too much work
 */
export function applyPatch(
  type: ResourceType,
  resource: JsonObject,
  operations: readonly PatchOperation[],
  note: NoteTolerance,
): JsonObject {
  assertImmutableKept(resource, operations);
  const context = { memory: createValueMemory(), work: createWorkLimit(), note };
  const patched = operations.reduce((held, operation) => applied(held, operation, context), resource);
  assertRequired(type.attributes, resource, patched);
  return copied(patched);
}

function applied(resource: JsonObject, operation: PatchOperation, context: ListContext): JsonObject {
  const { holders, attribute } = operation.place;
  return changedAt(resource, [...holders, attribute], (held) => {
    if (operation.kind === 'assign') return operation.value;
    const values = changedValues(isJsonArray(held) ? held : [], operation, context);
    return values.length === 0 ? undefined : values;
  });
}

/** The holder with another value at the end of the path; a complex attribute left without sub-attributes is unassigned. */
function changedAt(
  holder: JsonObject,
  [attribute, ...below]: readonly Attribute[],
  change: (held: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  if (attribute === undefined) return holder;
  const held = ownValue(holder, attribute.name);
  if (below.length === 0) return withValue(holder, attribute, change(held));
  const inner = changedAt(isJsonObject(held) ? held : {}, below, change);
  return withValue(holder, attribute, isEmpty(inner) ? undefined : inner);
}

/** RFC 7644 §3.5.2.2: a required attribute that becomes unassigned is `mutability`; judged at the end, as it is one write. */
function assertRequired(attributes: AttributeMap, before: JsonObject, after: JsonObject): void {
  for (const attribute of attributes.values()) {
    const held = ownValue(before, attribute.name);
    const left = ownValue(after, attribute.name);
    if (attribute.required && held !== undefined && left === undefined) {
      const detail = `attribute "${attribute.path}" is required and cannot be removed; replace its value instead`;
      throw badRequest('mutability', detail);
    }
    if (isJsonObject(held) && isJsonObject(left)) assertRequired(attribute.subAttributes, held, left);
  }
}
