// Brings a client's JSON into the canonical form of the schema map, or refuses it naming the attribute; stores nothing.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest, quoted } from '../failure';
import type { NoteTolerance } from '../tolerance';
import type { Attribute, AttributeMap } from './attribute';
import { normaliseScalar } from './scalar';

/** A resource under construction. */
export type MutableJson = Record<string, JsonValue>;

/**
 * The canonical form of a resource or complex value: names in the schema's spelling, values of the schema's types,
 * unassigned attributes (null, "", [], {}) left out (RFC 7643 §2.5), read-only and unknown ones left out and noted.
 *
 * @throws ScimFailure 400 `invalidValue` naming the attribute, 400 `invalidSyntax` when one attribute is given twice
 */
export function normaliseObject(
  attributes: AttributeMap,
  given: JsonObject,
  note: NoteTolerance,
  holder?: Attribute,
): MutableJson {
  const canonical: MutableJson = {};
  for (const [name, value] of Object.entries(given)) {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) {
      note('unknown-ignored', inner(holder, name));
    } else if (attribute.mutability === 'readOnly') {
      // RFC 7643 §3 asks for "schemas" in every body, so there is nothing to put up with.
      if (attribute.path !== 'schemas') note('read-only-ignored', attribute.path);
    } else if (Object.hasOwn(canonical, attribute.name)) {
      throw badRequest('invalidSyntax', `attribute "${attribute.path}" is given more than once`);
    } else {
      const normalised = normaliseValue(attribute, value, note);
      if (normalised !== undefined) canonical[attribute.name] = normalised;
    }
  }
  return canonical;
}

/** How an attribute that is unknown is told of: where it stands, and its name. */
export function inner(holder: Attribute | undefined, name: string): string {
  return quoted(holder === undefined ? name : `${holder.path}${holder.extension ? ':' : '.'}${name}`);
}

/**
 * Paths of the attributes that a body names only to unassign them, with null, "" or [] (RFC 7643 §2.5): where absence
 * is not removal, this is. Extensions are looked into; what cannot be unassigned is left out.
 */
export function unassignedPaths(attributes: AttributeMap, given: JsonObject): ReadonlySet<string> {
  const paths = Object.entries(given).flatMap(([name, value]) => {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) return [];
    if (attribute.extension && isJsonObject(value))
      return [...unassignedPaths(attribute.subAttributes, value)];
    return attribute.mutability === 'readWrite' && isUnassigned(value) ? [attribute.path] : [];
  });
  return new Set(paths);
}

/**
 * The canonical form of an attribute's whole value, or undefined where the value unassigns it.
 *
 * @throws ScimFailure 400 `invalidValue` naming the attribute
 */
export function normaliseValue(
  attribute: Attribute,
  value: JsonValue,
  note: NoteTolerance,
): JsonValue | undefined {
  if (isUnassigned(value)) {
    assertMayUnassign(attribute);
    return undefined;
  }
  if (attribute.multiValued) {
    const elements = normaliseElements(attribute, value, note);
    return elements.length === 0 ? undefined : elements;
  }
  if (isJsonArray(value) && value.length === 1 && value[0] !== undefined) {
    note(attribute.type === 'boolean' ? 'wrapped-boolean' : 'list-as-single', attribute.path);
    return normaliseElement(attribute, value[0], note);
  }
  return normaliseElement(attribute, value, note);
}

/** The canonical elements of a multi-valued attribute; a single value counts as a list of one. */
export function normaliseElements(
  attribute: Attribute,
  value: JsonValue,
  note: NoteTolerance,
): readonly JsonValue[] {
  if (!isJsonArray(value)) note('single-as-list', attribute.path);
  const given = isJsonArray(value) ? value : [value];
  const elements = given.flatMap((element) => normaliseElement(attribute, element, note) ?? []);
  return onePrimary(attribute, withoutRepeats(attribute, elements, note), note);
}

/** RFC 7643 §2.4: a value given twice is kept once. Values that differ in anything are the client's own business. */
function withoutRepeats(
  attribute: Attribute,
  elements: readonly JsonValue[],
  note: NoteTolerance,
): readonly JsonValue[] {
  if (elements.length < 2) return elements;
  const text = (element: JsonValue): string =>
    JSON.stringify(element, isJsonObject(element) ? Object.keys(element).sort() : undefined);
  const texts = new Map(elements.map((element) => [text(element), element]));
  if (texts.size < elements.length) note('duplicate-merged', attribute.path);
  return [...texts.values()];
}

/** RFC 7643 §2.4: the primary value is true for no more than one element; the last one given wins. */
function onePrimary(
  attribute: Attribute,
  elements: readonly JsonValue[],
  note: NoteTolerance,
): readonly JsonValue[] {
  const last = elements.findLastIndex(isPrimary);
  if (elements.filter(isPrimary).length <= 1) return elements;
  note('one-primary-kept', attribute.path);
  return elements.map((element, index) =>
    isJsonObject(element) && isPrimary(element) && index !== last ? { ...element, primary: false } : element,
  );
}

function isPrimary(element: JsonValue): boolean {
  return isJsonObject(element) && element['primary'] === true;
}

/** RFC 7643 §2.5: null and an empty list are "unassigned"; Entra and Okta mean the same by "". */
export function isUnassigned(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (isJsonArray(value) && value.length === 0);
}

/** Of the value of an operation that takes none. */
export function saysSomething(value: JsonValue | undefined): boolean {
  return !isUnassigned(value);
}

/**
 * Whether somebody may sign in is never guessed at: null may mean "no" or "nothing" (reliability.md V3).
 *
 * @throws ScimFailure 400 `invalidValue` where no value of the attribute can be unassigned by null, "" or []
 */
export function assertMayUnassign(attribute: Attribute): void {
  if (attribute.path !== 'active' || attribute.own) return;
  throw badRequest('invalidValue', 'attribute "active" takes true or false; it is not left to a guess');
}

function normaliseElement(
  attribute: Attribute,
  value: JsonValue,
  note: NoteTolerance,
): JsonValue | undefined {
  if (isUnassigned(value)) return undefined;
  if (attribute.type !== 'complex') return normaliseScalar(attribute, value, note);
  const complex = asComplex(attribute, value, note);
  const canonical = normaliseObject(attribute.subAttributes, complex, note, attribute);
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}

function asComplex(attribute: Attribute, value: JsonValue, note: NoteTolerance): JsonObject {
  if (isJsonObject(value)) return value;
  if (typeof value === 'string' && attribute.subAttributes.has('value')) {
    note('text-as-value', attribute.path);
    return { value };
  }
  throw badRequest('invalidValue', `attribute "${attribute.path}" takes an object with sub-attributes`);
}
