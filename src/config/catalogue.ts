/** A customer's libraries and roles: what must agree in them, and the ones that exist without being listed. */
import type { LibraryConfig, RoleConfig } from './config';
import { fieldOf, listOf, textOf, type Place } from './document';
import { quote, type Report } from './faults';
import type { FileCustomer, FileLibrary, FileRole } from './file-schema';
import { checkUnique, comparisonKey } from './uniqueness';

/** In every library, cannot be deleted; the value is what their external flag must be. */
const BUILT_IN_ROLES = { DEFAULT: false, 'DEFAULT EXTERNAL': true } as const;
type BuiltInRole = keyof typeof BUILT_IN_ROLES;
const BUILT_IN_IDS = Object.keys(BUILT_IN_ROLES) as readonly BuiltInRole[];

const FIRST_LIBRARY: FileLibrary = { id: 'ACTIVE', type: 'worksite', hidden: false, roles: [] };

export function checkCatalogue(customer: Place, report: Report): void {
  const libraries = listOf(customer, 'libraries');
  checkUnique(libraries, 'id', report);
  for (const library of libraries) {
    const roles = listOf(library, 'roles');
    checkUnique(roles, 'id', report);
    for (const role of roles) checkRole(role, report);
  }
}

function checkRole({ path, value }: Place, report: Report): void {
  const builtIn = builtInOf(textOf(value, 'id') ?? '');
  const listed = fieldOf(value, 'external');
  if (builtIn !== undefined && typeof listed === 'boolean' && listed !== BUILT_IN_ROLES[builtIn]) {
    report(
      `GATEWAY_CONFIG: ${path}.external is ${String(listed)}; it must be ${String(!listed)} for the role ${builtIn}.`,
    );
  }
  const external = listed ?? (builtIn !== undefined && BUILT_IN_ROLES[builtIn]);
  const access = textOf(value, 'controlCenterAccess') ?? 'none';
  if (external === true && access !== 'none') {
    report(
      `GATEWAY_CONFIG: ${path}.controlCenterAccess is ${quote(access)}; an external role must have "none".`,
    );
  }
}

/** Absence can be told only where the whole file fits the schema. */
export function checkDefaultLibrary(customer: FileCustomer, path: string, report: Report): void {
  const wanted = customer.defaultLibrary;
  if (wanted === undefined || findLibrary(customer, wanted) !== undefined) return;
  const known = librariesOf(customer).map((library) => library.id);
  report(
    `GATEWAY_CONFIG: ${path}.defaultLibrary is ${quote(wanted)}; the libraries of this customer are ${known.join(', ')}.`,
  );
}

export function defaultLibraryOf(customer: FileCustomer): string {
  const wanted = customer.defaultLibrary;
  return (
    (wanted === undefined ? undefined : findLibrary(customer, wanted)?.id) ??
    librariesOf(customer)[0]?.id ??
    FIRST_LIBRARY.id
  );
}

export function buildLibraries(customer: FileCustomer): readonly LibraryConfig[] {
  return librariesOf(customer).map(({ id, displayName, type, hidden, roles }) => {
    const listed = roles.map(buildRole);
    const missing = BUILT_IN_IDS.filter((name) => !roles.some((role) => builtInOf(role.id) === name));
    const added = missing.map((name) =>
      buildRole({ id: name, description: '', controlCenterAccess: 'none', privileges: [] }),
    );
    return { id, displayName: displayName ?? id, type, hidden, roles: [...added, ...listed] };
  });
}

function buildRole({ id, description, external, controlCenterAccess, privileges }: FileRole): RoleConfig {
  const builtIn = builtInOf(id);
  return {
    // iManage writes its own two in capitals, however the file does.
    id: builtIn ?? id,
    description,
    external: external ?? (builtIn !== undefined && BUILT_IN_ROLES[builtIn]),
    controlCenterAccess,
    privileges,
  };
}

function builtInOf(id: string): BuiltInRole | undefined {
  return BUILT_IN_IDS.find((name) => comparisonKey(name) === comparisonKey(id));
}

function librariesOf(customer: FileCustomer): readonly FileLibrary[] {
  return customer.libraries.length === 0 ? [FIRST_LIBRARY] : customer.libraries;
}

function findLibrary(customer: FileCustomer, id: string): FileLibrary | undefined {
  return librariesOf(customer).find((library) => comparisonKey(library.id) === comparisonKey(id));
}
