// Finds what the path of a PATCH operation, or a key of an operation without path, points at; knows no values.

import { badRequest, quoted } from '../failure';
import type { FilterNode } from '../filter/ast';
import { resolveElementFilter } from '../filter/resolve';
import { parseValuePath } from '../filter/value-path';
import type { Attribute } from '../schema/attribute';
import { findAttribute } from '../schema/attribute-path';
import type { ResourceType } from '../schema/schema-map';
import type { NoteTolerance, Tolerance } from '../tolerance';
import { describedValue } from './described-value';
import type { PatchLimits, Place, Selection } from './operation';

/** What every step of reading a PATCH request needs to know. */
export interface PatchReading {
  readonly type: ResourceType;
  readonly limits: PatchLimits;
  readonly note: NoteTolerance;
}

export type Target =
  /** Left out, under the name of this tolerance. */
  | { readonly kind: 'ignored'; readonly tolerance: Tolerance }
  | { readonly kind: 'resource' }
  | { readonly kind: 'attribute'; readonly place: Place }
  | {
      readonly kind: 'selection';
      readonly selection: Selection;
      readonly subAttribute: Attribute | undefined;
    }
  | {
      readonly kind: 'members';
      readonly attribute: Attribute;
      readonly filter: FilterNode | undefined;
      readonly subAttribute: Attribute | undefined;
    };

/** Echoed by clients that send back what they read; left out instead of refused, else one rename stops a whole push. */
const ECHOED = new Set(['id', 'schemas', 'meta', 'groups']);

/**
 * @throws ScimFailure 400 `invalidPath` for an unknown or malformed path, `mutability` for a read-only attribute,
 *   `invalidFilter` for a filter that does not fit the attribute
 */
export function targetOfPath(path: string, reading: PatchReading): Target {
  const target = resolve(path, reading);
  if (target !== undefined) return target;
  if (isForeignUrn(reading.type, path)) return { kind: 'ignored', tolerance: 'unknown-ignored' };
  const example = reading.type.attributes.has('username') ? 'name.givenName' : 'displayName';
  throw badRequest(
    'invalidPath',
    `path ${quotedEnd(path)}: a ${reading.type.name} has no such attribute; a path is written as in ${example}`,
  );
}

/** A key may be a path of any form (Entra); an unknown one is left out. @throws as `targetOfPath`, else */
export function targetOfKey(key: string, reading: PatchReading): Target {
  const attribute = key.includes('[') ? key.slice(0, key.indexOf('[')) : key;
  const known = isCoreSchema(reading.type, key) || findAttribute(reading.type, attribute) !== undefined;
  const target = known ? resolve(key, reading) : undefined;
  return target ?? { kind: 'ignored', tolerance: 'unknown-ignored' };
}

function resolve(text: string, reading: PatchReading): Target | undefined {
  const { type, limits, note } = reading;
  if (isCoreSchema(type, text)) return { kind: 'resource' };
  const { attribute, filter, subAttribute } = parseValuePath(text, limits);
  const path = findAttribute(type, attribute);
  const root = path?.[0];
  if (path === undefined || root === undefined) return undefined;
  if (ECHOED.has(root.name)) return { kind: 'ignored', tolerance: 'read-only-ignored' };
  const { place, below } = splitAtList(path);
  if (filter !== undefined) assertTakesFilter(place.attribute, below, text);
  const sub = subAttribute === undefined ? below : subAttributeNamed(place.attribute, subAttribute, text);
  assertWritable([...place.holders, place.attribute, ...(sub === undefined ? [] : [sub])]);
  if (place.attribute.relation === 'members') {
    return { kind: 'members', attribute: place.attribute, filter, subAttribute: sub };
  }
  if (filter === undefined) {
    if (sub === undefined) return { kind: 'attribute', place };
    return { kind: 'selection', selection: { place, where: undefined, described: {} }, subAttribute: sub };
  }
  const where = resolveElementFilter(place.attribute, filter);
  const described = describedValue(place.attribute, filter, note);
  return { kind: 'selection', selection: { place, where, described }, subAttribute: sub };
}

/** Splits `emails.value` behind the multi-valued attribute: it means that sub-attribute of every value. */
function splitAtList(path: readonly Attribute[]): { place: Place; below: Attribute | undefined } {
  const list = path.findIndex((attribute) => attribute.multiValued);
  const end = list === -1 ? path.length - 1 : list;
  const attribute = path[end];
  if (attribute === undefined) throw new Error('a path has at least one attribute');
  return { place: { holders: path.slice(0, end), attribute }, below: path[end + 1] };
}

function subAttributeNamed(attribute: Attribute, name: string, text: string): Attribute {
  const found = attribute.subAttributes.get(name.toLowerCase());
  if (found !== undefined) return found;
  const known = [...attribute.subAttributes.values()].map((sub) => sub.name).join(', ');
  throw badRequest('invalidPath', `path ${quotedEnd(text)}: "${attribute.path}" has ${known}`);
}

function assertTakesFilter(attribute: Attribute, below: Attribute | undefined, text: string): void {
  if (attribute.multiValued && attribute.type === 'complex' && below === undefined) return;
  const detail = `path ${quotedEnd(text)}: only a multi-valued complex attribute such as emails takes a filter`;
  throw badRequest('invalidPath', detail);
}

/** RFC 7644 §3.5.2: an operation must be compatible with the attribute's mutability. */
function assertWritable(path: readonly Attribute[]): void {
  const readOnly = path.find((attribute) => attribute.mutability === 'readOnly');
  // What a client says of a member beyond its id is left out, not refused: see member-operations.ts.
  if (readOnly === undefined || path.some((attribute) => attribute.relation === 'members')) return;
  throw badRequest('mutability', `attribute "${readOnly.path}" is read-only`);
}

function isCoreSchema(type: ResourceType, text: string): boolean {
  return text.toLowerCase() === type.schema.toLowerCase();
}

/** A schema that the gateway does not know: Okta and Entra send those of other applications. */
function isForeignUrn(type: ResourceType, text: string): boolean {
  const lower = text.toLowerCase();
  const known = [type.schema, ...type.extensions.map((extension) => extension.name)];
  return (
    lower.startsWith('urn:') &&
    !known.some((urn) => lower.startsWith(urn.toLowerCase()) && /^[:.[]|^$/.test(lower.slice(urn.length)))
  );
}

/** A path as it may be echoed: a URN says what it is about at its end. */
function quotedEnd(path: string): string {
  return quoted(path.length > 60 ? `…${path.slice(-59)}` : path);
}
