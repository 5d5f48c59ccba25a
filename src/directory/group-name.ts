// The key under which a group's name is unique: in its library, or among the global groups (imanage-model.md §1, Group).

import { comparisonKey } from './comparison';

/** `library` null: a global group. A library id holds no `/`, so keys of different places never meet. */
export function scopedName(library: string | null, name: string): string {
  return `${library === null ? '' : comparisonKey(library)}/${comparisonKey(name)}`;
}
