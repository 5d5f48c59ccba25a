// Reads one operation of a bulk request (RFC 7644 §3.7) down to method, resource and data; a fault is that operation's own.

import type { JsonObject, JsonValue } from '../../directory/json';
import { badRequest, quoted, ScimFailure } from '../failure';
import type { ResourceHandlers } from '../request';
import type { ResourceType } from '../schema/schema-map';
import { member } from './envelope';
import { BULK_ID } from './references';

const BULK_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
type BulkMethod = (typeof BULK_METHODS)[number];

/** A resource type as bulk operations see it; without handlers no client writes it. */
export interface BulkType {
  readonly type: ResourceType;
  readonly handlers: ResourceHandlers | undefined;
  /** Bytes of JSON that one operation may carry: what a request of its own could. */
  readonly bytesMax: number;
}

export interface BulkOperation {
  readonly method: BulkMethod;
  readonly bulkId: string | undefined;
  readonly type: ResourceType;
  readonly handlers: ResourceHandlers;
  /** The last part of the path: an id or `bulkId:…`; undefined for POST. */
  readonly id: string | undefined;
  /** What the client takes for the current version; as If-Match. */
  readonly version: string | undefined;
  readonly data: JsonValue | undefined;
  /** Whether anything in the data may be a reference to another operation: most operations have none. */
  readonly mayRefer: boolean;
}

/** What can be said of an operation even where it is refused. */
export interface NamedOperation {
  readonly method: string | undefined;
  readonly bulkId: string | undefined;
  readonly path: string;
}

const TEXT_MAX = 200;

export function nameOperation(given: JsonObject): NamedOperation {
  const text = (name: string): string | undefined => {
    const value = Object.entries(given).find(([key]) => key.toLowerCase() === name)?.[1];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    method: text('method')?.toUpperCase().slice(0, TEXT_MAX),
    bulkId: text('bulkid'),
    path: (text('path') ?? '').slice(0, TEXT_MAX),
  };
}

/**
 * @param typeAt the resource type served at a path such as `/Users`
 * @throws ScimFailure 400 `invalidSyntax`, `invalidPath` or `invalidValue`; 404, 405 and 413 as a request of its own would
 */
export function readOperation(
  given: JsonObject,
  typeAt: (endpoint: string) => BulkType | undefined,
): BulkOperation {
  const method = readMethod(member(given, 'method'));
  const bulkId = readText(given, 'bulkId');
  if (method === 'POST' && bulkId === undefined) {
    throw badRequest(
      'invalidSyntax',
      '"bulkId" is required of a POST: any text that is unique in the request',
    );
  }
  const { endpoint, id } = readPath(readText(given, 'path'));
  const served = typeAt(endpoint);
  if (served === undefined)
    throw new ScimFailure(404, undefined, `there is nothing at path ${quoted(endpoint)}`);
  const { type, handlers, bytesMax } = served;
  if (handlers === undefined) {
    throw new ScimFailure(405, undefined, `${type.name} resources are read, never written`);
  }
  assertFits(method, id, endpoint);
  return {
    ...{ method, bulkId, type, handlers, id },
    version: readText(given, 'version'),
    ...(method === 'DELETE' ? NO_DATA : readData(method, member(given, 'data'), bytesMax)),
  };
}

function readMethod(method: JsonValue | undefined): BulkMethod {
  const name = typeof method === 'string' ? method.toUpperCase() : undefined;
  const known = BULK_METHODS.find((candidate) => candidate === name);
  if (known !== undefined) return known;
  const given = typeof method === 'string' ? `, not ${quoted(method)}` : '';
  throw badRequest('invalidValue', `"method" is one of ${BULK_METHODS.join(', ')}${given}`);
}

function readText(given: JsonObject, name: 'bulkId' | 'path' | 'version'): string | undefined {
  const value = member(given, name);
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw badRequest('invalidSyntax', `"${name}" takes a text`);
}

/** RFC 7644 §3.7: "relative to the SCIM service provider's root". */
function readPath(path: string | undefined): { readonly endpoint: string; readonly id: string | undefined } {
  if (path === undefined)
    throw badRequest('invalidSyntax', '"path" is required, such as /Users or /Users/<id>');
  const [, endpoint, id] = /^\/?([^/?#[\]]+)(?:\/(bulkId:.+|[^/?#]+))?\/?$/s.exec(path) ?? [];
  if (endpoint === undefined) {
    throw badRequest('invalidPath', `path ${quoted(path)}: takes a resource such as /Users or /Users/<id>`);
  }
  return { endpoint: `/${endpoint}`, id: id === undefined ? undefined : decoded(id) };
}

/** A bulkId is the client's text and stands as it is. */
function decoded(id: string): string {
  if (id.startsWith(BULK_ID)) return id;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function assertFits(method: BulkMethod, id: string | undefined, endpoint: string): void {
  if ((method === 'POST') === (id === undefined)) return;
  const takes = method === 'POST' ? `POST takes ${endpoint}` : `${method} takes ${endpoint}/<id>`;
  throw new ScimFailure(405, undefined, `path: ${takes}`);
}

const NO_DATA = { data: undefined, mayRefer: false } as const;

function readData(
  method: BulkMethod,
  data: JsonValue | undefined,
  bytesMax: number,
): Pick<BulkOperation, 'data' | 'mayRefer'> {
  if (data === undefined) throw badRequest('invalidSyntax', `"data" is required of a ${method}`);
  const text = JSON.stringify(data);
  if (Buffer.byteLength(text) > bytesMax) {
    throw new ScimFailure(
      413,
      undefined,
      `data: is larger than ${bytesMax} bytes, the limit of one such resource`,
    );
  }
  return { data, mayRefer: text.includes(BULK_ID) };
}
