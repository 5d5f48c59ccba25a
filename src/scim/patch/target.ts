// Finds what the path of a PATCH operation, or a key of an operation without path, points at; knows no values.

import { badRequest, quoted } from '../failure';
import type { FilterNode } from '../filter/ast';
import { resolveElementFilter } from '../filter/resolve';
import { parseValuePath } from '../filter/value-path';
import type { Attribute } from '../schema/attribute';
import { findAttribute } from '../schema/attribute-path';
import type { ResourceType } from '../schema/schema-map';
import type { NoteTolerance, Tolerance } from '../tolerance';
import type { PatchManner } from './assignment';
import { describedValue, namedValues } from './described-value';
import type { PatchLimits, Place, Selection } from './operation';

/** What every step of reading a PATCH request needs to know. */
export interface PatchReading extends PatchManner {
  readonly type: ResourceType;
  readonly limits: PatchLimits;
}

export type Target =
  /** Left out, under the name of this tolerance. */
  | { readonly kind: 'ignored'; readonly tolerance: Tolerance; readonly subject: string }
  | { readonly kind: 'resource' }
  /** `schemas`, which follows from what the resource holds. */
  | { readonly kind: 'schemas' }
  | { readonly kind: 'readOnly'; readonly attributes: readonly Attribute[]; readonly isPart: boolean }
  | { readonly kind: 'attribute'; readonly place: Place }
  /** Values of a list without sub-attributes: in `keywords[value eq "a"]` "value" means each of them (RFC 7643 §2.4). */
  | {
      readonly kind: 'values';
      readonly place: Place;
      readonly values: readonly string[];
      readonly path: string;
    }
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

/** Echoed among the keys of a value by clients that send back what they read; else one rename stops a whole push. */
const ECHOED = new Set(['id', 'meta', 'groups']);

/**
 * @throws ScimFailure 400 `invalidPath` for an unknown or malformed path, `invalidFilter` for a filter that does not fit the attribute
 */
export function targetOfPath(path: string, reading: PatchReading): Target {
  const target = resolve(path, reading);
  if (target !== undefined) return target;
  const unknown = { kind: 'ignored', tolerance: 'unknown-ignored', subject: quotedEnd(path) } as const;
  if (isForeignUrn(reading.type, path)) return unknown;
  // The interop profile (§5.3) has a scimType of its own for what no schema defines.
  reading.note(unknown.tolerance, unknown.subject);
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
  const root = target?.kind === 'readOnly' ? target.attributes[0] : undefined;
  if (root !== undefined && ECHOED.has(root.name) && !root.own)
    return { kind: 'ignored', tolerance: 'read-only-echoed', subject: root.name };
  return target ?? { kind: 'ignored', tolerance: 'unknown-ignored', subject: quotedEnd(key) };
}

function resolve(text: string, reading: PatchReading): Target | undefined {
  const { type, limits, note } = reading;
  if (isCoreSchema(type, text)) return { kind: 'resource' };
  const { attribute, filter, subAttribute } = parseValuePath(text, limits);
  const path = findAttribute(type, attribute);
  const root = path?.[0];
  if (path === undefined || root === undefined) return undefined;
  if (root.name === 'schemas' && !root.own) return { kind: 'schemas' };
  noteUrn(root, attribute, note);
  const { place, below } = splitAtList(path);
  const values = plainValues(place.attribute, filter, subAttribute);
  if (values !== undefined) return { kind: 'values', place, values, path: text };
  if (filter !== undefined) assertTakesFilter(place.attribute, below, text);
  const sub = subAttribute === undefined ? below : subAttributeNamed(place.attribute, subAttribute, text);
  // What a client says of a member beyond its id is left out, not refused: see member-operations.ts.
  if (place.attribute.relation === 'members') {
    return { kind: 'members', attribute: place.attribute, filter, subAttribute: sub };
  }
  const attributes = [...place.holders, place.attribute, ...(sub === undefined ? [] : [sub])];
  if (attributes.some(({ mutability }) => mutability === 'readOnly')) {
    return {
      kind: 'readOnly',
      attributes,
      isPart: filter !== undefined || place.attribute !== attributes.at(-1),
    };
  }
  if (filter === undefined) {
    if (sub === undefined) return { kind: 'attribute', place };
    return { kind: 'selection', selection: { place, where: undefined, described: {} }, subAttribute: sub };
  }
  const where = resolveElementFilter(place.attribute, filter);
  const described = describedValue(place.attribute, filter, note);
  return { kind: 'selection', selection: { place, where, described }, subAttribute: sub };
}

/** An attribute of an extension is named with its URN (RFC 7644 §3.10) and a colon; Entra leaves the URN out. */
function noteUrn(root: Attribute, text: string, note: NoteTolerance): void {
  if (!root.extension || text.toLowerCase() === root.name.toLowerCase()) return;
  if (!text.toLowerCase().startsWith(`${root.name.toLowerCase()}:`)) note('urn-omitted', quotedEnd(text));
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

function plainValues(
  attribute: Attribute,
  filter: FilterNode | undefined,
  subAttribute: string | undefined,
): readonly string[] | undefined {
  if (!attribute.multiValued || attribute.type === 'complex' || attribute.mutability === 'readOnly')
    return undefined;
  return filter === undefined || subAttribute !== undefined ? undefined : namedValues(filter);
}

function assertTakesFilter(attribute: Attribute, below: Attribute | undefined, text: string): void {
  if (attribute.multiValued && attribute.type === 'complex' && below === undefined) return;
  const detail = `path ${quotedEnd(text)}: only a multi-valued complex attribute such as emails takes a filter`;
  throw badRequest('invalidPath', detail);
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
