// The directory's own query language: what a resolved SCIM filter means, free of SCIM's grammar and of MongoDB's.
//
// A condition speaks about the *search form* of a record: a plain object in which every text that compares without
// case is already its comparison key, every date is a Date, and nothing empty is kept. The literals in a condition are
// in the same form. Comparing is therefore comparing plain values, in MongoDB and in memory alike.

/** A value as the search form holds it. */
export type SearchValue = string | number | boolean | Date | readonly SearchValue[] | SearchForm;
export interface SearchForm {
  readonly [name: string]: SearchValue;
}

export type Literal = string | number | boolean | Date;
export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** Attribute names from the root of the search form (inside `element`: from the element), e.g. `['name', 'familyName']`. */
export type SearchPath = readonly string[];

/**
 * What other documents say: the groups of a user, the members of a group, and, with id null, whether another user had
 * the e-mail address first.
 */
export type Relation = 'groups' | 'members' | 'takenEmail';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'present'; readonly path: SearchPath }
  | {
      readonly kind: 'compare';
      readonly path: SearchPath;
      readonly operator: Comparison;
      readonly literal: Literal;
    }
  /** One and the same element of the multi-valued complex attribute at `path` meets the condition. */
  | { readonly kind: 'element'; readonly path: SearchPath; readonly condition: Condition }
  /** The relation holds the resource with this id; with id null, it holds any. */
  | { readonly kind: 'related'; readonly relation: Relation; readonly id: string | null };
