// The endpoints that belong to no resource type: search over all of them, discovery (RFC 7644 §4), health, and this document itself.

import type { JsonObject } from '../directory/json';
import { idParameter, parameterRefs, QUERY } from './parameters';
import { schemaRef } from './reference';
import { COMMON_REFUSALS, OPEN_REFUSALS, refusals } from './refusals';
import { accepted, answer, body, search } from './resource-paths';

const DISCOVERY = ['Discovery'];
const OPERATION = ['Operation'];
/** RFC 7643 §5, OpenAPI 3.1 §4.8.30: an empty list takes the token away that every other operation asks for. */
const OPEN: JsonObject = { security: [] };

/** @param base the path of the SCIM base */
export function servicePaths(base: string): JsonObject {
  return {
    [`${base}/.search`]: { post: search('searchAll', ['Search'], 'AnyList') },
    [base]: {
      get: {
        operationId: 'listAll',
        tags: ['Search'],
        summary: 'One page of what a filter finds among all resource types',
        parameters: parameterRefs(QUERY),
        responses: { 200: answer('What was found.', schemaRef('AnyList')), ...refusals(COMMON_REFUSALS) },
      },
    },
    [`${base}/Bulk`]: {
      post: {
        operationId: 'bulk',
        tags: ['Bulk'],
        summary: 'Several writes in one request (RFC 7644 §3.7); each succeeds or fails by itself',
        parameters: parameterRefs(['Prefer']),
        requestBody: body(schemaRef('BulkRequest')),
        responses: {
          200: answer('One result for each operation that was processed.', schemaRef('BulkResponse')),
          202: accepted(),
          ...refusals([...COMMON_REFUSALS, 409, 413, 415]),
        },
      },
    },
    [`${base}/Requests/{id}`]: {
      parameters: [idParameter('id', 'The transaction that the answer 202 named.')],
      get: {
        operationId: 'readRequest',
        tags: ['Operation'],
        summary: 'What became of a request that was answered 202 (RFC 9967 §2.5.1)',
        responses: {
          200: answer('Pending, or done with its results.', schemaRef('Request')),
          ...refusals([...COMMON_REFUSALS, 404]),
        },
      },
    },
    ...discoveryPaths(base),
    '/livez': health('isLive', 'The process lives', 'live'),
    '/readyz': health('isReady', 'The gateway can serve', 'ready'),
    '/openapi.json': {
      get: {
        ...OPEN,
        operationId: 'readOpenApi',
        tags: OPERATION,
        summary: 'This document',
        responses: {
          200: json('OpenAPI 3.1.', { type: 'object', required: ['openapi', 'info', 'paths'] }),
          ...refusals([408, 431]),
        },
      },
    },
  };
}

function discoveryPaths(base: string): JsonObject {
  const one = (what: string, id: string): JsonObject => ({
    parameters: [idParameter('id', id)],
    get: {
      operationId: `read${what}`,
      tags: DISCOVERY,
      summary: `One ${what}`,
      responses: { 200: answer(`The ${what}.`, schemaRef(what)), ...refusals([...COMMON_REFUSALS, 404]) },
    },
  });
  const all = (what: string, summary: string): JsonObject => ({
    get: {
      operationId: `list${what}s`,
      tags: DISCOVERY,
      summary,
      responses: { 200: answer(summary, schemaRef(`${what}List`)), ...refusals(COMMON_REFUSALS) },
    },
  });
  return {
    [`${base}/ServiceProviderConfig`]: {
      get: {
        ...OPEN,
        operationId: 'readServiceProviderConfig',
        tags: DISCOVERY,
        summary: 'What of the protocol is supported, and within which limits',
        responses: {
          200: answer('What is supported.', schemaRef('ServiceProviderConfig')),
          ...refusals(OPEN_REFUSALS),
        },
      },
    },
    [`${base}/ResourceTypes`]: all('ResourceType', 'Every resource type'),
    [`${base}/ResourceTypes/{id}`]: one('ResourceType', 'The name of a resource type.'),
    [`${base}/Schemas`]: all('Schema', 'Every schema, with the libraries and roles of the customer'),
    [`${base}/Schemas/{id}`]: one('Schema', 'The URN of a schema.'),
  };
}

function health(operationId: string, summary: string, status: string): JsonObject {
  const says = (values: JsonObject): JsonObject => ({
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', ...values } },
    additionalProperties: false,
  });
  return {
    get: {
      ...OPEN,
      operationId,
      tags: OPERATION,
      summary,
      responses: {
        200: json(summary, says({ const: status })),
        ...(operationId === 'isReady' ? { 503: json('The database is away.', says({})) } : {}),
        ...refusals([408, 431]),
      },
    },
  };
}

/** What is no SCIM message. */
export function json(description: string, schema: JsonObject): JsonObject {
  return { description, content: { 'application/json': { schema } } };
}
