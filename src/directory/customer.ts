// What the gateway knows of one iManage customer: its catalogue of libraries and roles, and its rules. Holds no people.

import { DirectoryFailure } from './failure';
import { sameName } from './comparison';

export interface Role {
  readonly id: string;
  readonly description: string;
  /** May be given to external users only. */
  readonly external: boolean;
  readonly controlCenterAccess: 'none' | 'tier1' | 'tier2';
  readonly privileges: readonly string[];
}

export interface Library {
  readonly id: string;
  readonly displayName: string;
  readonly type: 'worksite' | 'linksite';
  readonly hidden: boolean;
  readonly roles: readonly Role[];
}

/** What the gateway does where SCIM and iManage disagree (imanage-model.md §3, §3a); the first value is the default. */
export interface Rules {
  /** What an enable does to the sign-in flags of the libraries (rule 3.3). */
  readonly reenableLibraries: 'restore' | 'manual';
  /** Whether a disable takes the memberships away, to give them back on return (rule 3.4). */
  readonly membershipsOnDisable: 'keep' | 'remove';
  /** What happens where another person has or had the User ID (rule 3.2). */
  readonly userIdConflict: 'reject' | 'suffix';
  /** Whether a user that iManage could not hold is refused (rule 3.9). */
  readonly validation: 'lenient' | 'strict';
  /** Whether a displayName `LIB/NAME` makes a group of the library LIB (imanage-model.md §2). */
  readonly groupNamePrefix: 'ignore' | 'library';
  readonly reservedGroups: 'refuse' | 'allow';
  /** What happens where a group is sent as a member; iManage nests none. */
  readonly nestedGroups: 'refuse' | 'flatten';
  readonly massDisable: MassDisableRule;
}

/** The brake: more than max(count, percent of the enabled users) disables within the window. */
export interface MassDisableRule {
  readonly mode: 'warn' | 'off' | 'hold';
  readonly count: number;
  readonly percent: number;
  readonly windowMinutes: number;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly libraries: readonly Library[];
  readonly defaultLibrary: string;
  readonly rules: Rules;
}

/** @throws DirectoryFailure `invalidValue` naming the libraries that exist (rule 3.7) */
export function libraryNamed(customer: Customer, id: string, attribute: string): Library {
  const library = customer.libraries.find((candidate) => sameName(candidate.id, id));
  if (library !== undefined) return library;
  throw new DirectoryFailure(
    'invalidValue',
    `${attribute}: library "${id}" is unknown; known: ${listed(customer.libraries)}`,
    'library-unknown',
  );
}

/** @throws DirectoryFailure `invalidValue` naming the roles that the library has (rule 3.7) */
export function roleNamed(library: Library, id: string, attribute: string): Role {
  const role = library.roles.find((candidate) => sameName(candidate.id, id));
  if (role !== undefined) return role;
  const place = attribute === 'role' ? '' : `${attribute}: `;
  throw new DirectoryFailure(
    'invalidValue',
    `${place}role "${id}" is unknown in library "${library.id}"; known: ${listed(library.roles)}`,
    'role-unknown',
  );
}

/** The role of a user to whom none was given: every library has both (imanage-model.md §1, Role). */
export function defaultRole(external: boolean): string {
  return external ? 'DEFAULT EXTERNAL' : 'DEFAULT';
}

function listed(named: readonly { readonly id: string }[]): string {
  const shown = named.slice(0, 20).map(({ id }) => id);
  return named.length > shown.length
    ? `${shown.join(', ')} and ${named.length - shown.length} more`
    : shown.join(', ');
}
