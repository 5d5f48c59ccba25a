// What is known of a condition before any resource is read, because it asks for the resource type (RFC 7644 §3.4.2.1).

import type { Condition } from '../../directory/condition';
import { meets } from '../../directory/meets';
import type { ResourceType } from '../schema/schema-map';

const ALWAYS: Condition = { kind: 'and', conditions: [] };
const NEVER: Condition = { kind: 'or', conditions: [] };

/** Nothing meets the condition, so that nothing has to be read for it. */
export function isNever(condition: Condition | undefined): boolean {
  return condition?.kind === 'or' && condition.conditions.length === 0;
}

function isAlways(condition: Condition): boolean {
  return condition.kind === 'and' && condition.conditions.length === 0;
}

/** The condition on resources of the type, in which `meta.resourceType` is compared already. */
export function foldedFor(type: ResourceType, condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return foldedChain(
        condition.kind,
        condition.conditions.map((operand) => foldedFor(type, operand)),
      );
    case 'not': {
      const operand = foldedFor(type, condition.condition);
      if (isNever(operand)) return ALWAYS;
      return isAlways(operand) ? NEVER : { kind: 'not', condition: operand };
    }
    case 'compare': {
      if (condition.path.join('.') !== 'meta.resourceType') return condition;
      const isMet = meets(condition, { meta: { resourceType: type.name } }, () => false);
      return isMet ? ALWAYS : NEVER;
    }
    case 'present':
    case 'element':
    case 'related':
      return condition;
  }
}

function foldedChain(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const [decides, changesNothing] = kind === 'and' ? [isNever, isAlways] : [isAlways, isNever];
  const deciding = operands.find(decides);
  if (deciding !== undefined) return deciding;
  const rest = operands.filter((operand) => !changesNothing(operand));
  const [only] = rest;
  return only !== undefined && rest.length === 1 ? only : { kind, conditions: rest };
}
