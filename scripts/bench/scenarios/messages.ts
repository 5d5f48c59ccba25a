// Owns the SCIM messages that several scenarios send or read.
import type { JsonObject } from '../../../src/directory/json';
import type { Request } from '../scenario';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface ShownUser {
  readonly id: string;
  readonly userName: string;
  readonly title?: string;
  readonly active: boolean;
}

export interface ShownList {
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly ShownUser[];
  readonly nextCursor?: string | null;
}

export interface ShownGroup {
  readonly id: string;
  readonly displayName: string;
  readonly members?: readonly { readonly value: string }[];
}

export function foundUser(filter: string): Request {
  return { method: 'GET', path: `/Users?filter=${encodeURIComponent(filter)}` };
}

export function foundGroup(displayName: string): Request {
  const filter = encodeURIComponent(`displayName eq "${displayName}"`);
  return { method: 'GET', path: `/Groups?excludedAttributes=members&filter=${filter}` };
}

export function replace(values: JsonObject): JsonObject {
  const operations = Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));
  return { schemas: [PATCH_SCHEMA], Operations: operations };
}

export function memberPatch(ids: readonly string[], op: 'add' | 'remove' = 'add'): object {
  return {
    schemas: [PATCH_SCHEMA],
    Operations: [{ op, path: 'members', value: ids.map((value) => ({ value })) }],
  };
}
