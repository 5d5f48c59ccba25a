// /Me (RFC 7644 §3.11): the operations on the person whom the credential is bound to, as /Users has them. Must not know HTTP.

import { comparisonKey } from '../directory/comparison';
import { ScimFailure } from './failure';
import type { ResourceHandlers, ScimRequest } from './request';
import type { TypeServices } from './resources/services';

/** The answers name the person's own place, /Users/{id}: "me" is somebody else to the next credential. */
export type MeHandlers = {
  readonly [Operation in 'get' | 'replace' | 'patch' | 'remove']: (
    request: ScimRequest,
  ) => ReturnType<ResourceHandlers[Operation]>;
};

export function meHandlers({ store, type }: TypeServices, users: ResourceHandlers): MeHandlers {
  const userName = type.attributes.get('username')?.searchPath ?? [];

  /** @throws ScimFailure 501 where nobody is "me", 404 where the person is gone */
  async function idOf({ customer, me }: ScimRequest): Promise<string> {
    if (me === null) throw nobody();
    const condition = {
      kind: 'compare',
      path: userName,
      operator: 'eq',
      literal: comparisonKey(me),
    } as const;
    const page = { condition, sort: undefined, skip: 0, limit: 1 };
    const [user] = (await store.users(customer.id, page)).records;
    if (user !== undefined) return user.id;
    throw new ScimFailure(404, undefined, 'the person whom this credential is bound to does not exist');
  }

  return {
    get: async (request) => users.get(request, await idOf(request)),
    replace: async (request) => users.replace(request, await idOf(request)),
    patch: async (request) => users.patch(request, await idOf(request)),
    remove: async (request) => users.remove(request, await idOf(request)),
  };
}

/** RFC 7644 §3.11: 501 from who does not support /Me; this credential is of a client, not of a person. */
export function nobody(): ScimFailure {
  const detail =
    'this credential is bound to no person, so nobody is /Me to it; ask for /Users/<id>, or bind it to a userName';
  return new ScimFailure(501, undefined, detail);
}
