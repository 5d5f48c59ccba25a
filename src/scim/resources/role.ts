// A role of an iManage library as a SCIM resource (imanage-model.md §1, §2): its wire form, from the catalogue. Pure.
//
// `value`, `display` and `supported` are what draft-ietf-scim-roles-entitlements asks of a Role, `id` and `displayName`
// what Okta reads of one; the rest is iManage's own.

import { isBuiltIn } from '../../directory/catalogue';
import type { Customer, Library, Role } from '../../directory/customer';
import { placeOf, type CatalogueResource } from './catalogue';

const SCHEMA = 'urn:ietf:params:scim:schemas:imanage:2.0:Role';

/** Every role of every library, in the order of the customer's catalogue. */
export function roleResources({ libraries }: Customer, baseUrl: string): readonly CatalogueResource[] {
  return libraries.flatMap((library) => library.roles.map((role) => roleResource(library, role, baseUrl)));
}

/** What `roles[].value` of a user takes; neither name holds a colon, so no two roles share it. */
export function roleValue(library: Library, role: Role): string {
  return `${library.id}:${role.id}`;
}

/** The id is the value, because Okta sends the id of the role it was shown as `roles[].value` of a user. */
function roleResource(library: Library, role: Role, baseUrl: string): CatalogueResource {
  const value = roleValue(library, role);
  return {
    schemas: [SCHEMA],
    id: value,
    value,
    // Every library has a DEFAULT: who picks a role from a list must see whose it is.
    display: value,
    displayName: value,
    supported: true,
    library: library.id,
    name: role.id,
    ...(role.description === '' ? {} : { description: role.description }),
    external: role.external,
    controlCenterAccess: role.controlCenterAccess,
    ...(role.privileges.length === 0 ? {} : { privileges: role.privileges }),
    builtIn: isBuiltIn(role.id),
    meta: { resourceType: 'Role', location: placeOf(baseUrl, 'Roles', value) },
  };
}
