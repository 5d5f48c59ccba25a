// The OpenAPI 3.1 document of the gateway, made from the published SCIM schemas and the endpoints; the same for every customer. Pure.

import { CONTRACTS } from '../admin/contracts';
import type { JsonObject } from '../directory/json';
import type { ScimLimits } from '../scim/request';
import type { PublishedSchemas, ResourceTypeDefinition } from '../scim/schema/definitions';
import { adminSchemas, adminSecuritySchemes } from './admin-messages';
import { adminPaths } from './admin-paths';
import { answeredDocument, answeredResource, answeredSchema, answeredSchemaAttribute } from './answered';
import {
  errorMessage,
  listResponse,
  patchRequest,
  removeOperation,
  searchRequest,
  writeOperation,
} from './messages';
import { authorizationPaths, authorizationSchemas } from './authorization-paths';
import { bulkRequest, bulkResponse, bulkResult, requestStatus } from './bulk-messages';
import { parameterComponents } from './parameters';
import { schemaNamed } from './published-schema';
import { schemaRef } from './reference';
import { headerComponents, refusalComponents } from './refusals';
import { listName, mePaths, resourcePaths } from './resource-paths';
import { sentResource, sentValues } from './sent';
import { servicePaths } from './service-paths';

export interface OpenApiOptions {
  readonly published: PublishedSchemas;
  readonly limits: Pick<ScimLimits, 'operationsMax'>;
  /** Without a slash at its end; never taken from a request. */
  readonly publicUrl: string;
  /** The path of the SCIM base below it. */
  readonly scimPath: string;
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';

const ABOUT = `SCIM 2.0 (RFC 7643, RFC 7644) for iManage. This is what a connection of the default profile may send and
is answered; a stricter profile refuses what the schemas of bodies call "put up with". HEAD is answered as GET, without a
body. Libraries and roles are those of the customer: see /Libraries and /Roles. Under /admin: what admins see and do, for
the console and the command line, with credentials of its own.`;

export function openApiDocument({ published, limits, publicUrl, scimPath }: OpenApiOptions): JsonObject {
  const types = published.resourceTypes;
  const paths = types.map((type) => resourcePaths(scimPath, type, { writable: isWritable(published, type) }));
  return {
    openapi: '3.1.0',
    info: { title: 'SCIM gateway for iManage', version: '1.0.0', description: ABOUT.replaceAll('\n', ' ') },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { oauth: ['scim'] }],
    paths: Object.assign(
      {},
      ...paths,
      mePaths(scimPath, userOf(published)),
      servicePaths(scimPath),
      authorizationPaths(),
      adminPaths(CONTRACTS),
    ) as JsonObject,
    components: {
      schemas: { ...resourceSchemas(published), ...messageSchemas(published, limits.operationsMax) },
      responses: refusalComponents(),
      parameters: parameterComponents(),
      headers: headerComponents(),
      securitySchemes: securitySchemes(publicUrl),
    },
  };
}

function securitySchemes(publicUrl: string): JsonObject {
  const bearer = (description: string): JsonObject => ({ type: 'http', scheme: 'bearer', description });
  return {
    bearer: bearer('The token of one connection (RFC 6750 §2.1), or a JWT of an issuer that it names.'),
    oauth: {
      type: 'oauth2',
      description: 'RFC 6749 §4.4; `scim.read` opens what only reads.',
      flows: {
        clientCredentials: {
          tokenUrl: `${publicUrl}/oauth2/token`,
          scopes: { scim: 'Read and write.', 'scim.read': 'Read.' },
        },
      },
    },
    client: { type: 'http', scheme: 'basic', description: 'client_secret_basic (RFC 6749 §2.3.1).' },
    stream: bearer('The token of one event stream.'),
    ...adminSecuritySchemes(),
  };
}

function userOf({ resourceTypes }: PublishedSchemas): ResourceTypeDefinition {
  const user = resourceTypes.find(({ name }) => name === 'User');
  if (user === undefined) throw new Error('schemas/resource-types.json: no resource type User');
  return user;
}

/** A type none of whose attributes takes a value is made elsewhere and only read here. */
function isWritable(published: PublishedSchemas, { schema }: ResourceTypeDefinition): boolean {
  return schemaNamed(published, schema).attributes.some(({ mutability }) => mutability !== 'readOnly');
}

function resourceSchemas(published: PublishedSchemas): JsonObject {
  const components = published.resourceTypes.map((type) => ({
    [type.name]: answeredResource(published, type),
    [listName(type)]: listResponse(schemaRef(type.name)),
    ...(isWritable(published, type) ? { [`${type.name}Sent`]: sentResource(published, type) } : {}),
  }));
  return { ...(Object.assign({}, ...components) as JsonObject), ...sentValues() };
}

function messageSchemas(published: PublishedSchemas, operationsMax: number): JsonObject {
  const document = (name: string, required: readonly string[]): JsonObject =>
    answeredDocument(published, `${CORE}${name}`, { required: ['schemas', ...required] });
  const names = published.resourceTypes.map(({ name }) => name);
  return {
    AnyList: listResponse(...names.map(schemaRef), schemaRef('OtherResource')),
    OtherResource: otherResource(published),
    Error: errorMessage(),
    SearchRequest: searchRequest(),
    PatchRequest: patchRequest(operationsMax),
    WriteOperation: writeOperation(),
    RemoveOperation: removeOperation(),
    BulkRequest: bulkRequest(operationsMax),
    BulkResponse: bulkResponse(),
    BulkResult: bulkResult(),
    Request: requestStatus(),
    ...authorizationSchemas(),
    ...adminSchemas(),
    Schema: answeredSchema(published, schemaRef('SchemaAttribute')),
    SchemaAttribute: answeredSchemaAttribute(published, schemaRef('SchemaAttribute')),
    SchemaList: listResponse(schemaRef('Schema')),
    ResourceType: document('ResourceType', ['name', 'endpoint', 'schema']),
    ResourceTypeList: listResponse(schemaRef('ResourceType')),
    ServiceProviderConfig: document('ServiceProviderConfig', [
      'patch',
      'bulk',
      'filter',
      'changePassword',
      'sort',
      'etag',
      'authenticationSchemes',
    ]),
  };
}

/** Of a resource type that one customer has for itself; its own /Schemas tells its attributes. */
function otherResource(published: PublishedSchemas): JsonObject {
  const known = published.resourceTypes.map(({ schema }) => schema);
  return {
    type: 'object',
    description: 'A resource of a type that the customer has for itself; see /Schemas.',
    required: ['schemas', 'id'],
    properties: {
      schemas: { type: 'array', items: { type: 'string', not: { enum: known } }, minItems: 1 },
      id: { type: 'string', minLength: 1 },
    },
    additionalProperties: true,
  };
}
