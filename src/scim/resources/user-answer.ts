// Users as answers: resources with their groups, in the client's projection, with ETag and Location.

import type { JsonObject } from '../../directory/json';
import type { UserRecord } from '../../directory/user-record';
import { entityTag } from '../etag';
import type { Projection } from '../query/projection';
import type { Answer, ScimRequest } from '../request';
import type { TypeServices } from './services';
import { groupsAttribute, IMANAGE_USER, userResource } from './user-resource';

/** One query for the groups of all of them and one for their e-mail addresses, and none for what the client does not want. */
export async function presentUsers(
  services: TypeServices,
  request: ScimRequest,
  projection: Projection,
  users: readonly UserRecord[],
): Promise<readonly JsonObject[]> {
  const { store } = services;
  const ids = users.map((user) => user.id);
  const [groups, holders] = await Promise.all([
    projection.includes('groups') ? store.groupsOf(request.customer.id, ids) : new Map<string, never>(),
    projection.includes(IMANAGE_USER)
      ? store.emailHolders(request.customer.id, users)
      : new Map<string, never>(),
  ]);
  return users.map((user) => {
    const resource = userResource(user, request.baseUrl, holders.get(user.id));
    const inGroups = groups.get(user.id);
    return projection.apply(
      inGroups === undefined ? resource : { ...resource, ...groupsAttribute(inGroups, request.baseUrl) },
    );
  });
}

export async function userAnswer(
  services: TypeServices,
  request: ScimRequest,
  projection: Projection,
  { status, user }: { readonly status: 200 | 201; readonly user: UserRecord },
): Promise<Answer> {
  const isShown = request.isAnswerUnread !== true;
  const [resource] = isShown ? await presentUsers(services, request, projection, [user]) : [];
  const location = `${request.baseUrl}/Users/${user.id}`;
  const headers = { ETag: entityTag(user.version), 'Content-Location': location };
  return {
    status,
    headers: status === 201 ? { ...headers, Location: location } : headers,
    body: resource,
  };
}
