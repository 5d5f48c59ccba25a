// The SCIM engine: every operation of the protocol as a function from request to answer, complete without HTTP.

import type { Customer } from '../directory/customer';
import { currentCustomer } from '../directory/settings';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery';
import { ScimFailure } from './failure';
import { parsePaging } from './query/paging';
import type { Answer, Found, ResourceHandlers, ScimRequest } from './request';
import { catalogueHandlers, type ReadOnlyHandlers } from './resources/catalogue';
import { groupHandlers } from './resources/groups';
import { libraryResources } from './resources/library';
import { listAnswer } from './resources/list-answer';
import { roleResources } from './resources/role';
import type { Services } from './resources/services';
import { userHandlers } from './resources/users';
import type { PublishedSchemas } from './schema/definitions';
import { compileSchemaMap, typeNamed } from './schema/schema-map';
import { searchQuery } from './search';

const WRITABLE_TYPES = ['User', 'Group'] as const;
const READ_ONLY_TYPES = ['Library', 'Role'] as const;
type WritableType = (typeof WRITABLE_TYPES)[number];
type ReadOnlyType = (typeof READ_ONLY_TYPES)[number];
/** Each resource type has its place under the SCIM base. */
export type TypeName = WritableType | ReadOnlyType;
/** In the order in which a search at the SCIM base finds them. */
const TYPE_NAMES: readonly TypeName[] = [...WRITABLE_TYPES, ...READ_ONLY_TYPES];

export function isTypeName(name: string): name is TypeName {
  return TYPE_NAMES.some((type) => type === name);
}

export function isWritable(type: TypeName): type is WritableType {
  return WRITABLE_TYPES.some((writable) => writable === type);
}

export interface ScimEngine {
  readonly resources: Readonly<
    Record<WritableType, ResourceHandlers> & Record<ReadOnlyType, ReadOnlyHandlers>
  >;
  /** GET on the endpoint of a type (RFC 7644 §3.4.2); with several types, one after the other (§3.4.2.1). */
  list(types: readonly TypeName[], request: ScimRequest): Promise<Answer>;
  /** POST …/.search (RFC 7644 §3.4.3); `undefined` searches every type, libraries and roles too (§3.4.2.1: "all resources"). */
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
  const groupType = typeNamed(map, 'Group');
  const resources = {
    User: userHandlers({ ...services, type: typeNamed(map, 'User'), groupType }),
    Group: groupHandlers({ ...services, type: groupType, groupType }),
    Library: catalogueHandlers({ ...services, type: typeNamed(map, 'Library') }, libraryResources),
    Role: catalogueHandlers({ ...services, type: typeNamed(map, 'Role') }, roleResources),
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
  handlers: readonly Pick<ResourceHandlers, 'find'>[],
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
