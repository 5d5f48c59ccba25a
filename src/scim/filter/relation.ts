// Resolves filters on `groups` and `members`, which are kept as rows of their own and found by one id at a time.

import type { Condition, Relation } from '../../directory/condition';
import type { ScimFailure } from '../failure';
import type { FilterNode } from './ast';
import { refuseFilter } from './refusal';

type Comparison = Extract<FilterNode, { kind: 'compare' }>;

/** `members eq "id"` or `members.value eq "id"`; null and "" ask for none at all. */
export function resolveRelationComparison(
  relation: Relation,
  subAttribute: string | undefined,
  node: Comparison,
): Condition {
  const { operator, value } = node;
  if (subAttribute !== undefined && subAttribute !== 'value') throw unsupported(relation, node.position);
  if (operator !== 'eq' && operator !== 'ne') throw unsupported(relation, node.position);
  if (value !== null && typeof value !== 'string') throw unsupported(relation, node.position);
  const unassigned = value === null || value === '';
  const related: Condition = { kind: 'related', relation, id: unassigned ? null : value };
  return (operator === 'eq') === unassigned ? { kind: 'not', condition: related } : related;
}

/** `members pr` or `members.value pr`. */
export function resolveRelationPresence(
  relation: Relation,
  subAttribute: string | undefined,
  position: number,
): Condition {
  if (subAttribute !== undefined && subAttribute !== 'value') throw unsupported(relation, position);
  return { kind: 'related', relation, id: null };
}

/** `members[value eq "id"]`. */
export function resolveRelationElement(relation: Relation, operand: FilterNode, position: number): Condition {
  const single =
    operand.kind === 'compare' && operand.operator === 'eq' && operand.attribute.toLowerCase() === 'value';
  if (!single || operand.value === null || operand.value === '') throw unsupported(relation, position);
  return resolveRelationComparison(relation, 'value', operand);
}

function unsupported(relation: Relation, position: number): ScimFailure {
  return refuseFilter(
    position,
    `${relation} can be searched by whole id only, as ${relation} eq "id", ${relation} ne "id", ` +
      `${relation}.value eq "id", ${relation}[value eq "id"] or ${relation} pr`,
  );
}
