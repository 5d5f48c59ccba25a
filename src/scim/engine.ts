// The SCIM engine: every operation of the protocol as a function from request to answer, complete without HTTP.

import type { Customer } from '../directory/customer';
import { currentCustomer } from '../directory/settings';
import { readBulk, type BulkJob } from './bulk/job';
import type { BulkType } from './bulk/operation';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery';
import { listPage } from './list';
import { meHandlers, type MeHandlers } from './me';
import { largeMembersCollector, type LargeMembersCollector } from './patch/large-members-collector';
import { createCursors } from './query/cursor';
import type { Answer, ResourceHandlers, ScimRequest } from './request';
import { catalogueHandlers, type ReadOnlyHandlers } from './resources/catalogue';
import { groupHandlers } from './resources/groups';
import { ownHandlers } from './resources/own-resources';
import { withEffects } from './resources/effected';
import { libraryResources } from './resources/library';
import { oktaRoleResources, roleResources } from './resources/role';
import type { Services } from './resources/services';
import { userHandlers } from './resources/users';
import type { PublishedSchemas } from './schema/definitions';
import { compileSchemaMap, typeNamed } from './schema/schema-map';
import { searchQuery } from './search';
import { typeTable, type READ_ONLY_TYPES, type TypeName, type TypeTable } from './type-table';

type ReadOnlyType = (typeof READ_ONLY_TYPES)[number];
type BuiltInResources = Record<'User' | 'Group', ResourceHandlers> & Record<ReadOnlyType, ReadOnlyHandlers>;

export interface ScimEngine {
  readonly types: TypeTable;
  /** By type name: the built-in ones and the customer's own. */
  readonly resources: Readonly<BuiltInResources & Record<TypeName, ReadOnlyHandlers>>;
  /** What serves the writes of a type; undefined for one that is only read, and for no type at all. */
  writable(type: TypeName): ResourceHandlers | undefined;
  /** GET on the endpoint of a type (RFC 7644 §3.4.2); with several types, one after the other (§3.4.2.1). */
  list(types: readonly TypeName[], request: ScimRequest): Promise<Answer>;
  /** POST …/.search (RFC 7644 §3.4.3); `undefined` searches every type, libraries and roles too (§3.4.2.1: "all resources"). */
  search(type: TypeName | undefined, request: ScimRequest): Promise<Answer>;
  /** /Me (RFC 7644 §3.11). */
  readonly me: MeHandlers;
  /** POST /Bulk (RFC 7644 §3.7), read but not run. @throws ScimFailure 400 or 413 for the request as a whole */
  bulk(request: ScimRequest): BulkJob;
  /** Takes down the members of one list that is too long to be held as values. */
  largeMembers(): LargeMembersCollector;
  serviceProviderConfig(query: URLSearchParams): Answer;
  resourceTypes(id: string | undefined): Answer;
  schemas(customer: Customer, id: string | undefined): Promise<Answer>;
}

/**
 * @param published the schemas of one customer: the built-in ones and, where it has any, its own
 * @param baseUrl the public URL with `/scim/v2`
 */
export function createScimEngine(
  services: Services,
  published: PublishedSchemas,
  baseUrl: string,
): ScimEngine {
  const map = compileSchemaMap(published);
  const userType = typeNamed(map, 'User');
  const groupType = typeNamed(map, 'Group');
  const types = typeTable(published);
  const own = Object.fromEntries(
    Object.entries(ownHandlers(services, map, types)).map(([name, handlers]) => [
      name,
      withEffects(typeNamed(map, name), handlers),
    ]),
  );
  const writable: Readonly<Record<'User' | 'Group', ResourceHandlers> & Record<TypeName, ResourceHandlers>> =
    {
      ...own,
      User: withEffects(userType, userHandlers({ ...services, type: userType, groupType })),
      Group: withEffects(groupType, groupHandlers({ ...services, type: groupType, groupType })),
    };
  const resources: ScimEngine['resources'] = {
    ...writable,
    Library: catalogueHandlers({ ...services, type: typeNamed(map, 'Library') }, libraryResources),
    Role: catalogueHandlers({ ...services, type: typeNamed(map, 'Role') }, roleResources),
    LibraryRole: catalogueHandlers({ ...services, type: typeNamed(map, 'LibraryRole') }, oktaRoleResources),
  };
  const bulkTypeAt = (endpoint: string): BulkType | undefined => {
    const name = types.typeAt(endpoint.slice(1));
    if (name === undefined) return undefined;
    const { bulkBytesMax, resourceBytesMax } = services.limits;
    const handlers = Object.hasOwn(writable, name) ? writable[name] : undefined;
    const bytesMax = name === groupType.name ? bulkBytesMax : resourceBytesMax;
    return { type: typeNamed(map, name), handlers, bytesMax };
  };
  const { limits, keys, now } = services;
  const lists = { limits, cursors: createCursors({ keys, now, lifeS: limits.cursorSeconds }) };
  const list = (names: readonly TypeName[], request: ScimRequest): Promise<Answer> => {
    const listed = names.flatMap((name) => {
      const handlers = resources[name];
      return handlers === undefined ? [] : [{ type: typeNamed(map, name), find: handlers.find }];
    });
    return listPage(lists, listed, request);
  };
  return {
    types,
    resources,
    writable: (type) => (Object.hasOwn(writable, type) ? writable[type] : undefined),
    list,
    me: meHandlers({ ...services, type: userType, groupType }, writable.User),
    bulk: (request) => readBulk({ limits, now, typeAt: bulkTypeAt }, request),
    search: async (type, request) => {
      const query = searchQuery(request.body, request.profile);
      return list(type === undefined ? types.names : [type], { ...request, query });
    },
    largeMembers: () => largeMembersCollector(groupType),
    serviceProviderConfig: (query) => serviceProviderConfig(baseUrl, services.limits, query),
    resourceTypes: (id) => resourceTypes(published, baseUrl, id),
    schemas: async (customer, id) =>
      schemas(published, baseUrl, await currentCustomer(services.store, customer), id),
  };
}
