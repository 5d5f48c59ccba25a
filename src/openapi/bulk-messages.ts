// The JSON Schema of bulk requests and their answers (RFC 7644 §3.7), and of what became of a request that was answered 202.

import type { JsonObject } from '../directory/json';
import { schemasOf } from './messages';
import { schemaRef } from './reference';

/** @param operationsMax more are answered 413 before any work */
export function bulkRequest(operationsMax: number): JsonObject {
  const message = schemasOf('BulkRequest');
  return {
    type: 'object',
    required: ['Operations'],
    properties: {
      schemas: { anyOf: [message, { type: 'null' }] },
      failOnErrors: { type: ['integer', 'null'], minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      Operations: {
        type: 'array',
        minItems: 1,
        maxItems: operationsMax,
        description: 'In any order; `bulkId:…` stands for the id of what another one creates.',
        items: {
          type: 'object',
          description: 'What is wrong with one operation is told in its own result.',
          properties: {
            method: { description: 'POST, PUT, PATCH or DELETE.', examples: ['POST'] },
            bulkId: {
              description: 'A text that no other operation has; required of a POST.',
              examples: ['1'],
            },
            path: { description: '/Users, /Users/{id}, /Groups, …', examples: ['/Users'] },
            version: { description: 'As If-Match.' },
            data: { description: 'The body that the request by itself would have.' },
          },
          additionalProperties: true,
        },
      },
    },
    additionalProperties: true,
  };
}

export function bulkResponse(): JsonObject {
  return {
    type: 'object',
    required: ['schemas', 'Operations'],
    properties: {
      schemas: schemasOf('BulkResponse'),
      Operations: { type: 'array', items: schemaRef('BulkResult') },
    },
    additionalProperties: false,
  };
}

export function bulkResult(): JsonObject {
  return {
    type: 'object',
    required: ['status'],
    properties: {
      location: { type: 'string', format: 'uri' },
      method: { type: 'string' },
      bulkId: { type: 'string' },
      version: { type: 'string' },
      status: { type: 'string', pattern: '^[2-5][0-9]{2}$' },
      response: { type: 'object', description: 'The error, or the resource.' },
    },
    additionalProperties: false,
  };
}

export function requestStatus(): JsonObject {
  return {
    type: 'object',
    required: ['schemas', 'id', 'status', 'meta'],
    properties: {
      schemas: { type: 'array', items: { type: 'string' } },
      id: { type: 'string' },
      txn: { type: 'string' },
      status: { type: 'string', enum: ['pending', 'done'] },
      method: { type: ['string', 'null'] },
      path: { type: ['string', 'null'] },
      Operations: { type: 'array', items: { type: 'object' } },
      completed: { type: 'string', format: 'date-time' },
      expires: { type: 'string', format: 'date-time' },
      meta: { type: 'object' },
    },
    additionalProperties: false,
  };
}
