// The JSON Schema of the protocol's own messages: lists, searches, PATCH, errors (RFC 7644 §3.4 to §3.12); knows no resource type's attributes.

import type { JsonObject } from '../directory/json';
import { schemaRef } from './reference';

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0:';

/** RFC 7644 table 9, and RFC 9865 §2.1. */
const SCIM_TYPES = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
];

/** The largest number of 15 digits: what `startIndex` and `count` take at most. */
const WHOLE_NUMBER_MAX = 999_999_999_999_999;

export const WHOLE_NUMBER: JsonObject = {
  type: 'integer',
  minimum: -WHOLE_NUMBER_MAX,
  maximum: WHOLE_NUMBER_MAX,
};

export function schemasOf(message: string): JsonObject {
  return {
    type: 'array',
    items: { type: 'string' },
    minItems: 1,
    contains: { const: `${MESSAGES}${message}` },
  };
}

/** @param resources the component of a listed resource, or several of them */
export function listResponse(...resources: readonly JsonObject[]): JsonObject {
  return {
    type: 'object',
    required: ['schemas', 'totalResults', 'itemsPerPage', 'Resources'],
    properties: {
      schemas: schemasOf('ListResponse'),
      totalResults: { type: 'integer', minimum: 0 },
      startIndex: { type: 'integer', minimum: 1, description: 'Absent where a cursor was asked for.' },
      itemsPerPage: { type: 'integer', minimum: 0 },
      nextCursor: { type: 'string', description: 'Absent on the last page (RFC 9865 §2).' },
      previousCursor: { type: 'string', description: 'Absent on the first page (RFC 9865 §2).' },
      Resources: { type: 'array', items: { anyOf: resources } },
    },
    additionalProperties: false,
  };
}

export function errorMessage(): JsonObject {
  return {
    type: 'object',
    description: 'RFC 7644 §3.12. The detail names the attribute, the rule and what would do.',
    required: ['schemas', 'status', 'detail'],
    properties: {
      schemas: schemasOf('Error'),
      status: { type: 'string', pattern: '^[45][0-9]{2}$' },
      scimType: { type: 'string', enum: SCIM_TYPES },
      detail: { type: 'string', minLength: 1 },
    },
    additionalProperties: false,
  };
}

/** RFC 7644 §3.4.3; what is no parameter of a query is passed over. */
export function searchRequest(): JsonObject {
  const texts = {
    anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, { type: 'null' }],
  };
  const names = { description: 'In a list or separated by commas; never both of the two.', ...texts };
  const number = { anyOf: [WHOLE_NUMBER, { type: 'null' }] };
  return {
    type: 'object',
    properties: {
      schemas: {
        anyOf: [schemasOf('SearchRequest'), { const: `${MESSAGES}SearchRequest` }, { type: 'null' }],
      },
      filter: { anyOf: [filterText(), { type: 'null' }] },
      sortBy: { anyOf: [attributeName(), { type: 'null' }] },
      sortOrder: { anyOf: [sortOrder(), { type: 'null' }] },
      startIndex: number,
      count: number,
      cursor: { type: ['string', 'null'], format: 'scim-cursor' },
      attributes: names,
      excludedAttributes: names,
    },
    additionalProperties: true,
  };
}

/** The grammar of RFC 7644 §3.4.2.2 is no regular one; the format names it. */
export function filterText(): JsonObject {
  return { type: 'string', format: 'scim-filter' };
}

export function attributeName(): JsonObject {
  return { type: 'string', format: 'scim-sort-by' };
}

export function sortOrder(): JsonObject {
  return {
    type: 'string',
    pattern: '^([aA][sS][cC]|[dD][eE][sS][cC])[eE][nN][dD][iI][nN][gG]$',
    examples: ['ascending', 'descending'],
  };
}

/** RFC 7644 §3.5.2. @param operationsMax more are answered 413 */
export function patchRequest(operationsMax: number): JsonObject {
  return {
    type: 'object',
    required: ['Operations'],
    properties: {
      schemas: { anyOf: [schemasOf('PatchOp'), { const: `${MESSAGES}PatchOp` }, { type: 'null' }] },
      Operations: {
        type: 'array',
        minItems: 1,
        maxItems: operationsMax,
        items: { anyOf: [schemaRef('WriteOperation'), schemaRef('RemoveOperation')] },
      },
    },
    additionalProperties: true,
  };
}

export function writeOperation(): JsonObject {
  return {
    type: 'object',
    description: '`add` or `replace`; without a path, the value is an object of attributes.',
    required: ['op', 'value'],
    properties: {
      op: { type: 'string', pattern: '^([aA][dD][dD]|[rR][eE][pP][lL][aA][cC][eE])$', examples: ['replace'] },
      path: { anyOf: [patchPath(), { type: 'null' }] },
      value: { description: 'As the attribute takes it; see the body of a PUT.', examples: ['E-1024'] },
    },
    additionalProperties: true,
  };
}

export function removeOperation(): JsonObject {
  return {
    type: 'object',
    description: '`remove`; in a list of values, "value" may name those that go.',
    required: ['op', 'path'],
    properties: {
      op: { type: 'string', pattern: '^[rR][eE][mM][oO][vV][eE]$', examples: ['remove'] },
      path: { ...patchPath(), minLength: 1 },
      value: {},
    },
    additionalProperties: true,
  };
}

function patchPath(): JsonObject {
  return { type: 'string', format: 'scim-path', examples: ['externalId'] };
}
