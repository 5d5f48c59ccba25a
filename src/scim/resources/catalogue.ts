// The operations on what can only be read, /Libraries and /Roles: found in the customer's catalogue, not in the store's rows.

import { comparisonKey } from '../../directory/comparison';
import type { Customer } from '../../directory/customer';
import type { JsonObject } from '../../directory/json';
import { currentCustomer } from '../../directory/settings';
import { parseListQuery } from '../query/list-query';
import { resolveProjection } from '../query/projection';
import type { ResourceHandlers, ScimRequest } from '../request';
import { inOrder, matching } from './catalogue-query';
import { notFound, type TypeServices } from './services';

/** The operations of a resource type that no client writes. */
export type ReadOnlyHandlers = Pick<ResourceHandlers, 'find' | 'get'>;

/** Its meta has neither version nor dates: the catalogue keeps none, so there is no ETag either. */
export interface CatalogueResource extends JsonObject {
  readonly id: string;
  readonly meta: { readonly resourceType: string; readonly location: string };
}

/** @param resourcesOf everything of the type that a customer has, in the order of its catalogue */
export function catalogueHandlers(
  { store, type, limits }: Pick<TypeServices, 'store' | 'type' | 'limits'>,
  resourcesOf: (customer: Customer, baseUrl: string) => readonly CatalogueResource[],
): ReadOnlyHandlers {
  // The customer as it is now: a change of the catalogue shows in the very next answer.
  const resources = async ({ customer, baseUrl }: ScimRequest): Promise<readonly CatalogueResource[]> =>
    resourcesOf(await currentCustomer(store, customer), baseUrl);
  return {
    async find(request, { skip, limit }) {
      const projection = resolveProjection(type, request.query);
      const { condition, sort } = parseListQuery(type, request.query, limits);
      const found = inOrder(type, matching(type, await resources(request), condition), sort);
      const page = found.slice(skip, skip + limit);
      return { total: found.length, resources: page.map((resource) => projection.apply(resource)) };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      // Ids are names of the catalogue, which compares them without case, and so do the requests that use them.
      const key = comparisonKey(id);
      const resource = (await resources(request)).find((candidate) => comparisonKey(candidate.id) === key);
      if (resource === undefined) throw notFound(type.name, id);
      const headers = { 'Content-Location': resource.meta.location };
      return { status: 200, headers, body: projection.apply(resource) };
    },
  };
}

/** The address of a resource whose id is a name: it may hold spaces and letters that a URL cannot. */
export function placeOf(baseUrl: string, endpoint: 'Libraries' | 'Roles', id: string): string {
  return `${baseUrl}/${endpoint}/${encodeURIComponent(id)}`;
}
