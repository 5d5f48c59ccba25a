// Which paths exist under the SCIM base and which methods they take; anything else is 404 or 405 before a body is read.

import { isWritable, type TypeName } from '../scim/engine';
import { ScimFailure } from '../scim/failure';

export type ScimPath =
  | { readonly kind: 'resources'; readonly type: TypeName; readonly id: string | undefined }
  /** `type` undefined: POST /.search asks for every type. */
  | { readonly kind: 'search'; readonly type: TypeName | undefined }
  | {
      readonly kind: 'schemas' | 'resourceTypes' | 'serviceProviderConfig';
      readonly id: string | undefined;
    }
  /** What ServiceProviderConfig says is not supported, and /Me, for which RFC 7644 §3.11 asks for 501. */
  | { readonly kind: 'notImplemented' };

const TYPES = { Users: 'User', Groups: 'Group', Libraries: 'Library', Roles: 'Role' } as const;
const DISCOVERY = {
  Schemas: 'schemas',
  ResourceTypes: 'resourceTypes',
  ServiceProviderConfig: 'serviceProviderConfig',
} as const;
const READ = ['GET', 'HEAD'];

/** @param path below the SCIM base, still encoded. @throws ScimFailure 404 for a path that does not exist */
export function scimPath(path: string): ScimPath {
  const [, first = '', second, ...rest] = path.replace(/\/$/, '').split('/');
  const id = second === undefined ? undefined : decoded(second);
  if (rest.length > 0 || id === '') throw noSuchPath();
  if (first === '.search' && id === undefined) return { kind: 'search', type: undefined };
  if (isKey(TYPES, first)) {
    const type = TYPES[first];
    return id === '.search' ? { kind: 'search', type } : { kind: 'resources', type, id };
  }
  if (isKey(DISCOVERY, first) && (first !== 'ServiceProviderConfig' || id === undefined)) {
    return { kind: DISCOVERY[first], id };
  }
  if ((first === 'Bulk' || first === 'Me') && id === undefined) return { kind: 'notImplemented' };
  throw noSuchPath();
}

/** @throws ScimFailure 405 with `Allow`, 501 for what is not supported */
export function assertMethod(path: ScimPath, method: string): void {
  if (path.kind === 'notImplemented') {
    throw new ScimFailure(501, undefined, 'not supported; see /ServiceProviderConfig for what is');
  }
  const allowed = methodsOf(path);
  if (allowed.includes(method)) return;
  throw new ScimFailure(405, undefined, `this path takes ${allowed.join(', ')}`, {
    Allow: allowed.join(', '),
  });
}

function methodsOf(path: Exclude<ScimPath, { kind: 'notImplemented' }>): readonly string[] {
  switch (path.kind) {
    case 'resources':
      if (!isWritable(path.type)) return READ;
      return path.id === undefined ? [...READ, 'POST'] : [...READ, 'PUT', 'PATCH', 'DELETE'];
    case 'search':
      return ['POST'];
    case 'schemas':
    case 'resourceTypes':
    case 'serviceProviderConfig':
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
