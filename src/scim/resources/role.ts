// A role of an iManage library as a SCIM resource (imanage-model.md §1, §2), in two forms: its wire forms, from the catalogue. Pure.
//
// /Roles is after draft-ietf-scim-roles-entitlements. Okta discovers only resource types with a URN of its own, and their
// resources have no attribute but displayName and description: for it, the same roles are at /LibraryRoles.

import { isBuiltIn } from '../../directory/catalogue';
import type { Customer, Library, Role } from '../../directory/customer';
import type { JsonObject } from '../../directory/json';
import { placeOf, type CatalogueResource } from './catalogue';

const ROLE = 'urn:ietf:params:scim:schemas:core:2.0:Role';
const IMANAGE_ROLE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Role';
const OKTA_ROLE = 'urn:okta:scim:schemas:core:1.0:Role';

/** `RolesAndEntitlements` of ServiceProviderConfig, as the draft asks for. iManage has no entitlements beside its roles. */
export const ROLES_SUPPORT: JsonObject = {
  roles: { supported: true, multipleRolesSupported: true, primarySupported: true, typeSupported: true },
  entitlements: { supported: false },
};

/** Every role of every library, in the order of the customer's catalogue. */
export function roleResources(customer: Customer, baseUrl: string): readonly CatalogueResource[] {
  return rolesOf(customer).map(([library, role]) => roleResource(library, role, baseUrl));
}

/** The same roles, as Okta reads them. */
export function oktaRoleResources(customer: Customer, baseUrl: string): readonly CatalogueResource[] {
  return rolesOf(customer).map(([library, role]) => {
    const value = roleValue(library, role);
    return {
      schemas: [OKTA_ROLE],
      id: value,
      displayName: value,
      ...(role.description === '' ? {} : { description: role.description }),
      meta: { resourceType: 'LibraryRole', location: placeOf(baseUrl, 'LibraryRoles', value) },
    };
  });
}

/** What `roles[].value` of a user takes; neither name holds a colon, so no two roles share it. */
export function roleValue(library: Library, role: Role): string {
  return `${library.id}:${role.id}`;
}

function rolesOf({ libraries }: Customer): readonly (readonly [Library, Role])[] {
  return libraries.flatMap((library) => library.roles.map((role) => [library, role] as const));
}

/** The id is the value, because Okta sends the id of the role it was shown as `roles[].value` of a user. */
function roleResource(library: Library, role: Role, baseUrl: string): CatalogueResource {
  const value = roleValue(library, role);
  return {
    schemas: [ROLE, IMANAGE_ROLE],
    id: value,
    value,
    // Every library has a DEFAULT: who picks a role from a list must see whose it is.
    display: value,
    supported: true,
    limitedAssignmentsPermitted: false,
    [IMANAGE_ROLE]: {
      library: library.id,
      name: role.id,
      ...(role.description === '' ? {} : { description: role.description }),
      external: role.external,
      controlCenterAccess: role.controlCenterAccess,
      ...(role.privileges.length === 0 ? {} : { privileges: role.privileges }),
      builtIn: isBuiltIn(role.id),
    },
    meta: { resourceType: 'Role', location: placeOf(baseUrl, 'Roles', value) },
  };
}
