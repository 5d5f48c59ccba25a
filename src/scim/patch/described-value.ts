// Reads out of a value-path filter what it says outright: the value it describes, the ids it names; evaluates nothing.

import type { JsonObject, JsonValue } from '../../directory/json';
import type { FilterNode } from '../filter/ast';
import type { Attribute } from '../schema/attribute';
import { normaliseValue } from '../schema/normalise';
import { searchText } from '../schema/search-form';
import type { NoteTolerance } from '../tolerance';

/**
 * The one value that a conjunction of equalities describes: `type eq "work" and primary eq true` is
 * `{type: "work", primary: true}`. Undefined for every other filter, and for one that contradicts itself.
 */
export function describedValue(
  attribute: Attribute,
  filter: FilterNode,
  note: NoteTolerance,
): JsonObject | undefined {
  const described = new Map<string, JsonValue>();
  for (const equality of conjunction(filter)) {
    if (equality.kind !== 'compare' || equality.operator !== 'eq') return undefined;
    const subAttribute = attribute.subAttributes.get(equality.attribute.toLowerCase());
    if (subAttribute === undefined || subAttribute.mutability === 'readOnly') return undefined;
    const value = normaliseValue(subAttribute, equality.value, note);
    const other = described.get(subAttribute.name);
    if (value === undefined || (other !== undefined && !areEqual(subAttribute, other, value)))
      return undefined;
    if (other === undefined) described.set(subAttribute.name, value);
  }
  return Object.fromEntries(described);
}

/**
 * Whether a replace may create the value it describes where there is none: its type is one that the schema suggests. So
 * the `emails[type eq "work"]` that Entra replaces before it was ever added is made, and a filter on a type that nobody
 * has, or on the value itself, answers `noTarget`, as RFC 7644 §3.5.2.3 has it.
 */
export function isSuggested(attribute: Attribute, described: JsonObject | undefined): boolean {
  return Object.entries(described ?? {}).every(([name, value]) => {
    if (name === 'value') return false;
    const suggested = attribute.subAttributes.get(name.toLowerCase())?.canonicalValues ?? [];
    if (suggested.length === 0 || typeof value !== 'string') return true;
    return suggested.some((known) => known.toLowerCase() === value.toLowerCase());
  });
}

/** Whether one value can be equal to both, as filters compare. */
function areEqual(attribute: Attribute, left: JsonValue, right: JsonValue): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return left === right;
  return searchText(attribute, left)?.valueOf() === searchText(attribute, right)?.valueOf();
}

function conjunction(node: FilterNode): readonly FilterNode[] {
  return node.kind === 'and' ? node.operands.flatMap(conjunction) : [node];
}

/** The texts that `value eq "a" or value eq "b" …` names; undefined for every other filter. */
export function namedValues(filter: FilterNode): readonly string[] | undefined {
  const named: string[] = [];
  for (const node of disjunction(filter)) {
    if (node.kind !== 'compare' || node.operator !== 'eq') return undefined;
    if (node.attribute.toLowerCase() !== 'value' || typeof node.value !== 'string') return undefined;
    named.push(node.value);
  }
  return named;
}

function disjunction(node: FilterNode): readonly FilterNode[] {
  return node.kind === 'or' ? node.operands.flatMap(disjunction) : [node];
}
