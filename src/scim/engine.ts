// The SCIM engine: every operation of the protocol as a function from request to answer, complete without HTTP.

import type { Customer } from '../directory/customer';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery';
import type { Answer, ResourceHandlers, ScimRequest } from './request';
import { groupHandlers } from './resources/groups';
import type { Services } from './resources/services';
import { userHandlers } from './resources/users';
import type { PublishedSchemas } from './schema/definitions';
import { compileSchemaMap, type ResourceType, type SchemaMap } from './schema/schema-map';
import { searchQuery } from './search';

/** Resource types that can be written; each has its place under the SCIM base. */
export type TypeName = 'User' | 'Group';

export interface ScimEngine {
  readonly resources: Readonly<Record<TypeName, ResourceHandlers>>;
  /** POST /Users/.search, /Groups/.search (RFC 7644 §3.4.3). */
  search(type: TypeName, request: ScimRequest): Promise<Answer>;
  serviceProviderConfig(): Answer;
  resourceTypes(id: string | undefined): Answer;
  schemas(customer: Customer, id: string | undefined): Answer;
}

/** @param baseUrl the public URL with `/scim/v2` */
export function createScimEngine(
  services: Services,
  published: PublishedSchemas,
  baseUrl: string,
): ScimEngine {
  const map = compileSchemaMap(published);
  const resources = {
    User: userHandlers({ ...services, type: typeNamed(map, 'User') }),
    Group: groupHandlers({ ...services, type: typeNamed(map, 'Group') }),
  };
  return {
    resources,
    // eslint-disable-next-line @typescript-eslint/require-await -- a body that is no search request rejects, it does not throw
    search: async (type, request) => resources[type].list({ ...request, query: searchQuery(request.body) }),
    serviceProviderConfig: () => serviceProviderConfig(baseUrl, services.limits),
    resourceTypes: (id) => resourceTypes(published, baseUrl, id),
    schemas: (customer, id) => schemas(published, baseUrl, customer, id),
  };
}

function typeNamed(map: SchemaMap, name: TypeName): ResourceType {
  const type = map.get(name);
  if (type === undefined) throw new Error(`schemas/resource-types.json: no resource type ${name}`);
  return type;
}
