// Groups as answers: streamed with their members where the client wants them, with ETag and Location.

import type { GroupRecord } from '../../directory/group-record';
import { isJsonArray, isJsonObject, type JsonObject } from '../../directory/json';
import { entityTag } from '../etag';
import type { Projection } from '../query/projection';
import type { Answer, ScimRequest, TextStream } from '../request';
import { groupResource, memberResource, streamGroup } from './group-resource';
import type { TypeServices } from './services';

export function groupAnswer(
  services: TypeServices,
  request: ScimRequest,
  projection: Projection,
  { status, group }: { readonly status: 200 | 201; readonly group: GroupRecord },
): Answer {
  const location = `${request.baseUrl}/Groups/${group.id}`;
  const headers = { ETag: entityTag(group.version), 'Content-Location': location };
  return {
    status,
    headers: status === 201 ? { ...headers, Location: location } : headers,
    body: projection.includes('members')
      ? groupBody(services, request, projection, group)
      : projection.apply(groupResource(group, request.baseUrl)),
  };
}

export function groupBody(
  services: TypeServices,
  request: ScimRequest,
  projection: Projection,
  group: GroupRecord,
): TextStream {
  return streamGroup(
    projection.apply(groupResource(group, request.baseUrl)),
    services.store.membersOf(group.customer, group.id),
    (member) => projectedMember(projection, memberResource(member, request.baseUrl)),
  );
}

/** Undefined where the client wants nothing of what this member has. */
function projectedMember(projection: Projection, member: JsonObject): JsonObject | undefined {
  if (projection.isDefault) return member;
  const { members } = projection.apply({ members: [member] });
  return isJsonArray(members) ? members.find(isJsonObject) : undefined;
}
