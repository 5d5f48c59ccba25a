// Owns the random requests: any method on any endpoint, with bodies and queries that are right, odd or broken. Judges nothing.
import type { JsonValue } from '../../../src/directory/json';
import type { PublishedSchemas, SchemaDefinition } from '../../../src/scim/schema/definitions';
import type { Chance } from '../random';
import { attributePath, filterText, oneOf, patchPath } from './filters';
import { anyValue, ODD_TEXTS, resourceFor } from './values';

export interface FuzzRequest {
  readonly method: string;
  /** Below the SCIM base, encoded as it is sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: no body. */
  readonly body?: string;
}

/** What earlier answers taught: ids by endpoint, cursors. */
export interface Known {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
}

export interface Ground {
  readonly published: PublishedSchemas;
  readonly chance: Chance;
  /** Few, so that requests meet each other. */
  readonly names: readonly [string, ...string[]];
}

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';
const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
] as const;
/** What connectors write to. */
const BUSY = ['User', 'Group'];
const BESIDE = [
  '/.search',
  '/Bulk',
  '/Me',
  '/Schemas',
  '/ResourceTypes',
  '/ServiceProviderConfig',
  '',
  '/Nothing',
];

export function randomRequest(ground: Ground, known: Known): FuzzRequest {
  const { chance } = ground;
  const endpoint = endpointOf(ground);
  const method = chance.below(60) === 0 ? 'TRACE' : chance.oneOf(METHODS);
  const id = chance.below(3) > 0 ? `/${identifier(chance, known)}` : '';
  const isSearch = method === 'POST' && chance.below(5) === 0;
  // Mostly what the method is for: POST on the collection, PUT, PATCH and DELETE on one resource.
  const usual =
    method === 'POST'
      ? ''
      : ['PUT', 'PATCH', 'DELETE'].includes(method)
        ? `/${identifier(chance, known)}`
        : id;
  const path = `${endpoint.path}${isSearch ? '/.search' : chance.below(10) === 0 ? id : usual}`;
  const body = bodyFor(method, isSearch || path === '/.search', endpoint, { ...ground, known });
  return {
    method,
    path: path + query(ground, endpoint.schemas, known),
    headers: headers(chance, body),
    ...(body === undefined ? {} : { body }),
  };
}

interface Endpoint {
  readonly path: string;
  readonly schemas: readonly [SchemaDefinition, ...SchemaDefinition[]];
}

function endpointOf({ published, chance }: Ground): Endpoint {
  const busy = published.resourceTypes.filter(({ name }) => BUSY.includes(name));
  const type = oneOf(chance.below(8) === 0 ? published.resourceTypes : busy, chance);
  const urns = [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)];
  const schemas = urns.flatMap((urn) => published.schemas.find(({ id }) => id === urn) ?? []);
  const path = chance.below(6) === 0 ? chance.oneOf(BESIDE as [string, ...string[]]) : type.endpoint;
  return { path, schemas: schemas as unknown as Endpoint['schemas'] };
}

function identifier(chance: Chance, { ids }: Known): string {
  const known = ids.length === 0 ? 'none' : chance.oneOf(ids as [string, ...string[]]);
  return chance.below(10) === 0 ? encoded(chance.oneOf(ODD_TEXTS)) : encodeURIComponent(known);
}

function query({ chance, names }: Ground, schemas: readonly SchemaDefinition[], { cursors }: Known): string {
  const attributes = (): string =>
    Array.from({ length: 1 + chance.below(3) }, () => attributePath(schemas, chance)).join(',');
  const offered: Record<string, () => string> = {
    filter: () => filterText(schemas, chance, names),
    sortBy: () => attributePath(schemas, chance),
    sortOrder: () => chance.oneOf(['ascending', 'descending', 'DESCENDING', 'sideways']),
    startIndex: () => chance.oneOf(['1', '0', '-5', '3', '99999999999', 'x', '']),
    count: () => chance.oneOf(['0', '1', '5', '-1', '100000', '1.5', 'x']),
    cursor: () => chance.oneOf(['', 'x', ...cursors] as [string, ...string[]]),
    attributes,
    excludedAttributes: attributes,
    unknown: () => chance.oneOf(ODD_TEXTS),
  };
  const given = Object.entries(offered).filter(() => chance.below(8) === 0);
  return given.length === 0 ? '' : `?${given.map(([name, text]) => `${name}=${encoded(text())}`).join('&')}`;
}

/** A lone half of a surrogate pair has no percent-encoding. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

function headers(chance: Chance, body: string | undefined): FuzzRequest['headers'] {
  const type =
    chance.below(40) === 0 ? 'text/plain' : chance.oneOf(['application/scim+json', 'application/json']);
  const tag = chance.oneOf(['*', 'W/"1"', '"1"', 'W/"1", W/"2"', 'nonsense', '']);
  return {
    ...(body === undefined ? {} : { 'Content-Type': type }),
    ...(chance.below(12) === 0 ? { 'If-Match': tag } : {}),
    ...(chance.below(12) === 0 ? { 'If-None-Match': tag } : {}),
    ...(chance.below(30) === 0 ? { Prefer: 'respond-async' } : {}),
    ...(chance.below(30) === 0 ? { Accept: 'text/html' } : {}),
  };
}

function bodyFor(
  method: string,
  isSearch: boolean,
  endpoint: Endpoint,
  ground: Ground & { readonly known: Known },
): string | undefined {
  const { chance } = ground;
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return chance.below(40) === 0 ? '{}' : undefined;
  if (chance.below(50) === 0) return undefined;
  const value = isSearch
    ? searchRequest(endpoint, ground)
    : endpoint.path === '/Bulk'
      ? bulkRequest(endpoint, ground)
      : method === 'PATCH'
        ? patchRequest(endpoint, ground)
        : resourceFor(endpoint.schemas, chance, ground.names);
  const text = JSON.stringify(chance.below(60) === 0 ? anyValue(chance) : value);
  return chance.below(40) === 0 ? text.slice(0, chance.below(text.length + 1)) : text;
}

function searchRequest({ schemas }: Endpoint, { chance, names }: Ground): JsonValue {
  return {
    schemas: [`${MESSAGES}:SearchRequest`],
    ...(chance.below(2) === 0 ? { filter: filterText(schemas, chance, names) } : {}),
    ...(chance.below(3) === 0 ? { count: chance.below(10) } : {}),
    ...(chance.below(4) === 0 ? { attributes: [attributePath(schemas, chance)] } : {}),
    ...(chance.below(6) === 0 ? { sortBy: attributePath(schemas, chance) } : {}),
    ...(chance.below(10) === 0 ? { startIndex: anyValue(chance) } : {}),
  };
}

function patchRequest({ schemas }: Endpoint, { chance, names }: Ground): JsonValue {
  const operation = (): JsonValue => ({
    op: chance.oneOf(['add', 'replace', 'remove', 'Replace', 'Add', 'move']),
    ...(chance.below(4) === 0 ? {} : { path: patchPath(schemas, chance, names) }),
    ...(chance.below(5) === 0
      ? {}
      : { value: chance.below(3) === 0 ? resourceFor(schemas, chance, names) : textOrOdd(chance, names) }),
  });
  return {
    ...(chance.below(20) === 0 ? {} : { schemas: [`${MESSAGES}:PatchOp`] }),
    Operations: Array.from({ length: chance.below(4) }, operation),
  };
}

function bulkRequest(endpoint: Endpoint, ground: Ground & { readonly known: Known }): JsonValue {
  const { chance, names, known } = ground;
  const [core] = endpoint.schemas;
  const collection = core.id.endsWith(':Group') ? '/Groups' : '/Users';
  const operation = (_: unknown, index: number): JsonValue => {
    const method = chance.oneOf(['POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'GET']);
    const target = chance.oneOf([`bulkId:${chance.below(4)}`, ...known.ids.slice(0, 3)]);
    return {
      method,
      path: method === 'POST' ? collection : `${collection}/${target}`,
      bulkId: String(index),
      data:
        method === 'PATCH'
          ? patchRequest(endpoint, ground)
          : {
              ...resourceFor(endpoint.schemas, chance, names),
              members: [{ value: `bulkId:${chance.below(4)}` }],
            },
    };
  };
  return {
    schemas: [`${MESSAGES}:BulkRequest`],
    ...(chance.below(3) === 0 ? { failOnErrors: chance.below(3) } : {}),
    Operations: Array.from({ length: chance.below(4) }, operation),
  };
}

function textOrOdd(chance: Chance, names: readonly [string, ...string[]]): JsonValue {
  return chance.below(2) === 0 ? chance.oneOf(names) : anyValue(chance);
}
