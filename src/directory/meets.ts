// Whether a search form meets a condition, in memory; the store's query gives the same answer in MongoDB.

import type {
  Comparison,
  Condition,
  Literal,
  Relation,
  SearchForm,
  SearchPath,
  SearchValue,
} from './condition';

/** Whether the relation holds the resource with this id, or any at all for null. */
export type IsRelated = (relation: Relation, id: string | null) => boolean;

export function meets(condition: Condition, form: SearchForm, isRelated: IsRelated): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((operand) => meets(operand, form, isRelated));
    case 'or':
      return condition.conditions.some((operand) => meets(operand, form, isRelated));
    case 'not':
      return !meets(condition.condition, form, isRelated);
    case 'present':
      return valuesAt(form, condition.path).length > 0;
    case 'compare':
      return anyCompares(valuesAt(form, condition.path), condition.operator, condition.literal);
    case 'element':
      return valuesAt(form, condition.path).some(
        (value) =>
          isList(value) && value.some((one) => isForm(one) && meets(condition.condition, one, isRelated)),
      );
    case 'related':
      return isRelated(condition.relation, condition.id);
  }
}

/** What stands at the path; on the way there each element of a list is followed, a list at its end stays whole. */
function valuesAt(form: SearchForm, path: SearchPath): readonly SearchValue[] {
  let values: readonly SearchValue[] = [form];
  for (const name of path) {
    values = elementsOf(values).flatMap((value) => {
      const below = isForm(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      return below === undefined ? [] : [below];
    });
  }
  return values;
}

function elementsOf(values: readonly SearchValue[]): readonly SearchValue[] {
  return values.flatMap((value) => (isList(value) ? value : [value]));
}

function anyCompares(values: readonly SearchValue[], operator: Comparison, literal: Literal): boolean {
  if (operator === 'ne') return !anyCompares(values, 'eq', literal);
  return elementsOf(values).some((value) => compares(value, operator, literal));
}

function compares(value: SearchValue, operator: Exclude<Comparison, 'ne'>, literal: Literal): boolean {
  switch (operator) {
    case 'co':
      return bothText(value, literal) && value.includes(String(literal));
    case 'sw':
      return bothText(value, literal) && value.startsWith(String(literal));
    case 'ew':
      return bothText(value, literal) && value.endsWith(String(literal));
    case 'eq':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return ordered(order(value, literal), operator);
  }
}

function bothText(value: SearchValue, literal: Literal): value is string {
  return typeof value === 'string' && typeof literal === 'string';
}

function ordered(sign: number | undefined, operator: 'eq' | 'gt' | 'ge' | 'lt' | 'le'): boolean {
  if (sign === undefined) return false;
  switch (operator) {
    case 'eq':
      return sign === 0;
    case 'gt':
      return sign > 0;
    case 'ge':
      return sign >= 0;
    case 'lt':
      return sign < 0;
    case 'le':
      return sign <= 0;
  }
}

/** Negative, 0 or positive as the value stands before, at or behind the literal; undefined for differing types. */
function order(value: SearchValue, literal: Literal): number | undefined {
  if (typeof value === 'string')
    return typeof literal === 'string' ? codePointOrder(value, literal) : undefined;
  if (value instanceof Date) return literal instanceof Date ? value.getTime() - literal.getTime() : undefined;
  if (typeof value === 'number') return typeof literal === 'number' ? value - literal : undefined;
  if (typeof value === 'boolean')
    return typeof literal === 'boolean' ? Number(value) - Number(literal) : undefined;
  return undefined;
}

/**
 * The order of two texts by code point, which is how MongoDB orders their UTF-8 bytes. JavaScript's own order is by
 * UTF-16 code unit and puts the surrogates of U+10000 and above before U+E000 to U+FFFF.
 */
export function codePointOrder(left: string, right: string): number {
  const common = Math.min(left.length, right.length);
  for (let at = 0; at < common; at += 1) {
    const difference = aboveSurrogates(left.charCodeAt(at)) - aboveSurrogates(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Moves the surrogates behind all other code units and keeps the order within both. */
function aboveSurrogates(codeUnit: number): number {
  if (codeUnit < 0xd800) return codeUnit;
  return codeUnit < 0xe000 ? codeUnit + 0x2000 : codeUnit - 0x800;
}

function isList(value: SearchValue): value is readonly SearchValue[] {
  return Array.isArray(value);
}

function isForm(value: SearchValue): value is SearchForm {
  return typeof value === 'object' && !isList(value) && !(value instanceof Date);
}
