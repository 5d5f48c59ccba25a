// How names of groups are compared: unique in a library or among the global groups, and as they look where they give rights (imanage-model.md §1, Group).

import { comparisonKey } from './comparison';

/** `library` null: a global group. A library id holds no `/`, so keys of different places never meet. */
export function scopedName(library: string | null, name: string): string {
  return `${library === null ? '' : comparisonKey(library)}/${comparisonKey(name)}`;
}

/** Characters that nobody sees: control and format characters, joiners, variation selectors. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What is left of a name for whoever looks at it. iManage's database takes a name with blanks behind it for the same
 * name, so a group of such a name must not pass for another one where names give rights.
 */
export function seenName(name: string): string {
  return comparisonKey(name).replace(UNSEEN, '').trim();
}
