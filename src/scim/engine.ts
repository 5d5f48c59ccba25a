// The SCIM engine: every operation of the protocol as a function from request to answer, complete without HTTP.

import type { Customer } from '../directory/customer';
import { currentCustomer } from '../directory/settings';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery';
import { ScimFailure } from './failure';
import { parsePaging } from './query/paging';
import type { Answer, Found, ResourceHandlers, ScimRequest } from './request';
import { groupHandlers } from './resources/groups';
import { listAnswer } from './resources/list-answer';
import type { Services } from './resources/services';
import { userHandlers } from './resources/users';
import type { PublishedSchemas } from './schema/definitions';
import { compileSchemaMap, type ResourceType, type SchemaMap } from './schema/schema-map';
import { searchQuery } from './search';

/** Resource types that can be written; each has its place under the SCIM base. */
export type TypeName = 'User' | 'Group';
const TYPE_NAMES: readonly TypeName[] = ['User', 'Group'];

export interface ScimEngine {
  readonly resources: Readonly<Record<TypeName, ResourceHandlers>>;
  /** GET /Users, GET /Groups (RFC 7644 §3.4.2); with several types, one after the other (§3.4.2.1). */
  list(types: readonly TypeName[], request: ScimRequest): Promise<Answer>;
  /** POST …/.search (RFC 7644 §3.4.3); `undefined` searches every type. */
  search(type: TypeName | undefined, request: ScimRequest): Promise<Answer>;
  serviceProviderConfig(): Answer;
  resourceTypes(id: string | undefined): Answer;
  schemas(customer: Customer, id: string | undefined): Promise<Answer>;
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
  const list = async (types: readonly TypeName[], request: ScimRequest): Promise<Answer> => {
    const paging = parsePaging(request.query, services.limits);
    const handlers = types.map((type) => resources[type]);
    return listAnswer(await findInAll(handlers, request, paging), paging.startIndex);
  };
  return {
    resources,
    list,
    search: async (type, request) => {
      const query = searchQuery(request.body);
      return list(type === undefined ? TYPE_NAMES : [type], { ...request, query });
    },
    serviceProviderConfig: () => serviceProviderConfig(baseUrl, services.limits),
    resourceTypes: (id) => resourceTypes(published, baseUrl, id),
    schemas: async (customer, id) =>
      schemas(published, baseUrl, await currentCustomer(services.store, customer), id),
  };
}

/**
 * One page over the types, in their order. A filter on an attribute that a type does not have finds nothing there
 * (RFC 7644 §3.4.2.1); it is refused only where no type has it.
 */
async function findInAll(
  handlers: readonly ResourceHandlers[],
  request: ScimRequest,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<Found> {
  let total = 0;
  let refusal: unknown;
  let refused = 0;
  const resources: Found['resources'][number][] = [];
  for (const handler of handlers) {
    const page = { skip: Math.max(0, skip - total), limit: limit - resources.length };
    try {
      const found = await handler.find(request, page);
      total += found.total;
      resources.push(...found.resources);
    } catch (error) {
      if (!(error instanceof ScimFailure)) throw error;
      refusal ??= error;
      refused += 1;
    }
  }
  if (refused === handlers.length) throw refusal;
  return { total, resources };
}

function typeNamed(map: SchemaMap, name: TypeName): ResourceType {
  const type = map.get(name);
  if (type === undefined) throw new Error(`schemas/resource-types.json: no resource type ${name}`);
  return type;
}
