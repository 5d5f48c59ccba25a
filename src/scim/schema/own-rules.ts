// Owns what a customer's own schemas ask of a write (RFC 7643 §2.2, §7): required, immutable, what a PUT leaves, what events hide.

import { difference, sameJson, type EventOperation } from '../../directory/event';
import { isJsonArray, isJsonObject, objectOf, type JsonObject, type JsonValue } from '../../directory/json';
import { NOT_SHOWN } from '../../directory/own-resource';
import { badRequest } from '../failure';
import type { Attribute, AttributeMap } from './attribute';
import type { ResourceType } from './schema-map';

/** What a write makes of a resource, in canonical form. */
export interface OwnChange {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly operation: EventOperation;
}

/**
 * Asked of every POST, PUT and PATCH.
 *
 * What a resource lacked before a PATCH it may go on lacking: an attribute that became required while people were kept
 * must not stand in the way of the PATCH that disables one of them.
 *
 * @throws ScimFailure 400 `invalidValue` for a required attribute that is missing, `mutability` for an immutable one that
 *   changes (RFC 7644 §3.5.1, §3.5.2)
 */
export function assertOwnRules(type: ResourceType, { before, after, operation }: OwnChange): void {
  if (type.own === undefined) return;
  const attributes = type.own.attributes;
  assertUnchanged(attributes, before, after);
  const lacked = operation === 'patch' ? new Set(missingIn(attributes, before)) : new Set<string>();
  const missing = missingIn(attributes, after).find((path) => !lacked.has(path));
  if (missing === undefined) return;
  throw badRequest(
    'invalidValue',
    `attribute "${missing}" is required by the schema of this customer`,
    'own-value-missing',
  );
}

function assertUnchanged(attributes: Iterable<Attribute>, before: JsonObject, after: JsonObject): void {
  for (const { name, path, mutability, multiValued, subAttributes } of attributes) {
    const [was, is] = [before[name], after[name]];
    if (was === undefined) continue;
    if (mutability === 'immutable' && !sameJson(was, is))
      throw badRequest('mutability', `attribute "${path}" is immutable: once it has a value it keeps it`);
    // Which element of a list is which nobody can say: there it is the path of a PATCH that tells (patch/immutable.ts).
    if (!multiValued && isJsonObject(was)) assertUnchanged(subAttributes.values(), was, objectOf(is));
  }
}

/** Paths of the required attributes that the resource lacks; in a value that is not there nothing is. */
function missingIn(attributes: Iterable<Attribute>, holder: JsonObject): readonly string[] {
  return [...attributes].flatMap((attribute) => {
    const { name, path, required, subAttributes } = attribute;
    const value = holder[name];
    if (value === undefined) return required ? [path] : [];
    const held = (isJsonArray(value) ? value : [value]).filter(isJsonObject);
    return held.flatMap((element) => missingIn(subAttributes.values(), element));
  });
}

/**
 * A PUT in full: what the client could not send stays as it was — attributes that nobody may read, or change, and what an
 * earlier configuration defined and this one does not.
 */
export function withUnsendable(type: ResourceType, before: JsonObject, given: JsonObject): JsonObject {
  return type.own === undefined && !hasUndefined(type.attributes, before)
    ? given
    : joined(type.attributes, before, given);
}

function hasUndefined(attributes: AttributeMap, holder: JsonObject): boolean {
  return Object.keys(holder).some((name) => !attributes.has(name.toLowerCase()));
}

function joined(attributes: AttributeMap, before: JsonObject, given: JsonObject): JsonObject {
  const kept = Object.entries(before).flatMap(([name, was]) => {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) return [[name, was] as const];
    if (!attribute.own || attribute.multiValued || !isJsonObject(was)) {
      return Object.hasOwn(given, name) || !isUnsendable(attribute) ? [] : [[name, was] as const];
    }
    const value = joined(attribute.subAttributes, was, objectOf(given[name]));
    return Object.keys(value).length === 0 ? [] : [[name, value] as const];
  });
  return { ...given, ...Object.fromEntries(kept) };
}

function isUnsendable({ own, mutability, returned }: Attribute): boolean {
  return own && (mutability === 'immutable' || mutability === 'readOnly' || returned === 'never');
}

/** What an event tells of a change: values that are never returned are named and not shown. */
export function ownDifference(
  type: ResourceType,
  before: JsonObject,
  after: JsonObject,
): ReturnType<typeof difference> {
  const changed = difference(before, after);
  if (type.own === undefined) return changed;
  return { before: shownOf(type.attributes, changed.before), after: shownOf(type.attributes, changed.after) };
}

/** Of what is kept, what may be told: values that are never returned are named and not shown. */
export function shownFacts(type: ResourceType, facts: JsonObject): JsonObject {
  return shownOf(type.attributes, facts);
}

function shownOf(attributes: AttributeMap, facts: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const attribute = attributes.get(name.toLowerCase());
      return [name, attribute?.own === true ? shownValue(attribute, value) : value];
    }),
  );
}

function shownValue(attribute: Attribute, value: JsonValue): JsonValue {
  if (attribute.returned === 'never') return NOT_SHOWN;
  if (isJsonArray(value)) return value.map((element) => shownValue(attribute, element));
  return isJsonObject(value) ? shownOf(attribute.subAttributes, value) : value;
}
