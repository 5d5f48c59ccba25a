// A group record as a SCIM resource, whole or as a stream, and what a changed resource asks of the directory. Pure.

import { sameJson } from '../../directory/event';
import { isReserved } from '../../directory/group';
import type { GroupInput, GroupRecord, Member } from '../../directory/group-record';
import { objectOf, type JsonObject } from '../../directory/json';
import { entityTag } from '../etag';
import { badRequest } from '../failure';
import type { TextStream } from '../request';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';

/** What a client may write but for members, in canonical form. */
export function writableGroup(group: GroupRecord): JsonObject {
  return { ...group.profile, [IMANAGE]: imanageAttributes(group) };
}

/** The whole resource but for `members`, which are rows of their own. */
export function groupResource(group: GroupRecord, baseUrl: string): JsonObject {
  return {
    schemas: [CORE, IMANAGE],
    id: group.id,
    ...group.profile,
    [IMANAGE]: imanageAttributes(group),
    meta: {
      resourceType: 'Group',
      created: group.created.toISOString(),
      lastModified: group.lastModified.toISOString(),
      location: `${baseUrl}/Groups/${group.id}`,
      version: entityTag(group.version),
    },
  };
}

/** Members; the text of more is a large object, which V8 keeps until it collects the whole heap. */
const SENT_AT_ONCE = 250;

/** The resource with its members, a batch at a time: a group of a million is never held whole. */
export async function* streamGroup(
  resource: JsonObject,
  batches: AsyncIterable<readonly Member[]>,
  shown: (member: Member) => JsonObject | undefined,
): TextStream {
  // A resource always has an id, so there is something before the comma.
  const head = JSON.stringify(resource).slice(0, -1);
  let separator = `${head},"members":[`;
  let isEmpty = true;
  for await (const batch of batches) {
    const members = batch.flatMap((member) => shown(member) ?? []);
    for (let start = 0; start < members.length; start += SENT_AT_ONCE) {
      const some = members.slice(start, start + SENT_AT_ONCE);
      yield separator + some.map((member) => JSON.stringify(member)).join(',');
      separator = ',';
      isEmpty = false;
    }
  }
  yield isEmpty ? `${head}}` : ']}';
}

export function memberResource(member: Member, baseUrl: string): JsonObject {
  const display = member.display === undefined ? {} : { display: member.display };
  return { value: member.id, $ref: `${baseUrl}/Users/${member.id}`, ...display, type: 'User' };
}

export interface RequestedGroup {
  readonly profile: JsonObject;
  readonly input: GroupInput;
}

/** @throws ScimFailure 400 `invalidValue` when displayName is missing */
export function requestedGroup(before: JsonObject, after: JsonObject): RequestedGroup {
  const { [IMANAGE]: _imanage, ...profile } = after;
  if (typeof profile['displayName'] !== 'string') {
    throw badRequest(
      'invalidValue',
      'displayName: is required; it is the name of the group',
      'group-name-missing',
    );
  }
  return { profile, input: changedAttributes(objectOf(before[IMANAGE]), objectOf(after[IMANAGE])) };
}

/** A PUT that leaves out the iManage extension or parts of it keeps them: absence is not removal (imanage-model.md §3a). */
export function keepUnnamed(before: JsonObject, given: JsonObject): JsonObject {
  return { ...given, [IMANAGE]: { ...objectOf(before[IMANAGE]), ...objectOf(given[IMANAGE]) } };
}

function imanageAttributes(group: GroupRecord): JsonObject {
  return {
    groupId: group.groupId,
    ...(group.library === null ? {} : { library: group.library }),
    external: group.external,
    enabled: group.enabled,
    reserved: isReserved(group),
  };
}

function changedAttributes(before: JsonObject, after: JsonObject): GroupInput {
  const asked = (['groupId', 'library', 'external', 'enabled'] as const).filter(
    (name) => !sameJson(before[name], after[name]),
  );
  return Object.fromEntries(asked.map((name) => [name, after[name] ?? null]));
}
