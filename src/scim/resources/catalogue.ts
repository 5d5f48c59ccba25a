// The operations on what can only be read, such as /Libraries and /Roles: found in the customer's catalogue, not in the store's rows.

import { comparisonKey } from '../../directory/comparison';
import type { Customer } from '../../directory/customer';
import type { JsonObject } from '../../directory/json';
import { currentCustomer } from '../../directory/settings';
import { digestOf, entityTag, isUnmodified } from '../etag';
import { resolveProjection } from '../query/projection';
import type { Found, ResourceHandlers, ScimRequest } from '../request';
import { pageOf } from './catalogue-query';
import { notFound, type TypeServices } from './services';

/** The operations of a resource type that no client writes. */
export type ReadOnlyHandlers = Pick<ResourceHandlers, 'find' | 'get'>;

/** Its meta has no dates: the catalogue keeps none. Its version is made from what is shown. */
export interface CatalogueResource extends JsonObject {
  readonly id: string;
  readonly meta: { readonly resourceType: string; readonly location: string; readonly version?: string };
}

/** @param resourcesOf everything of the type that a customer has, in the order of its catalogue */
export function catalogueHandlers(
  { store, type }: Pick<TypeServices, 'store' | 'type'>,
  resourcesOf: (customer: Customer, baseUrl: string) => readonly CatalogueResource[],
): ReadOnlyHandlers {
  // The customer as it is now: a change of the catalogue shows in the very next answer.
  const resources = async ({ customer, baseUrl }: ScimRequest): Promise<readonly CatalogueResource[]> =>
    resourcesOf(await currentCustomer(store, customer), baseUrl);
  return {
    async find(request, page) {
      const projection = resolveProjection(type, request.query);
      const {
        total,
        positions,
        resources: shown,
      } = pageOf(type, (await resources(request)).map(withVersion), page);
      const show: Found['show'] = (from, to) =>
        Promise.resolve(shown.slice(from, to).map((resource) => projection.apply(resource)));
      return { total, positions, show };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      // Ids are names of the catalogue, which compares them without case, and so do the requests that use them.
      const key = comparisonKey(id);
      const resource = (await resources(request)).find((candidate) => comparisonKey(candidate.id) === key);
      if (resource === undefined) throw notFound(type.name, id);
      const version = digestOf(resource);
      const headers = { ETag: entityTag(version), 'Content-Location': resource.meta.location };
      if (isUnmodified(request, version)) return { status: 304, headers, body: undefined };
      return { status: 200, headers, body: projection.apply(withVersion(resource)) };
    },
  };
}

/** RFC 7643 §3.1: `meta.version` is the ETag, also of a resource in a list. */
function withVersion(resource: CatalogueResource): CatalogueResource {
  return { ...resource, meta: { ...resource.meta, version: entityTag(digestOf(resource)) } };
}

/** The address of a resource whose id is a name: it may hold spaces and letters that a URL cannot. */
export function placeOf(
  baseUrl: string,
  endpoint: 'Libraries' | 'Roles' | 'LibraryRoles',
  id: string,
): string {
  return `${baseUrl}/${endpoint}/${encodeURIComponent(id)}`;
}
