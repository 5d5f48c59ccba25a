// What may happen to a customer's libraries and roles (imanage-model.md §1, Library and Role). Pure; counts no people and stores nothing.

import { sameName } from './comparison';
import { libraryNamed, roleNamed, type Customer, type Library, type Role } from './customer';
import { DirectoryFailure } from './failure';

/** Libraries and roles with the library that people get who are given none. */
export type Catalogue = Pick<Customer, 'libraries' | 'defaultLibrary'>;

/** Exported for the test that holds them equal to those of the configuration's JSON Schema. */
export const NAMES = {
  libraryId: /^[\p{L}\p{Nd}_-][\p{L}\p{Nd}._-]{0,253}$/u,
  roleId: /^[\p{L}\p{Nd}_-]{1,254}$/u,
  displayName: /^[^\p{Cc}\u2028\u2029]{1,254}$/u,
  description: /^[^\p{Cc}\u2028\u2029]{0,254}$/u,
  privilege: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u,
} as const;

const DEFAULT_ROLE: Role = {
  id: 'DEFAULT',
  description: '',
  external: false,
  controlCenterAccess: 'none',
  privileges: [],
};

/** In every library and not to be removed (imanage-model.md §1, Role). */
export const BUILT_IN_ROLES: readonly Role[] = [
  DEFAULT_ROLE,
  { ...DEFAULT_ROLE, id: 'DEFAULT EXTERNAL', external: true },
];

export function isBuiltIn(role: string): boolean {
  return BUILT_IN_ROLES.some(({ id }) => sameName(id, role));
}

/** @throws DirectoryFailure `uniqueness`, `invalidValue` naming what is wrong with the library */
export function withLibrary(catalogue: Catalogue, library: Omit<Library, 'roles'>): Catalogue {
  if (catalogue.libraries.some(({ id }) => sameName(id, library.id)))
    throw new DirectoryFailure('uniqueness', `library "${library.id}" exists already`, 'taken');
  const added = { ...library, roles: BUILT_IN_ROLES };
  assertLibrary(added);
  return { ...catalogue, libraries: [...catalogue.libraries, added] };
}

/** Its id is how iManage knows it and does not change. @throws DirectoryFailure `invalidValue` */
export function withChangedLibrary(
  customer: Customer,
  id: string,
  change: Partial<Omit<Library, 'id' | 'roles'>>,
): Catalogue {
  const library = libraryNamed(customer, id, 'library');
  const changed = { ...library, ...change };
  assertLibrary(changed);
  return replaced(customer, changed);
}

/** @throws DirectoryFailure `forbidden` for the default library, `invalidValue` for an unknown one */
export function withoutLibrary(customer: Customer, id: string): Catalogue {
  const library = libraryNamed(customer, id, 'library');
  if (library.id === customer.defaultLibrary)
    throw new DirectoryFailure(
      'forbidden',
      `library "${library.id}" is the default library of this customer; make another one the default first`,
      'built-in',
    );
  return { ...catalogueOf(customer), libraries: customer.libraries.filter((other) => other !== library) };
}

/** @throws DirectoryFailure `invalidValue` naming the libraries that exist */
export function withDefaultLibrary(customer: Customer, id: string): Catalogue {
  return { ...catalogueOf(customer), defaultLibrary: libraryNamed(customer, id, 'defaultLibrary').id };
}

/** @throws DirectoryFailure `uniqueness`, `invalidValue` naming what is wrong with the role */
export function withRole(customer: Customer, libraryId: string, role: Role): Catalogue {
  const library = libraryNamed(customer, libraryId, 'library');
  if (library.roles.some(({ id }) => sameName(id, role.id)))
    throw new DirectoryFailure(
      'uniqueness',
      `role "${role.id}" exists in library "${library.id}" already`,
      'taken',
    );
  assertRole(role);
  return replaced(customer, { ...library, roles: [...library.roles, role] });
}

/** Its name and whether it is external do not change: people hold it under both. @throws DirectoryFailure `invalidValue` */
export function withChangedRole(
  customer: Customer,
  { library: libraryId, role: roleId }: { readonly library: string; readonly role: string },
  change: Partial<Pick<Role, 'description' | 'controlCenterAccess' | 'privileges'>>,
): Catalogue {
  const library = libraryNamed(customer, libraryId, 'library');
  const role = roleNamed(library, roleId, 'role');
  const changed = { ...role, ...change };
  assertRole(changed);
  const roles = library.roles.map((other) => (other === role ? changed : other));
  return replaced(customer, { ...library, roles });
}

/** @throws DirectoryFailure `forbidden` for the two that every library has, `invalidValue` for an unknown one */
export function withoutRole(customer: Customer, libraryId: string, roleId: string): Catalogue {
  const library = libraryNamed(customer, libraryId, 'library');
  const role = roleNamed(library, roleId, 'role');
  if (isBuiltIn(role.id))
    throw new DirectoryFailure(
      'forbidden',
      `role "${role.id}" is in every library and cannot be removed; only roles of your own can`,
      'built-in',
    );
  return replaced(customer, { ...library, roles: library.roles.filter((other) => other !== role) });
}

export function catalogueOf({ libraries, defaultLibrary }: Catalogue): Catalogue {
  return { libraries, defaultLibrary };
}

function replaced(customer: Customer, library: Library): Catalogue {
  const libraries = customer.libraries.map((other) => (other.id === library.id ? library : other));
  return { ...catalogueOf(customer), libraries };
}

function assertLibrary({ id, displayName }: Library): void {
  assertName(
    id,
    NAMES.libraryId,
    'library: its id has 1 to 254 letters, digits, ".", "_" and "-", no "." at the start',
  );
  assertName(displayName, NAMES.displayName, 'displayName: 1 to 254 characters, no control characters');
}

function assertRole({ id, description, external, controlCenterAccess, privileges }: Role): void {
  if (!isBuiltIn(id))
    assertName(id, NAMES.roleId, 'role: its name has 1 to 254 letters, digits, "_" and "-", no spaces');
  assertName(description, NAMES.description, 'description: up to 254 characters, no control characters');
  for (const privilege of privileges)
    assertName(privilege, NAMES.privilege, 'privileges: 1 to 64 letters, digits, "_" and "-" each');
  if (external && controlCenterAccess !== 'none')
    throw new DirectoryFailure(
      'invalidValue',
      `controlCenterAccess: "${controlCenterAccess}" cannot be given to the external role "${id}"; use "none"`,
      'catalogue-value',
    );
}

function assertName(text: string, pattern: RegExp, rule: string): void {
  if (pattern.test(text)) return;
  throw new DirectoryFailure(
    'invalidValue',
    `${rule}; not ${JSON.stringify(text.slice(0, 60))}`,
    'catalogue-value',
  );
}
