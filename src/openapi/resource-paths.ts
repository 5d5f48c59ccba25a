// The endpoints of one resource type (RFC 7644 §3.2), with every answer they can give; its attributes stand in the components.

import { objectOf, type JsonObject } from '../directory/json';
import type { ResourceTypeDefinition } from '../scim/schema/definitions';
import { idParameter, parameterRefs, PRECONDITIONS, PROJECTION, QUERY } from './parameters';
import { reference, schemaRef } from './reference';
import {
  CHANGE_REFUSALS,
  COMMON_REFUSALS,
  CREATE_REFUSALS,
  DELETE_REFUSALS,
  READ_REFUSALS,
  refusals,
  SCIM_JSON,
  type RefusalStatus,
} from './refusals';

/** RFC 7644 §3.11: whoever the token is bound to; 501 where it is bound to nobody. */
export function mePaths(base: string, user: ResourceTypeDefinition): JsonObject {
  const methods = { get: read(user), put: replace(user), patch: patch(user), delete: remove(user) };
  const mine = Object.entries(methods).map(([method, operation]) => [
    method,
    {
      ...operation,
      operationId: `${method}Me`,
      tags: ['Me'],
      responses: { ...objectOf(operation['responses']), ...refusals([501]) },
    },
  ]);
  return { [`${base}/Me`]: Object.fromEntries(mine) as JsonObject };
}

/** @param base the path of the SCIM base */
export function resourcePaths(
  base: string,
  type: ResourceTypeDefinition,
  { writable }: { readonly writable: boolean },
): JsonObject {
  const { name, endpoint } = type;
  const id = idParameter('id', `The id of the ${name}.`);
  return {
    [`${base}${endpoint}`]: {
      get: list(type),
      ...(writable ? { post: create(type) } : {}),
    },
    [`${base}${endpoint}/{id}`]: {
      parameters: [id],
      get: read(type),
      ...(writable ? { put: replace(type), patch: patch(type), delete: remove(type) } : {}),
    },
    [`${base}${endpoint}/.search`]: { post: search(`search${name}`, [name], listName(type)) },
  };
}

export function listName({ name }: Pick<ResourceTypeDefinition, 'name'>): string {
  return `${name}List`;
}

/** RFC 7644 §3.4.3. @param list the component of the answer */
export function search(operationId: string, tags: readonly string[], list: string): JsonObject {
  return {
    operationId,
    tags,
    summary: 'A query in a body: nothing of it stands in a URL or a log',
    parameters: [],
    requestBody: body(schemaRef('SearchRequest')),
    responses: {
      200: answer('What was found.', schemaRef(list)),
      ...refusals([...COMMON_REFUSALS, 413, 415]),
    },
  };
}

export function answer(description: string, schema: JsonObject, headers: readonly string[] = []): JsonObject {
  return { description, headers: headerRefs(headers), content: { [SCIM_JSON]: { schema } } };
}

function emptyAnswer(description: string, headers: readonly string[] = []): JsonObject {
  return { description, headers: headerRefs(headers) };
}

/** RFC 9967 §2.5.1.1: kept, to be done later; the place tells what became of it. */
export function accepted(): JsonObject {
  return emptyAnswer('Accepted, as `Prefer` asked.', ['Location', 'Set-Txn', 'Preference-Applied']);
}

function headerRefs(names: readonly string[]): JsonObject {
  return Object.fromEntries(['X-Request-Id', ...names].map((name) => [name, reference('headers', name)]));
}

/** Both media types are taken (RFC 7644 §8.1). */
export function body(schema: JsonObject): JsonObject {
  return { required: true, content: { [SCIM_JSON]: { schema }, 'application/json': { schema } } };
}

function list(type: ResourceTypeDefinition): JsonObject {
  return {
    operationId: `list${type.name}`,
    tags: [type.name],
    summary: `One page of what a filter finds`,
    parameters: parameterRefs(QUERY),
    responses: {
      200: answer('What was found.', schemaRef(listName(type))),
      ...refusals(COMMON_REFUSALS),
    },
  };
}

function create(type: ResourceTypeDefinition): JsonObject {
  return {
    ...operation('create', type, CREATE_REFUSALS),
    summary: `A new ${type.name}, or one that comes back`,
    parameters: parameterRefs([...PROJECTION, 'Prefer']),
    requestBody: body(schemaRef(`${type.name}Sent`)),
    responses: {
      201: {
        ...answer(`The ${type.name} as it is kept.`, schemaRef(type.name), ['ETag', 'Location']),
        links: links(type),
      },
      202: accepted(),
      ...refusals(CREATE_REFUSALS),
    },
  };
}

function read(type: ResourceTypeDefinition): JsonObject {
  return {
    ...operation('read', type, READ_REFUSALS),
    summary: `One ${type.name}`,
    parameters: parameterRefs([...PROJECTION, ...PRECONDITIONS]),
    responses: {
      200: answer(`The ${type.name}.`, schemaRef(type.name)),
      304: emptyAnswer('It is still at a version that If-None-Match names.'),
      ...refusals(READ_REFUSALS),
    },
  };
}

function replace(type: ResourceTypeDefinition): JsonObject {
  return {
    ...operation('replace', type, CHANGE_REFUSALS),
    summary: `The ${type.name} as a whole`,
    parameters: parameterRefs([...PROJECTION, ...PRECONDITIONS, 'Prefer']),
    requestBody: body(schemaRef(`${type.name}Sent`)),
    responses: {
      200: answer(`The ${type.name} as it is kept.`, schemaRef(type.name), ['ETag']),
      202: accepted(),
      ...refusals(CHANGE_REFUSALS),
    },
  };
}

function patch(type: ResourceTypeDefinition): JsonObject {
  return {
    ...operation('patch', type, CHANGE_REFUSALS),
    summary: `Single attributes of the ${type.name}; all operations or none`,
    parameters: parameterRefs([...PROJECTION, ...PRECONDITIONS, 'Prefer']),
    requestBody: body(schemaRef('PatchRequest')),
    responses: {
      200: answer(`The ${type.name} as it is kept.`, schemaRef(type.name), ['ETag']),
      202: accepted(),
      204: emptyAnswer('Done; nothing is shown of a group with more than 100 members.', ['ETag']),
      ...refusals(CHANGE_REFUSALS),
    },
  };
}

function remove(type: ResourceTypeDefinition): JsonObject {
  return {
    ...operation('delete', type, DELETE_REFUSALS),
    summary: 'Gone for SCIM; in iManage disabled, and its identifier never goes to anybody else',
    parameters: parameterRefs([...PRECONDITIONS, 'Prefer']),
    responses: { 202: accepted(), 204: emptyAnswer('Done.'), ...refusals(DELETE_REFUSALS) },
  };
}

function operation(
  verb: string,
  { name }: ResourceTypeDefinition,
  list: readonly RefusalStatus[],
): JsonObject {
  return { operationId: `${verb}${name}`, tags: [name], responses: refusals(list) };
}

/** Which operations the id in the answer is for. */
function links({ name }: ResourceTypeDefinition): JsonObject {
  const verbs = ['read', 'replace', 'patch', 'delete'];
  return Object.fromEntries(
    verbs.map((verb) => [
      `${verb}${name}`,
      { operationId: `${verb}${name}`, parameters: { id: '$response.body#/id' } },
    ]),
  );
}
