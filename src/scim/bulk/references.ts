// Finds the references to other operations of a bulk request in a resource, `bulkId:…` (RFC 7644 §3.7.2), and puts ids in their place; executes nothing.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { Attribute, AttributeMap } from '../schema/attribute';

export const BULK_ID = 'bulkId:';
/** In place of a value: it is left out. */
export const OMIT = Symbol('left out');

/** The resource that an operation created. */
export interface Made {
  readonly id: string;
  readonly location: string;
}

/**
 * What becomes of a reference: undefined leaves it as it is, OMIT takes away the whole value that it stands in.
 *
 * @param holder the attribute that is left out then: `manager`, not `manager.value`
 */
export type Replace = (bulkId: string, holder: Attribute) => Made | typeof OMIT | undefined;

/** Told of each value that was left out, as the client wrote it. */
export type Omitted = (holder: Attribute, value: JsonValue) => void;

const IGNORE = (): void => undefined;

/**
 * The same resource with its references replaced. Only where the schema map says that a value refers to a resource is it
 * looked at: a displayName may begin with "bulkId:", too.
 */
export function replaceReferences(
  attributes: AttributeMap,
  given: JsonObject,
  replace: Replace,
  omitted: Omitted = IGNORE,
): JsonObject {
  const entries = Object.entries(given).flatMap(([name, value]): [string, JsonValue][] => {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) return [[name, value]];
    const replaced = replaceInAttribute(attribute, value, replace, omitted);
    return replaced === OMIT ? [] : [[name, replaced.value]];
  });
  return Object.fromEntries(entries);
}

export type Replaced = { readonly value: JsonValue } | typeof OMIT;

/** The whole value of an attribute, or of a schema extension, with its references replaced. */
export function replaceInAttribute(
  attribute: Attribute,
  value: JsonValue,
  replace: Replace,
  omitted: Omitted = IGNORE,
): Replaced {
  // What the client cannot write is left out later, whatever it refers to.
  if (attribute.mutability === 'readOnly') return { value };
  if (attribute.extension) {
    if (!isJsonObject(value)) return { value };
    return { value: replaceReferences(attribute.subAttributes, value, replace, omitted) };
  }
  if (!isJsonArray(value)) return replaceInElement(attribute, value, replace, omitted);
  const elements = value.flatMap((element) => {
    const replaced = replaceInElement(attribute, element, replace, omitted);
    return replaced === OMIT ? [] : [replaced.value];
  });
  return elements.length === 0 && value.length > 0 ? OMIT : { value: elements };
}

/** The new value of `members.value` alone, as a PATCH may name it. */
export function replaceInSubAttribute(
  holder: Attribute,
  attribute: Attribute,
  value: JsonValue,
  replace: Replace,
): JsonValue {
  if (typeof value !== 'string') return value;
  const replaced = replaceText(holder, attribute, value, replace);
  return replaced === OMIT ? value : replaced;
}

/** Whether `value` of the attribute is the id of a resource: RFC 7643 §2.4 gives such an attribute `$ref`, too. */
export function refersByValue({ subAttributes }: Attribute): boolean {
  return subAttributes.has('value') && subAttributes.has('$ref');
}

function replaceInElement(
  attribute: Attribute,
  element: JsonValue,
  replace: Replace,
  omitted: Omitted,
): Replaced {
  const replaced = replaceInValue(attribute, element, replace);
  if (replaced !== OMIT) return { value: replaced };
  omitted(attribute, element);
  return OMIT;
}

function replaceInValue(attribute: Attribute, value: JsonValue, replace: Replace): JsonValue | typeof OMIT {
  if (typeof value === 'string') {
    // A member or a manager as plain text is its id.
    const named = refersByValue(attribute) ? attribute.subAttributes.get('value') : attribute;
    return replaceText(attribute, named ?? attribute, value, replace);
  }
  if (!isJsonObject(value) || attribute.type !== 'complex') return value;
  const entries: [string, JsonValue][] = [];
  for (const [name, given] of Object.entries(value)) {
    const sub = attribute.subAttributes.get(name.toLowerCase());
    const isText = sub !== undefined && typeof given === 'string';
    const replaced = isText ? replaceText(attribute, sub, given, replace) : given;
    if (replaced === OMIT) return OMIT;
    entries.push([name, replaced]);
  }
  return Object.fromEntries(entries);
}

function replaceText(
  holder: Attribute,
  attribute: Attribute,
  text: string,
  replace: Replace,
): string | typeof OMIT {
  const isId = holder !== attribute && attribute.name === 'value' && refersByValue(holder);
  if (!isId && attribute.type !== 'reference') return text;
  const start = text.startsWith(BULK_ID) ? 0 : isId ? -1 : text.indexOf(`/${BULK_ID}`) + 1;
  if (start === -1 || !text.startsWith(BULK_ID, start)) return text;
  const made = replace(text.slice(start + BULK_ID.length), holder);
  if (made === undefined || made === OMIT) return made ?? text;
  if (isId) return made.id;
  return start === 0 ? made.location : `${text.slice(0, start)}${made.id}`;
}
