// An iManage library as a SCIM resource (imanage-model.md §1, §2): its wire form, from the catalogue. Pure.

import { sameName } from '../../directory/comparison';
import type { Customer, Library } from '../../directory/customer';
import { placeOf, type CatalogueResource } from './catalogue';
import { roleValue } from './role';

const SCHEMA = 'urn:ietf:params:scim:schemas:imanage:2.0:Library';

/** The libraries of the customer, in the order of its catalogue. */
export function libraryResources(customer: Customer, baseUrl: string): readonly CatalogueResource[] {
  return customer.libraries.map((library) => libraryResource(customer, library, baseUrl));
}

function libraryResource(customer: Customer, library: Library, baseUrl: string): CatalogueResource {
  return {
    schemas: [SCHEMA],
    id: library.id,
    displayName: library.displayName,
    type: library.type,
    hidden: library.hidden,
    default: sameName(library.id, customer.defaultLibrary),
    roles: library.roles.map((role) => {
      const value = roleValue(library, role);
      return { value, $ref: placeOf(baseUrl, 'Roles', value), display: role.id };
    }),
    meta: { resourceType: 'Library', location: placeOf(baseUrl, 'Libraries', library.id) },
  };
}
