// Which paths exist under the SCIM base and which methods they take; anything else is 404 or 405 before a body is read.

import { ScimFailure } from '../scim/failure';
import type { TypeName, TypeTable } from '../scim/type-table';

export type ScimPath =
  | { readonly kind: 'resources'; readonly type: TypeName; readonly id: string | undefined }
  /** `type` undefined: POST /.search asks for every type. */
  | { readonly kind: 'search'; readonly type: TypeName | undefined }
  | {
      readonly kind: 'schemas' | 'resourceTypes' | 'serviceProviderConfig';
      readonly id: string | undefined;
    }
  /** `base` lists every type. */
  | { readonly kind: 'bulk' | 'me' | 'base' }
  /** What became of a request that was answered 202. */
  | { readonly kind: 'request'; readonly id: string };

const DISCOVERY = {
  Schemas: 'schemas',
  ResourceTypes: 'resourceTypes',
  ServiceProviderConfig: 'serviceProviderConfig',
} as const;
const READ = ['GET', 'HEAD'];
const WRITE = ['PUT', 'PATCH', 'DELETE'];

/**
 * @param path below the SCIM base, still encoded
 * @param types those of the customer who asks: what another one has does not exist
 * @throws ScimFailure 404 for a path that does not exist
 */
export function scimPath(path: string, types: TypeTable): ScimPath {
  if (path === '/') return { kind: 'base' };
  const [, first = '', second, ...rest] = path.replace(/\/$/, '').split('/');
  const id = second === undefined ? undefined : decoded(second);
  if (rest.length > 0 || id === '') throw noSuchPath();
  if (first === '.search' && id === undefined) return { kind: 'search', type: undefined };
  const type = types.typeAt(first);
  if (type !== undefined) {
    return id === '.search' ? { kind: 'search', type } : { kind: 'resources', type, id };
  }
  if (isKey(DISCOVERY, first) && (first !== 'ServiceProviderConfig' || id === undefined)) {
    return { kind: DISCOVERY[first], id };
  }
  if (first === 'Bulk' && id === undefined) return { kind: 'bulk' };
  if (first === 'Me' && id === undefined) return { kind: 'me' };
  if (first === 'Requests' && id !== undefined) return { kind: 'request', id };
  throw noSuchPath();
}

/** @throws ScimFailure 405 with `Allow` (RFC 9110 §15.5.6) */
export function assertMethod(path: ScimPath, types: TypeTable, method: string): void {
  const allowed = allowedMethods(path, types);
  if (allowed.includes(method)) return;
  throw new ScimFailure(405, undefined, `this path takes ${allowed.join(', ')}`, {
    Allow: allowed.join(', '),
  });
}

/** What OPTIONS answers in `Allow` (RFC 9110 §9.3.7), itself included. */
export function allowedMethods(path: ScimPath, types: TypeTable): readonly string[] {
  return [...methodsOf(path, types), 'OPTIONS'];
}

function methodsOf(path: ScimPath, types: TypeTable): readonly string[] {
  switch (path.kind) {
    case 'resources':
      if (!types.isWritable(path.type)) return READ;
      return path.id === undefined ? [...READ, 'POST'] : [...READ, ...WRITE];
    case 'bulk':
    case 'search':
      return ['POST'];
    case 'me':
      // Who is "me" exists already, so there is nobody to create (RFC 7644 §3.11).
      return [...READ, ...WRITE];
    case 'request':
    case 'schemas':
    case 'resourceTypes':
    case 'serviceProviderConfig':
      return READ;
    case 'base':
      // RFC 7644 §3.4.2.1: a query may be sent to the base, too.
      return READ;
  }
}

function isKey<T extends object>(table: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(table, name);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw noSuchPath();
  }
}

function noSuchPath(): ScimFailure {
  return new ScimFailure(404, undefined, 'there is nothing at this path');
}
