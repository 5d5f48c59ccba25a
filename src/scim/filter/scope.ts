// Looks up the attributes that a filter names, from the root of a resource or inside brackets; knows no values.

import type { SearchPath } from '../../directory/condition';
import { quoted, ScimFailure } from '../failure';
import { findAttribute } from '../schema/attribute-path';
import type { Attribute } from '../schema/attribute';
import type { ResourceType } from '../schema/schema-map';
import { refuseFilter } from './refusal';

/** Where a part of a filter stands: which names it may use, and where their search paths begin. */
export interface Scope {
  readonly find: (name: string) => readonly Attribute[] | undefined;
  /** How many leading names of a search path lie outside, because the condition is about one element. */
  readonly outside: number;
  /** For messages: `of User`, `inside emails[…]`. */
  readonly place: string;
}

/** An attribute that a filter names and the attributes above it. */
export interface Named {
  readonly attribute: Attribute;
  /** From the root or, inside brackets, from the element; the attribute itself is the last one. */
  readonly ancestry: readonly Attribute[];
}

// Made when a resource is read and kept nowhere: what to ask for instead.
const COMPUTED: ReadonlyMap<string, string> = new Map([
  ['meta.location', 'it ends in the id, so filter by id'],
  ['meta.version', 'it is the ETag, so filter by id and compare the ETag'],
]);

export function rootScope(type: ResourceType): Scope {
  return { find: (name) => findAttribute(type, name), outside: 0, place: `of ${type.name}` };
}

/** The sub-attributes of a single-valued complex attribute by their short names; paths still begin at the root. */
export function prefixedScope(type: ResourceType, prefix: Attribute): Scope {
  const separator = prefix.extension ? ':' : '.';
  return {
    find: (name) => findAttribute(type, `${prefix.path}${separator}${name}`),
    outside: 0,
    place: `inside ${prefix.path}[…]`,
  };
}

/** The sub-attributes of one element; paths begin at the element. */
export function elementScope(attribute: Attribute): Scope {
  return {
    find: (name) => {
      const found = attribute.subAttributes.get(name.toLowerCase());
      return found && [found];
    },
    outside: attribute.searchPath.length,
    place: `inside ${attribute.path}[…]`,
  };
}

/** @throws ScimFailure 400 `invalidFilter` for an unknown attribute, 403 `sensitive` for one that is never returned */
export function lookUp(scope: Scope, name: string, position: number): Named {
  const ancestry = scope.find(name);
  const attribute = ancestry?.at(-1);
  if (ancestry === undefined || attribute === undefined)
    throw refuseFilter(position, `there is no attribute ${quoted(name)} ${scope.place}`);
  refuseNeverReturned(ancestry);
  const instead = COMPUTED.get(attribute.path);
  if (instead !== undefined)
    throw refuseFilter(position, `attribute "${attribute.path}" cannot be searched: ${instead}`);
  return { attribute, ancestry };
}

/** What is never returned must not be guessed at by asking (RFC 7644 §7.5.2; table 9 answers 403 `sensitive`). */
export function refuseNeverReturned(ancestry: readonly Attribute[]): void {
  const secret = ancestry.find(({ returned }) => returned === 'never');
  if (secret !== undefined)
    throw new ScimFailure(
      403,
      'sensitive',
      `attribute "${secret.path}" can be neither searched nor sorted by`,
    );
}

export function pathIn(scope: Scope, attribute: Attribute): SearchPath {
  return attribute.searchPath.slice(scope.outside);
}

/** The attribute whose values a comparison means: a complex attribute stands for its `value` (RFC 7644 §3.4.2.2). */
export function comparedAttribute(attribute: Attribute): Attribute | undefined {
  return attribute.type === 'complex' ? attribute.subAttributes.get('value') : attribute;
}
