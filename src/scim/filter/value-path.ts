// Parses the path of a PATCH operation (RFC 7644 §3.5.2) down to its parts; does not look the attributes up.

import type { FilterLimits, FilterNode } from './ast';
import { FilterParser } from './parser';
import { refuseAs } from './refusal';

const EXAMPLE = 'emails[type eq "work"].value';

export interface ValuePath {
  /** Without brackets the whole path, because only the schema knows which dot of a URN ends it. */
  readonly attribute: string;
  /** What stands in the brackets; its attributes are those of one element. */
  readonly filter: FilterNode | undefined;
  /** The name behind `].`. */
  readonly subAttribute: string | undefined;
}

/**
 * The parts of `attr`, `attr.sub`, `urn:…:attr`, `attr[filter]` or `attr[filter].sub`.
 *
 * @throws ScimFailure 400 `invalidPath` naming the position and what was expected there
 */
export function parseValuePath(path: string, limits: FilterLimits): ValuePath {
  const parser = new FilterParser(path, limits, refuseAs('invalidPath'));
  const { cursor } = parser;
  const { text: attribute } = cursor.takeName(EXAMPLE);
  if (cursor.takeIf('end')) return { attribute, filter: undefined, subAttribute: undefined };
  if (cursor.peek().kind !== '[') throw cursor.expected(`"[" or the end, as in ${EXAMPLE}`);
  const filter = parser.parseBrackets({ depth: 0, inBrackets: false });
  const subAttribute = cursor.takeSubAttribute()?.name;
  if (!cursor.takeIf('end'))
    throw cursor.expected(subAttribute === undefined ? 'the end or .sub-attribute' : 'the end');
  return { attribute, filter, subAttribute };
}
