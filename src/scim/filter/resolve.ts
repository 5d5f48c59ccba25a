// Resolves the syntax tree of a filter against the schema map into a condition on the search form; reads no resource.

import type { Condition } from '../../directory/condition';
import type { Attribute } from '../schema/attribute';
import type { ResourceType } from '../schema/schema-map';
import type { FilterNode } from './ast';
import { completenessComparison, completenessPresence, isCompleteness } from './completeness';
import { literalFor, type SimpleAttribute } from './literal';
import { refuseFilter } from './refusal';
import { resolveRelationComparison, resolveRelationElement, resolveRelationPresence } from './relation';
import {
  comparedAttribute,
  elementScope,
  lookUp,
  type Named,
  pathIn,
  prefixedScope,
  rootScope,
  type Scope,
} from './scope';

type NodeOf<Kind extends FilterNode['kind']> = Extract<FilterNode, { kind: Kind }>;

/** Resolves `attribute[operand]`; what it may do depends on whether brackets can stand there. */
type ResolveElement = (node: NodeOf<'element'>) => Condition;

/**
 * The condition that a filter over resources of the type means.
 *
 * @throws ScimFailure 400 `invalidFilter` naming the attribute and what it takes, 403 `sensitive` for a password
 */
export function resolveFilter(type: ResourceType, node: FilterNode): Condition {
  const scope = rootScope(type);
  return resolveNode(scope, node, (element) => resolveElement(type, scope, element));
}

/**
 * The condition that a filter in brackets means for one element of the attribute; its paths begin at the element.
 *
 * @throws ScimFailure 400 `invalidFilter`, 403 `sensitive`
 */
export function resolveElementFilter(attribute: Attribute, node: FilterNode): Condition {
  return resolveNode(elementScope(attribute), node, refuseElement);
}

function resolveNode(scope: Scope, node: FilterNode, resolveElement: ResolveElement): Condition {
  switch (node.kind) {
    case 'and':
    case 'or':
      return {
        kind: node.kind,
        conditions: node.operands.map((operand) => resolveNode(scope, operand, resolveElement)),
      };
    case 'not':
      return { kind: 'not', condition: resolveNode(scope, node.operand, resolveElement) };
    case 'present':
      return resolvePresence(scope, node);
    case 'compare':
      return resolveComparison(scope, node);
    case 'element':
      return resolveElement(node);
  }
}

function resolvePresence(scope: Scope, node: NodeOf<'present'>): Condition {
  const named = lookUp(scope, node.attribute, node.position);
  const { relation, subAttribute } = relationOf(named);
  if (relation !== undefined) return resolveRelationPresence(relation, subAttribute, node.position);
  return presence(scope, named.attribute);
}

function resolveComparison(scope: Scope, node: NodeOf<'compare'>): Condition {
  const named = lookUp(scope, node.attribute, node.position);
  const { relation, subAttribute } = relationOf(named);
  if (relation !== undefined) return resolveRelationComparison(relation, subAttribute, node);
  const { operator, value } = node;
  if (value === null || value === '') {
    // null and "" are no value at all (RFC 7643 §2.5), and every value contains the empty text.
    const present = presence(scope, named.attribute);
    if (operator === 'eq') return { kind: 'not', condition: present };
    if (operator === 'ne') return present;
  }
  const attribute = simpleAttribute(named.attribute, node.position);
  const literal = literalFor({ attribute, position: node.position }, operator, value);
  const compared = { kind: 'compare', path: pathIn(scope, attribute), operator, literal } as const;
  return isCompleteness(attribute.path)
    ? completenessComparison(attribute, compared, node.position)
    : compared;
}

function presence(scope: Scope, attribute: Attribute): Condition {
  const path = pathIn(scope, attribute);
  if (isCompleteness(attribute.path)) return completenessPresence(attribute.name, path);
  return { kind: 'present', path };
}

/** The attribute that is compared where a complex one is named: its `value`. */
function simpleAttribute(attribute: Attribute, position: number): SimpleAttribute {
  const compared = comparedAttribute(attribute);
  if (compared !== undefined && isSimple(compared)) return compared;
  const names = [...attribute.subAttributes.values()].map((sub) => sub.path);
  throw refuseFilter(
    position,
    `attribute "${attribute.path}" has sub-attributes: compare one of ${names.join(', ')}`,
  );
}

function isSimple(attribute: Attribute): attribute is SimpleAttribute {
  return attribute.type !== 'complex';
}

function resolveElement(type: ResourceType, scope: Scope, node: NodeOf<'element'>): Condition {
  const { attribute } = lookUp(scope, node.attribute, node.position);
  if (attribute.relation !== undefined)
    return resolveRelationElement(attribute.relation, node.operand, node.position);
  if (attribute.type !== 'complex')
    throw refuseFilter(
      node.position,
      `attribute "${attribute.path}" has no sub-attributes that could stand in brackets`,
    );
  if (!attribute.multiValued) return resolveNode(prefixedScope(type, attribute), node.operand, refuseElement);
  return {
    kind: 'element',
    path: pathIn(scope, attribute),
    condition: resolveElementFilter(attribute, node.operand),
  };
}

/** The grammar has no brackets inside brackets (RFC 7644 §3.4.2.2 valFilter), so the parser leaves none. */
function refuseElement(node: NodeOf<'element'>): Condition {
  throw refuseFilter(node.position, 'brackets cannot stand inside brackets');
}

function relationOf(named: Named): { relation: Attribute['relation']; subAttribute: string | undefined } {
  const [first, second] = named.ancestry;
  return { relation: first?.relation, subAttribute: second?.name };
}
