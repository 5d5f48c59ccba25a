// Compiles a condition to a MongoDB query over the stored search form; the same answer as `meets` gives in memory.

import type { Comparison, Condition, Literal, Relation, SearchPath } from '../directory/condition';

export type MongoFilter = Readonly<Record<string, unknown>>;
export type RelatedCondition = Extract<Condition, { kind: 'related' }>;

/** Ids of the resources for which the relation holds this id, or any for null. */
export type RelatedIds = (relation: Relation, id: string | null) => readonly string[];

/**
 * The query of a condition over documents whose search form stands in the field `root`.
 *
 * Relations are rows elsewhere: fetch the ids behind what `relatedLeaves` lists first, and answer from them here.
 */
export function toMongoFilter(condition: Condition, root: string, relatedIds: RelatedIds): MongoFilter {
  return compile(condition, { field: (path) => fieldName(path, root), relatedIds });
}

/** The field of a search path, in queries, sorts and indexes; the id is the document's own. */
export function fieldName(path: SearchPath, root: string): string {
  return path.length === 1 && path[0] === 'id' ? '_id' : [root, ...path].join('.');
}

/** Each relation that the condition asks about, once. */
export function relatedLeaves(condition: Condition): readonly RelatedCondition[] {
  const leaves = leavesOf(condition);
  return [...new Map(leaves.map((leaf) => [JSON.stringify([leaf.relation, leaf.id]), leaf])).values()];
}

function leavesOf(condition: Condition): readonly RelatedCondition[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(leavesOf);
    case 'not':
    case 'element':
      return leavesOf(condition.condition);
    case 'related':
      return [condition];
    case 'present':
    case 'compare':
      return [];
  }
}

interface Target {
  readonly field: (path: SearchPath) => string;
  readonly relatedIds: RelatedIds;
}

/** Paths inside `$elemMatch` begin at the element. */
const ELEMENT: Target = {
  field: (path) => path.join('.'),
  relatedIds: (relation) => {
    throw new Error(`the relation ${relation} is of the resource, not of one element`);
  },
};

function compile(condition: Condition, target: Target): MongoFilter {
  switch (condition.kind) {
    case 'and':
      return conjunction(condition.conditions.map((operand) => compile(operand, target)));
    case 'or':
      return disjunction(condition.conditions.map((operand) => compile(operand, target)));
    case 'not':
      return { $nor: [compile(condition.condition, target)] };
    case 'present':
      // The search form keeps nothing empty and no null.
      return { [target.field(condition.path)]: { $exists: true } };
    case 'compare':
      return { [target.field(condition.path)]: comparison(condition.operator, condition.literal) };
    case 'element':
      return { [target.field(condition.path)]: { $elemMatch: compile(condition.condition, ELEMENT) } };
    case 'related':
      return { _id: { $in: target.relatedIds(condition.relation, condition.id) } };
  }
}

/** MongoDB refuses an empty `$and`; without conditions all is met. */
function conjunction(filters: readonly MongoFilter[]): MongoFilter {
  return filters.length === 0 ? {} : { $and: filters };
}

/** MongoDB refuses an empty `$or`; without alternatives nothing is met. */
function disjunction(filters: readonly MongoFilter[]): MongoFilter {
  return filters.length === 0 ? { $nor: [{}] } : { $or: filters };
}

/** MongoDB compares values of one type only, and a list by any of its elements; `$ne` is exactly not `$eq`. */
function comparison(operator: Comparison, literal: Literal): MongoFilter {
  switch (operator) {
    case 'eq':
    case 'ne':
    case 'gt':
    case 'lt':
      return { [`$${operator}`]: literal };
    case 'ge':
      return { $gte: literal };
    case 'le':
      return { $lte: literal };
    case 'co':
    case 'sw':
    case 'ew':
      return typeof literal === 'string' ? { $regex: pattern(operator, literal) } : { $in: [] };
  }
}

function pattern(operator: 'co' | 'sw' | 'ew', literal: string): string {
  const escaped = escapePattern(literal);
  switch (operator) {
    case 'co':
      return escaped;
    case 'sw':
      // Anchored and nothing but a literal: MongoDB takes its bounds from an index.
      return `^${escaped}`;
    case 'ew':
      // `$` would also stand before a line feed that ends the text.
      return `${escaped}\\z`;
  }
}

/**
 * A pattern of a regular expression that matches this text alone; the one way by which a client's text becomes one.
 * The texts are folded already, so that no flags are needed.
 */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
