// What the gateway says of itself: /ServiceProviderConfig, /ResourceTypes, /Schemas (RFC 7644 §4); true to what is enforced.

import type { Customer } from '../directory/customer';
import type { JsonObject } from '../directory/json';
import { authenticationSchemes, besideScim } from './authentication-schemes';
import { ScimFailure } from './failure';
import type { Answer, ScimLimits } from './request';
import { ROLES_SUPPORT } from './resources/role';
import type { AttributeDefinition, PublishedSchemas, SchemaDefinition } from './schema/definitions';
import { EVENT_NAMES, eventUri } from './security-events/event-names';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const CONFIG_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

/** RFC 7643 §5. What is `supported: false` here is what answers 501. */
export function serviceProviderConfig(baseUrl: string, limits: ScimLimits, query: URLSearchParams): Answer {
  return ok({
    schemas: [CONFIG_SCHEMA],
    documentationUri: besideScim(baseUrl, 'docs'),
    patch: { supported: true },
    bulk: { supported: true, maxOperations: limits.operationsMax, maxPayloadSize: limits.bulkBytesMax },
    filter: { supported: true, maxResults: limits.pageMax },
    changePassword: { supported: false },
    sort: { supported: true },
    pagination: pagination(limits),
    etag: { supported: true },
    ...askedFor(query),
    authenticationSchemes: authenticationSchemes(baseUrl),
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  });
}

/**
 * What a client must ask for by name ("returned": "request"), because strict ones refuse the whole document for a member
 * that they do not know. draft-ietf-scim-roles-entitlements wants `RolesAndEntitlements` here, but it nests complex
 * attributes, which RFC 7643 §2.3.8 forbids: no schema can name it.
 */
function askedFor(query: URLSearchParams): JsonObject {
  const named = [...query].filter(([name]) => name.toLowerCase() === 'attributes').map(([, names]) => names);
  const members = { RolesAndEntitlements: ROLES_SUPPORT, securityEvents: securityEvents() };
  const asked = named
    .join(',')
    .toLowerCase()
    .split(/[,\s]+/);
  return Object.fromEntries(
    Object.entries(members).filter(([name]) =>
      asked.some((path) => path.split('.')[0] === name.toLowerCase()),
    ),
  );
}

/** RFC 9967 §4: done later for whoever asks for it, and told to the streams that the configuration names. */
function securityEvents(): JsonObject {
  return { asyncRequest: 'request', eventUris: EVENT_NAMES.map(eventUri) };
}

/** RFC 9865 §4. By index where a client asks for neither, because most clients know nothing else (§2.4). */
function pagination({ pageDefault, pageMax, cursorSeconds }: ScimLimits): JsonObject {
  return {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: pageDefault,
    maxPageSize: pageMax,
    cursorTimeout: cursorSeconds,
  };
}

/** One resource type by its name, or all of them. @throws ScimFailure 404 */
export function resourceTypes(published: PublishedSchemas, baseUrl: string, id: string | undefined): Answer {
  const all = published.resourceTypes.map((type) => ({
    ...(type as unknown as JsonObject),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${type.id}` },
  }));
  return oneOrAll(all, id, 'ResourceType');
}

/**
 * One schema by its URN, or all of them; libraries and roles are told as the canonical values of the customer's
 * catalogue, so that identity providers can offer them. @throws ScimFailure 404
 */
export function schemas(
  published: PublishedSchemas,
  baseUrl: string,
  customer: Customer,
  id: string | undefined,
): Answer {
  const known = catalogueValues(customer);
  const all = published.schemas.map((schema) => ({
    ...(withCanonicalValues(schema, known) as unknown as JsonObject),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  }));
  return oneOrAll(all, id, 'Schema');
}

/** RFC 7644 §4: a filter on these endpoints is refused, 403. */
export function refuseFilter(query: URLSearchParams): void {
  if (![...query.keys()].some((name) => name.toLowerCase() === 'filter')) return;
  throw new ScimFailure(403, undefined, 'filter: discovery endpoints take no filter (RFC 7644 §4)');
}

function oneOrAll(
  all: readonly (JsonObject & { readonly id?: unknown })[],
  id: string | undefined,
  name: string,
): Answer {
  if (id === undefined) {
    const page = { totalResults: all.length, startIndex: 1, itemsPerPage: all.length };
    return ok({ schemas: [LIST_SCHEMA], ...page, Resources: all });
  }
  const found = all.find((document) => document.id === id);
  if (found !== undefined) return ok(found);
  throw new ScimFailure(404, undefined, `${name} ${JSON.stringify(id.slice(0, 120))} does not exist`);
}

type CanonicalValues = ReadonlyMap<string, readonly string[]>;

/** By attribute path: what the customer's catalogue allows. Roles are told where every library has them. */
function catalogueValues(customer: Customer): CanonicalValues {
  const libraries = customer.libraries.map(({ id }) => id);
  const [first, ...rest] = customer.libraries.map(({ roles }) =>
    roles.filter((role) => !role.external).map(({ id }) => id),
  );
  const roles = (first ?? []).filter((role) => rest.every((others) => others.includes(role)));
  const pairs = libraries.flatMap((library) => roles.map((role) => `${library}:${role}`));
  const user = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
  const group = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
  return new Map([
    [`${user}:preferredLibrary`, libraries],
    [`${user}:role`, roles],
    [`${user}:libraryAssignments`, pairs],
    [`${user}:libraries.value`, libraries],
    [`${user}:libraries.role`, roles],
    [`${group}:library`, libraries],
  ]);
}

function withCanonicalValues(schema: SchemaDefinition, known: CanonicalValues): SchemaDefinition {
  const complete = (attribute: AttributeDefinition, path: string): AttributeDefinition => {
    const canonicalValues = known.get(path);
    return {
      ...attribute,
      ...(canonicalValues === undefined ? {} : { canonicalValues }),
      ...(attribute.subAttributes === undefined
        ? {}
        : { subAttributes: attribute.subAttributes.map((sub) => complete(sub, `${path}.${sub.name}`)) }),
    };
  };
  return {
    ...schema,
    attributes: schema.attributes.map((attribute) => complete(attribute, `${schema.id}:${attribute.name}`)),
  };
}

function ok(body: JsonObject): Answer {
  return { status: 200, headers: {}, body };
}
