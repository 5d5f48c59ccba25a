// Reads a PATCH request (RFC 7644 §3.5.2) into operations that need no more looking up; applies none of them.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import type { ResourceType } from '../schema/schema-map';
import { normaliseElements } from '../schema/normalise';
import type { NoteTolerance } from '../tolerance';
import { assignments, selectionAssignments, subAttributeAssignment, unassignments } from './assignment';
import { readPatchBody, type GivenOperation } from './body';
import { memberOperations } from './member-operations';
import { NOTHING, type PatchLimits, type PatchOperation, type PatchRequest, type Place } from './operation';
import { targetOfKey, targetOfPath, type PatchReading, type Target } from './target';

/**
 * @throws ScimFailure 400 with the scimType of RFC 7644 table 9, 413 above `limits.operationsMax`; a request that is
 *   refused has changed nothing, because nothing is applied here
 */
export function parsePatch(
  type: ResourceType,
  body: JsonValue,
  limits: PatchLimits,
  note: NoteTolerance,
): PatchRequest {
  const reading = { type, limits, note };
  return joined(
    readPatchBody(body, limits.operationsMax, note).map((given) => readOperation(given, reading)),
  );
}

function readOperation(given: GivenOperation, reading: PatchReading): PatchRequest {
  const target: Target = given.path === undefined ? { kind: 'resource' } : targetOfPath(given.path, reading);
  return readAt(target, given, reading);
}

function readAt(target: Target, given: Omit<GivenOperation, 'path'>, reading: PatchReading): PatchRequest {
  switch (target.kind) {
    case 'ignored':
      reading.note(target.tolerance);
      return NOTHING;
    case 'members':
      return { ...NOTHING, memberOperations: memberOperations(target, given, reading.note) };
    case 'resource':
      return readResource(given, reading);
    case 'attribute':
    case 'selection':
      return { ...NOTHING, operations: operationsAt(target, given, reading.note) };
  }
}

function operationsAt(
  target: Extract<Target, { readonly kind: 'attribute' | 'selection' }>,
  { verb, value }: Omit<GivenOperation, 'path'>,
  note: NoteTolerance,
): readonly PatchOperation[] {
  if (target.kind === 'attribute') {
    if (verb === 'remove') return removal(target.place, value, note);
    return assignments(verb, target.place, value ?? null, note);
  }
  const { selection, subAttribute } = target;
  if (subAttribute === undefined) {
    if (verb === 'remove') return [{ kind: 'removeSelected', ...selection }];
    return selectionAssignments(verb, selection, value ?? null, note);
  }
  if (verb !== 'remove') return [subAttributeAssignment(selection, subAttribute, value ?? null, note)];
  return [{ kind: 'changeSelected', ...selection, changes: [{ attribute: subAttribute, value: undefined }] }];
}

/** Entra removes single values of a list by naming them in "value"; everywhere else a value says nothing here. */
function removal(place: Place, value: JsonValue | undefined, note: NoteTolerance): readonly PatchOperation[] {
  if (!place.attribute.multiValued || value === undefined || value === null) return unassignments(place);
  note('value-list-removed');
  const values = normaliseElements(place.attribute, value, note);
  return values.length === 0 ? [] : [{ kind: 'removeValues', place, values }];
}

/** An operation on the resource itself: each key of its value is a target (RFC 7644 §3.5.2.1, §3.5.2.3). */
function readResource(given: Omit<GivenOperation, 'path'>, reading: PatchReading): PatchRequest {
  const { verb } = given;
  if (verb === 'remove') throw badRequest('noTarget', '"remove" takes the path of an attribute');
  const seen = new Set<string>();
  return joined(
    Object.entries(attributesOf(given.value, reading.note)).map(([key, value]) => {
      const target = targetOfKey(key, reading);
      assertOnce(target, key, seen);
      if (isPathLike(key, target)) reading.note('dotted-key');
      return readAt(target, { verb, value }, reading);
    }),
  );
}

function attributesOf(value: JsonValue | undefined, note: NoteTolerance): JsonObject {
  if (isJsonObject(value)) return value;
  const only = isJsonArray(value) && value.length === 1 ? value[0] : undefined;
  if (!isJsonObject(only)) {
    throw badRequest('invalidValue', 'an operation without "path" takes an object of attributes as "value"');
  }
  note('list-as-single');
  return only;
}

/** Names compare without case, so one object can give an attribute twice; which of the two is meant nobody knows. */
function assertOnce(target: Target, key: string, seen: Set<string>): void {
  if (target.kind === 'ignored') return;
  const name = target.kind === 'attribute' ? target.place.attribute.path : key.toLowerCase();
  if (seen.has(name)) throw badRequest('invalidSyntax', `attribute "${name}" is given more than once`);
  seen.add(name);
}

function isPathLike(key: string, target: Target): boolean {
  if (target.kind === 'ignored' || target.kind === 'resource' || !/[.:[]/.test(key)) return false;
  return !(target.kind === 'attribute' && target.place.attribute.extension);
}

function joined(parts: readonly PatchRequest[]): PatchRequest {
  return {
    operations: parts.flatMap((part) => part.operations),
    memberOperations: parts.flatMap((part) => part.memberOperations),
  };
}
