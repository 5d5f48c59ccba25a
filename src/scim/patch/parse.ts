// Reads a PATCH request (RFC 7644 §3.5.2) into operations that need no more looking up; applies none of them.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest, quoted } from '../failure';
import type { ResourceType } from '../schema/schema-map';
import { normaliseElements, saysSomething } from '../schema/normalise';
import { noteSchemas } from '../schema/given-schemas';
import type { NoteTolerance } from '../tolerance';
import {
  assignments,
  selectionAssignments,
  subAttributeAssignment,
  unassignments,
  type PatchManner,
} from './assignment';
import { readPatchBody, type GivenOperation, type Verb } from './body';
import { isSuggested } from './described-value';
import { assertTakesAll, LargeMembers } from './large-members';
import { memberOperations } from './member-operations';
import {
  NOTHING,
  type PatchLimits,
  type PatchOperation,
  type PatchRequest,
  type Place,
  type Selection,
} from './operation';
import { targetOfKey, targetOfPath, type PatchReading, type Target } from './target';

/**
 * @throws ScimFailure 400 with the scimType of RFC 7644 table 9, 413 above `limits.operationsMax`; a request that is
 *   refused has changed nothing, because nothing is applied here
 */
export function parsePatch(
  type: ResourceType,
  body: JsonValue,
  limits: PatchLimits,
  { note, replacesWhole }: PatchManner,
): PatchRequest {
  const reading = { type, limits, note, replacesWhole };
  return joined(
    readPatchBody(body, limits.operationsMax, note).map((given) => readOperation(given, reading)),
  );
}

function readOperation(given: GivenOperation, reading: PatchReading): PatchRequest {
  const target: Target = given.path === undefined ? { kind: 'resource' } : targetOfPath(given.path, reading);
  return readAt(target, given, reading);
}

function readAt(target: Target, given: Omit<GivenOperation, 'path'>, reading: PatchReading): PatchRequest {
  if (given.value instanceof LargeMembers) assertTakesAll(target);
  switch (target.kind) {
    case 'ignored':
      reading.note(target.tolerance, target.subject);
      return NOTHING;
    case 'schemas':
      // RFC 7644 §3.5.2.2: what is required is not removed.
      if (given.verb === 'remove') {
        throw badRequest(
          'mutability',
          'attribute "schemas" follows from what the resource holds; leave it out',
        );
      }
      noteSchemas(reading.type, given.value, reading.note);
      return NOTHING;
    case 'readOnly': {
      const { attributes, isPart } = target;
      reading.note('read-only-echoed', attributes.at(-1)?.path);
      return { ...NOTHING, echoes: [{ verb: given.verb, attributes, isPart, value: given.value }] };
    }
    case 'members':
      return { ...NOTHING, memberOperations: memberOperations(target, given, reading.note) };
    case 'resource':
      return readResource(given, reading);
    case 'values':
      return { ...NOTHING, operations: plainRemoval(target, given.verb, reading.note) };
    case 'attribute':
    case 'selection':
      return { ...NOTHING, operations: operationsAt(target, given, reading) };
  }
}

function operationsAt(
  target: Extract<Target, { readonly kind: 'attribute' | 'selection' }>,
  { verb, value }: Omit<GivenOperation, 'path'>,
  manner: PatchManner,
): readonly PatchOperation[] {
  const { note } = manner;
  if (target.kind === 'attribute') {
    if (verb === 'remove') return removal(target.place, value, note);
    return assignments(verb, target.place, value ?? null, manner);
  }
  const { selection, subAttribute } = target;
  const { attribute } = selection.place;
  if (subAttribute === undefined) note('element-path', attribute.path);
  if (verb === 'remove' && saysSomething(value)) note('remove-value-ignored', attribute.path);
  if (subAttribute === undefined) {
    if (verb === 'remove') return [{ kind: 'removeSelected', ...selection }];
    return selectionAssignments(verb, creating(verb, selection), value ?? null, note);
  }
  if (verb !== 'remove')
    return [subAttributeAssignment(creating(verb, selection), subAttribute, value ?? null, note)];
  return [{ kind: 'changeSelected', ...selection, changes: [{ attribute: subAttribute, value: undefined }] }];
}

/** What has no sub-attributes is changed by a remove and an add; a filter only says which value goes. */
function plainRemoval(
  { place, values, path }: Extract<Target, { readonly kind: 'values' }>,
  verb: Verb,
  note: NoteTolerance,
): readonly PatchOperation[] {
  if (verb === 'remove')
    return [{ kind: 'removeValues', place, values: normaliseElements(place.attribute, [...values], note) }];
  const detail = `path ${quoted(path)}: the values of "${place.attribute.path}" have no parts: remove one and add another`;
  throw badRequest('invalidPath', detail);
}

function creating(verb: Verb, selection: Selection): Selection {
  const isLikely = verb === 'add' || isSuggested(selection.place.attribute, selection.described);
  return isLikely ? selection : { ...selection, createsNone: true };
}

/** Entra removes single values of a list by naming them in "value"; everywhere else a value says nothing here. */
function removal(place: Place, value: JsonValue | undefined, note: NoteTolerance): readonly PatchOperation[] {
  if (!place.attribute.multiValued || value === undefined || value === null) {
    if (saysSomething(value)) note('remove-value-ignored', place.attribute.path);
    return unassignments(place);
  }
  note('value-list-removed', place.attribute.path);
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
      if (isPathLike(key, target)) reading.note('dotted-key', quoted(key));
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
  note('list-as-single', 'the value of an operation without "path"');
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
    echoes: parts.flatMap((part) => part.echoes),
  };
}
