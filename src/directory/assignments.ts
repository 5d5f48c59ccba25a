// Which library a user may work in, with which role: the four ways in and their precedence (imanage-model.md §2, §3a). Pure.

import { sameName } from './comparison';
import { defaultRole, libraryNamed, roleNamed, type Customer } from './customer';
import { DirectoryFailure } from './failure';
import type { Assignment, LibraryInput, UserInput } from './user-record';

export interface Placement {
  readonly preferredLibrary: string;
  readonly assignments: readonly Assignment[];
}

/** What one input says of one library, by name as the catalogue spells it. */
interface Wish {
  readonly library: string;
  readonly role: string | undefined;
  readonly signInEnabled: boolean;
}

/**
 * Preferred library and library rows after a request. For each library the highest-ranking input that names it
 * decides: `libraries`, `libraryAssignments`, `roles`, then `role` with `preferredLibrary`.
 *
 * @param before the placement held so far, undefined for a new user
 * @throws DirectoryFailure `invalidValue` for unknown libraries or roles, two roles for one library, or an external
 *   role for an internal user (rule 3.7)
 */
export function placeUser(
  customer: Customer,
  before: Placement | undefined,
  input: UserInput,
  external: boolean,
): Placement {
  const preferredLibrary = preferredAfter(customer, before, input);
  const named = [
    ...preferredWishes(customer, before, input, { preferredLibrary, external }),
    ...textWishes(customer, input.rolesAdded ?? [], 'roles'),
  ];
  const pictures = [
    assignmentsTextWishes(customer, input.libraryAssignments),
    librariesWishes(customer, input.libraries),
  ].filter((picture) => picture !== undefined);
  const asked = [...named, ...pictures.flat(), ...(librariesWishes(customer, input.libraryRows) ?? [])];
  const rows = new Map((before?.assignments ?? []).map((row) => [row.library, row]));
  if (!rows.has(preferredLibrary)) {
    rows.set(preferredLibrary, {
      library: preferredLibrary,
      role: defaultRole(external),
      signInEnabled: true,
    });
  }
  const wishes = [
    ...rolesRemovedWishes(customer, before, input),
    ...(pictures.length === 0 ? [] : unnamedWishes([...rows.values()], asked)),
    ...asked,
  ];
  for (const wish of wishes) rows.set(wish.library, applyWish(wish, rows.get(wish.library), external));
  const assignments = [...rows.values()];
  refuseExternalRoles(customer, assignments, external);
  return { preferredLibrary, assignments };
}

function preferredAfter(customer: Customer, before: Placement | undefined, input: UserInput): string {
  const given = [...(input.libraries ?? []), ...(input.libraryRows ?? [])];
  const marked = given.filter((row) => row.preferred === true);
  if (marked.length > 1) {
    throw new DirectoryFailure(
      'invalidValue',
      'libraries: only one library can be preferred',
      'library-preferred-twice',
    );
  }
  const named = marked[0]?.library ?? input.preferredLibrary;
  if (named === null) return customer.defaultLibrary;
  if (named === undefined) return before?.preferredLibrary ?? customer.defaultLibrary;
  return libraryNamed(customer, named, marked.length > 0 ? 'libraries' : 'preferredLibrary').id;
}

/** `preferredLibrary` enables the sign-in there; `role` is the role there, null the default one. */
function preferredWishes(
  customer: Customer,
  before: Placement | undefined,
  input: UserInput,
  to: { readonly preferredLibrary: string; readonly external: boolean },
): readonly Wish[] {
  if (input.role === undefined && typeof input.preferredLibrary !== 'string') return [];
  const held = before?.assignments.find((row) => row.library === to.preferredLibrary);
  const library = libraryNamed(customer, to.preferredLibrary, 'preferredLibrary');
  const role = input.role === null ? defaultRole(to.external) : input.role;
  return [
    {
      library: library.id,
      role: role === undefined ? undefined : roleNamed(library, role, 'role').id,
      signInEnabled: typeof input.preferredLibrary === 'string' || (held?.signInEnabled ?? true),
    },
  ];
}

/** A `LIBRARY:ROLE` that left `roles`: there is no un-assignment, so the sign-in there is disabled. */
function rolesRemovedWishes(
  customer: Customer,
  before: Placement | undefined,
  input: UserInput,
): readonly Wish[] {
  const texts = (input.rolesRemoved ?? []).map(splitAssignment);
  return (before?.assignments ?? [])
    .filter((row) =>
      texts.some(({ library, role }) => sameName(library, row.library) && sameName(role ?? '', row.role)),
    )
    .filter((row) => customer.libraries.some((library) => library.id === row.library))
    .map((row) => ({ ...row, signInEnabled: false }));
}

function assignmentsTextWishes(
  customer: Customer,
  text: string | null | undefined,
): readonly Wish[] | undefined {
  if (text === undefined) return undefined;
  const parts = (text ?? '').split(';').map((part) => part.trim());
  return textWishes(
    customer,
    parts.filter((part) => part !== ''),
    'libraryAssignments',
  );
}

function textWishes(customer: Customer, texts: readonly string[], attribute: string): readonly Wish[] {
  const wishes = texts.map(splitAssignment).map(({ library: libraryId, role }): Wish => {
    const library = libraryNamed(customer, libraryId, attribute);
    const roleId = role === undefined ? undefined : roleNamed(library, role, attribute).id;
    return { library: library.id, role: roleId, signInEnabled: true };
  });
  return refuseTwoRoles(wishes, attribute);
}

function librariesWishes(
  customer: Customer,
  inputs: readonly LibraryInput[] | undefined,
): readonly Wish[] | undefined {
  if (inputs === undefined) return undefined;
  const wishes = inputs.map((input): Wish => {
    const library = libraryNamed(customer, input.library, 'libraries');
    const role = input.role === undefined ? undefined : roleNamed(library, input.role, 'libraries').id;
    return { library: library.id, role, signInEnabled: input.signInEnabled ?? true };
  });
  return refuseTwoRoles(wishes, 'libraries');
}

/** A full picture disables the sign-in of every library that no input of the request names. */
function unnamedWishes(rows: readonly Assignment[], named: readonly Wish[]): readonly Wish[] {
  const kept = new Set(named.map((wish) => wish.library));
  return rows.filter((row) => !kept.has(row.library)).map((row) => ({ ...row, signInEnabled: false }));
}

function refuseTwoRoles(wishes: readonly Wish[], attribute: string): readonly Wish[] {
  const first = new Map<string, Wish>();
  for (const wish of wishes) {
    const other = first.get(wish.library);
    if (other !== undefined && other.role !== wish.role) {
      const roles = `"${other.role ?? 'default'}" and "${wish.role ?? 'default'}"`;
      throw new DirectoryFailure(
        'invalidValue',
        `${attribute}: library "${wish.library}" is given two roles, ${roles}; a user has exactly one in each library`,
        'role-given-twice',
      );
    }
    first.set(wish.library, wish);
  }
  return [...first.values()];
}

function applyWish(wish: Wish, held: Assignment | undefined, external: boolean): Assignment {
  const role = wish.role ?? held?.role ?? defaultRole(external);
  return { library: wish.library, role, signInEnabled: wish.signInEnabled };
}

function refuseExternalRoles(customer: Customer, rows: readonly Assignment[], external: boolean): void {
  if (external) return;
  for (const row of rows) {
    const library = customer.libraries.find(({ id }) => id === row.library);
    const role = library?.roles.find(({ id }) => id === row.role);
    if (library === undefined || role?.external !== true) continue;
    const others = library.roles.filter((candidate) => !candidate.external).map(({ id }) => id);
    throw new DirectoryFailure(
      'invalidValue',
      `role "${role.id}" in library "${library.id}" is for external users only; ` +
        `an internal user may have: ${others.join(', ')}`,
      'role-external-only',
    );
  }
}

/** `LIB:ROLE` or `LIB`; a role name holds no colon. */
export function splitAssignment(text: string): {
  readonly library: string;
  readonly role: string | undefined;
} {
  const colon = text.indexOf(':');
  if (colon === -1) return { library: text.trim(), role: undefined };
  return { library: text.slice(0, colon).trim(), role: text.slice(colon + 1).trim() || undefined };
}
