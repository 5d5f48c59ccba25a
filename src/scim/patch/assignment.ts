// Turns the value of an add or replace into operations on the resource, every value canonical; looks no path up.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import type { Attribute } from '../schema/attribute';
import {
  assertMayUnassign,
  inner,
  isUnassigned,
  normaliseElements,
  normaliseValue,
} from '../schema/normalise';
import type { NoteTolerance } from '../tolerance';
import type { Verb } from './body';
import type { PatchOperation, Place, Selection, SubAttributeChange } from './operation';

type AssigningVerb = Exclude<Verb, 'remove'>;

/** How a PATCH is read. */
export interface PatchManner {
  readonly note: NoteTolerance;
  /** A replace of a complex attribute takes away what it does not name: see scim/profile.ts. */
  readonly replacesWhole: boolean;
}

/**
 * What gives the attribute a value. A complex one comes down to its sub-attributes, because those that the value does
 * not name "are left unchanged" (RFC 7644 §3.5.2.3).
 *
 * @throws ScimFailure 400 `invalidValue` naming the attribute
 */
export function assignments(
  verb: AssigningVerb,
  place: Place,
  value: JsonValue,
  manner: PatchManner,
): readonly PatchOperation[] {
  const { attribute } = place;
  const { note } = manner;
  if (attribute.multiValued) return listAssignments(verb, place, value, note);
  if (isUnassigned(value)) {
    assertMayUnassign(attribute);
    note('null-unassigns', attribute.path);
    return unassignments(place);
  }
  if (attribute.type !== 'complex') {
    const canonical = normaliseValue(attribute, value, note);
    if (canonical === undefined) note('null-unassigns', attribute.path);
    return [{ kind: 'assign', place, value: canonical }];
  }
  const holders = [...place.holders, attribute];
  const named = namedSubAttributes(attribute, value, note);
  const given = named.flatMap(([sub, inner]) =>
    assignments(verb, { holders, attribute: sub }, inner, manner),
  );
  if (verb === 'add' || !manner.replacesWhole) return given;
  return [...unnamed(attribute, named, holders), ...given];
}

/** Takes away what a whole new value of the complex attribute does not name; an immutable value stays. */
function unnamed(
  attribute: Attribute,
  named: readonly (readonly [Attribute, JsonValue])[],
  holders: readonly Attribute[],
): readonly PatchOperation[] {
  const given = new Set(named.map(([sub]) => sub));
  return [...attribute.subAttributes.values()]
    .filter((sub) => !given.has(sub) && (sub.mutability === 'readWrite' || sub.mutability === 'writeOnly'))
    .map((sub) => ({ kind: 'assign', place: { holders, attribute: sub }, value: undefined }));
}

function listAssignments(
  verb: AssigningVerb,
  place: Place,
  value: JsonValue,
  note: NoteTolerance,
): readonly PatchOperation[] {
  const values = isUnassigned(value) ? [] : normaliseElements(place.attribute, value, note);
  // To add nothing is to add nothing: it must not take the values away that are there.
  if (verb === 'add') return values.length === 0 ? [] : [{ kind: 'append', place, values }];
  if (values.length > 0) return [{ kind: 'assign', place, value: values }];
  note('null-unassigns', place.attribute.path);
  return [{ kind: 'assign', place, value: undefined }];
}

/** Takes the attribute away; of an extension, everything that a client may write. */
export function unassignments(place: Place): readonly PatchOperation[] {
  const { attribute } = place;
  if (!attribute.extension) return [{ kind: 'assign', place, value: undefined }];
  const holders = [...place.holders, attribute];
  return [...attribute.subAttributes.values()]
    .filter((sub) => sub.mutability !== 'readOnly')
    .map((sub) => ({ kind: 'assign', place: { holders, attribute: sub }, value: undefined }));
}

/** What a value does to one sub-attribute of the selected values: `emails[type eq "work"].value`. */
export function subAttributeAssignment(
  selection: Selection,
  attribute: Attribute,
  value: JsonValue,
  note: NoteTolerance,
): PatchOperation {
  const change = subAttributeChange(attribute, value, note);
  return { kind: 'changeSelected', ...selection, changes: [change] };
}

/** What a value does to the selected values as wholes: `emails[type eq "work"]`. */
export function selectionAssignments(
  verb: AssigningVerb,
  selection: Selection,
  value: JsonValue,
  note: NoteTolerance,
): readonly PatchOperation[] {
  if (isUnassigned(value)) {
    if (verb === 'add') return [];
    note('null-unassigns', selection.place.attribute.path);
    return [{ kind: 'removeSelected', ...selection }];
  }
  const changes = namedSubAttributes(selection.place.attribute, value, note).map(([sub, given]) =>
    subAttributeChange(sub, given, note),
  );
  if (changes.length === 0) return [];
  if (verb === 'add') return [{ kind: 'changeSelected', ...selection, changes }];
  const named = changes.flatMap((change) =>
    change.value === undefined ? [] : [[change.attribute.name, change.value] as const],
  );
  return [{ kind: 'replaceSelected', ...selection, value: Object.fromEntries(named) }];
}

function subAttributeChange(attribute: Attribute, given: JsonValue, note: NoteTolerance): SubAttributeChange {
  const value = normaliseValue(attribute, given, note);
  if (value === undefined) note('null-unassigns', attribute.path);
  return { attribute, value };
}

/** The sub-attributes that a complex value names, each once; `value` first, because `$ref` follows from it. */
function namedSubAttributes(
  attribute: Attribute,
  value: JsonValue,
  note: NoteTolerance,
): readonly (readonly [Attribute, JsonValue])[] {
  const named = new Map<Attribute, JsonValue>();
  for (const [name, given] of Object.entries(asComplex(attribute, value, note))) {
    const sub = attribute.subAttributes.get(name.toLowerCase());
    if (sub === undefined) {
      note('unknown-ignored', inner(attribute, name));
    } else if (sub.mutability === 'readOnly') {
      note('read-only-echoed', sub.path);
    } else if (named.has(sub)) {
      throw badRequest('invalidSyntax', `attribute "${sub.path}" is given more than once`);
    } else {
      named.set(sub, given);
    }
  }
  return [...named].toSorted(
    ([left], [right]) => Number(right.name === 'value') - Number(left.name === 'value'),
  );
}

function asComplex(attribute: Attribute, value: JsonValue, note: NoteTolerance): JsonObject {
  if (isJsonObject(value)) return value;
  const only = isJsonArray(value) && value.length === 1 ? value[0] : undefined;
  if (only !== undefined) {
    note('list-as-single', attribute.path);
    return asComplex(attribute, only, note);
  }
  if (typeof value === 'string' && attribute.subAttributes.has('value')) {
    note('text-as-value', attribute.path);
    return { value };
  }
  throw badRequest('invalidValue', `attribute "${attribute.path}" takes an object with sub-attributes`);
}
