// Resolves sortBy and sortOrder against the schema map (RFC 7644 §3.4.2.3); orders nothing itself.

import type { SearchPath } from '../../directory/condition';
import type { Sort } from '../../directory/sort';
import { badRequest, quoted, type ScimFailure } from '../failure';
import { isCompleteness } from '../filter/completeness';
import { comparedAttribute, refuseNeverReturned } from '../filter/scope';
import type { Attribute } from '../schema/attribute';
import { findAttribute } from '../schema/attribute-path';
import type { ResourceType } from '../schema/schema-map';

/** Paths at which every resource of a type has a value, because it is required or the gateway assigns it. */
const ALWAYS_PRESENT: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['User', new Set(['id', 'userName', 'meta.resourceType', 'meta.created', 'meta.lastModified'])],
  ['Group', new Set(['id', 'displayName', 'meta.resourceType', 'meta.created', 'meta.lastModified'])],
]);

/**
 * How the resources of the type are ordered.
 *
 * @throws ScimFailure 400 `invalidValue` naming the attribute or the order, 403 `sensitive` for a password
 */
export function resolveSort(type: ResourceType, sortBy: string, sortOrder: string | undefined): Sort {
  const ancestry = findAttribute(type, sortBy);
  const named = ancestry?.at(-1);
  if (ancestry === undefined || named === undefined)
    throw refused(`there is no attribute ${quoted(sortBy)} of ${type.name} to sort by`);
  refuseNeverReturned(ancestry);
  const compared = sortedAttribute(named);
  if (ancestry[0]?.relation !== undefined || isComputed(named.path))
    throw refused(`${type.name} cannot be sorted by ${quoted(sortBy)}; it is not kept with the resource`);
  return {
    path: firstElementPath(ancestry.includes(compared) ? ancestry : [...ancestry, compared]),
    descending: isDescending(sortOrder),
    alwaysPresent: ALWAYS_PRESENT.get(type.name)?.has(compared.path) ?? false,
  };
}

function isComputed(path: string): boolean {
  return path === 'meta.location' || path === 'meta.version' || isCompleteness(path);
}

/**
 * RFC 7644 §3.4.2.3 wants the path of a sub-attribute where the attribute is complex. `value` is what a complex
 * attribute is filtered by when none is named, so it is what it is sorted by; without one nobody could say what is meant.
 */
function sortedAttribute(named: Attribute): Attribute {
  const compared = comparedAttribute(named);
  if (compared !== undefined) return compared;
  const paths = [...named.subAttributes.values()].map((sub) => sub.path);
  throw refused(`sortBy ${quoted(named.path)} has sub-attributes; sort by one of ${paths.join(', ')}`);
}

/** The search form has the primary element first: of several values the first one counts (RFC 7644 §3.4.2.3). */
function firstElementPath(ancestry: readonly Attribute[]): SearchPath {
  return ancestry.flatMap(({ searchPath, multiValued }) => [
    ...searchPath.slice(-1),
    ...(multiValued ? ['0'] : []),
  ]);
}

/** @throws ScimFailure 400 `invalidValue` for what is no order */
export function isDescending(sortOrder: string | undefined): boolean {
  switch (sortOrder?.toLowerCase()) {
    case undefined:
    case 'ascending':
      return false;
    case 'descending':
      return true;
    default:
      throw refused(`sortOrder is ascending or descending, not ${quoted(sortOrder ?? '')}`);
  }
}

function refused(fault: string): ScimFailure {
  return badRequest('invalidValue', fault);
}
