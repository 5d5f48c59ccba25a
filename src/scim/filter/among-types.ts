// Resolves a filter over several resource types at once (RFC 7644 §3.4.2.1): what one of them lacks has no value there.

import type { Condition } from '../../directory/condition';
import { ScimFailure } from '../failure';
import type { ResourceType } from '../schema/schema-map';
import type { FilterNode } from './ast';
import { resolveFilter } from './resolve';

type Leaf = Exclude<FilterNode, { readonly kind: 'and' | 'or' | 'not' }>;

const ALWAYS: Condition = { kind: 'and', conditions: [] };
const NEVER: Condition = { kind: 'or', conditions: [] };

/**
 * The condition that the filter means for resources of the type.
 *
 * @throws ScimFailure 400 `invalidFilter` for a comparison that none of the types takes, 403 `sensitive` for a password
 */
export function resolveFilterAmong(
  types: readonly ResourceType[],
  type: ResourceType,
  node: FilterNode,
): Condition {
  switch (node.kind) {
    case 'and':
    case 'or':
      return {
        kind: node.kind,
        conditions: node.operands.map((operand) => resolveFilterAmong(types, type, operand)),
      };
    case 'not':
      return { kind: 'not', condition: resolveFilterAmong(types, type, node.operand) };
    case 'present':
    case 'compare':
    case 'element':
      return resolveLeaf(types, type, node);
  }
}

function resolveLeaf(types: readonly ResourceType[], type: ResourceType, leaf: Leaf): Condition {
  const own = attempt(type, leaf);
  if (!(own instanceof ScimFailure)) return own;
  const isKnown = types.some((other) => other !== type && !(attempt(other, leaf) instanceof ScimFailure));
  if (isKnown) return withoutValue(leaf);
  throw own;
}

function attempt(type: ResourceType, leaf: Leaf): Condition | ScimFailure {
  try {
    return resolveFilter(type, leaf);
  } catch (error) {
    // What is never returned is not asked for by way of another type either.
    if (error instanceof ScimFailure && error.scimType === 'invalidFilter') return error;
    throw error;
  }
}

/** What the comparison says of a resource without any value; null and "" are none (RFC 7643 §2.5). */
function withoutValue(leaf: Leaf): Condition {
  if (leaf.kind !== 'compare') return NEVER;
  const asksForNone = leaf.value === null || leaf.value === '';
  if (leaf.operator === 'eq') return asksForNone ? ALWAYS : NEVER;
  if (leaf.operator === 'ne') return asksForNone ? NEVER : ALWAYS;
  return NEVER;
}
