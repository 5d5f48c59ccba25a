// What a displayName `LIB/NAME` says of a group's library where the rule groupNamePrefix is "library" (imanage-model.md §2, §3a). Pure.

import { sameName } from './comparison';
import { libraryNamed, type Customer } from './customer';
import { DirectoryFailure } from './failure';
import type { GroupInput, GroupRecord } from './group-record';

/** Where a new group belongs, and the groupId it has unless it is given its own. */
export interface GroupPlace {
  /** Null: among the global groups. */
  readonly library: string | null;
  readonly groupId: string;
}

/** @throws DirectoryFailure `invalidValue` where the library is unknown, or another one than the displayName says */
export function placeOf(customer: Customer, displayName: string, input: GroupInput): GroupPlace {
  const asked =
    typeof input.library === 'string' ? libraryNamed(customer, input.library, 'library').id : undefined;
  const prefixed = prefixedPlace(customer, displayName);
  if (prefixed?.groupId === '' && (input.groupId ?? null) === null) {
    throw new DirectoryFailure(
      'invalidValue',
      `displayName: ${JSON.stringify(displayName)} names a library but no group in it; send "${prefixed.library}/NAME"`,
      'group-prefix',
    );
  }
  if (prefixed === undefined) return { library: asked ?? null, groupId: displayName };
  if (asked !== undefined && asked !== prefixed.library) {
    throw new DirectoryFailure(
      'invalidValue',
      `library: "${asked}" is asked for, but the displayName ${JSON.stringify(displayName)} says library ` +
        `"${prefixed.library}"; leave "library" out, or let both name the same library`,
      'group-prefix',
    );
  }
  return prefixed;
}

/** A name such as `AC/DC fans`: the rule looked for a library and found none. */
export function hasUnknownPrefix(customer: Customer, displayName: string): boolean {
  const isAsked = customer.rules.groupNamePrefix === 'library' && displayName.includes('/');
  return isAsked && prefixedPlace(customer, displayName) === undefined;
}

/**
 * The library of a group is immutable (§3a), so a new name cannot name another one.
 *
 * @throws DirectoryFailure `mutability`, saying what to do
 */
export function assertSameLibrary(customer: Customer, before: GroupRecord, displayName: string): void {
  const held = before.profile['displayName'];
  if (typeof held === 'string' && sameName(held, displayName)) return;
  const place = prefixedPlace(customer, displayName);
  if (place === undefined || place.library === before.library) return;
  const from =
    before.library === null
      ? 'the group is a global one'
      : `the group belongs to library "${before.library}"`;
  throw new DirectoryFailure(
    'mutability',
    `displayName: ${JSON.stringify(displayName)} says library "${place.library}", but ${from}, and that never ` +
      'changes; choose a name without this prefix, or create a new group with the name and delete this one',
    'group-prefix',
  );
}

/** Undefined where the rule is not asked for or the name begins with no library of the customer. */
function prefixedPlace(
  customer: Customer,
  displayName: string,
): { readonly library: string; readonly groupId: string } | undefined {
  const end = displayName.indexOf('/');
  if (customer.rules.groupNamePrefix !== 'library' || end < 0) return undefined;
  const library = customer.libraries.find(({ id }) => sameName(id, displayName.slice(0, end)));
  return library === undefined ? undefined : { library: library.id, groupId: displayName.slice(end + 1) };
}
