// Groups as answers: streamed with their members where the client wants them, with ETag and Location.

import type { GroupRecord } from '../../directory/group-record';
import { isJsonArray, isJsonObject, type JsonObject } from '../../directory/json';
import { entityTag } from '../etag';
import type { Projection } from '../query/projection';
import { NO_CONTENT, type Answer, type ScimRequest, type TextStream } from '../request';
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

/** Who patches a larger group is not sent a list of members that it did not ask for. */
const SHOWN_MEMBERS_MAX = 100;

/**
 * The group as it is now, or 204 (RFC 7644 §3.5.2 allows both, unless `attributes` were named). No member of a large group
 * is read for it.
 */
export async function patchedGroupAnswer(
  services: TypeServices,
  request: ScimRequest,
  projection: Projection,
  group: GroupRecord,
): Promise<Answer> {
  const isAskedFor = projection.namesAttributes || !projection.includes('members');
  const isShown = isAskedFor || (await isSmall(services, group));
  if (isShown) return groupAnswer(services, request, projection, { status: 200, group });
  return { ...NO_CONTENT, headers: { ETag: entityTag(group.version) } };
}

async function isSmall({ store }: TypeServices, { customer, id }: GroupRecord): Promise<boolean> {
  return (await store.countMembers(customer, id, SHOWN_MEMBERS_MAX + 1)) <= SHOWN_MEMBERS_MAX;
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
