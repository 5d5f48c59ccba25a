// The operations on /Groups: each is its steps in order; members are rows that no operation loads without need.

import { scopedName } from '../../directory/group-name';
import { isJsonObject, type JsonObject } from '../../directory/json';
import { entityTag, isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import { memberIds } from '../patch/member-operations';
import { parsePatch } from '../patch/parse';
import { parseListQuery } from '../query/list-query';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type ResourceHandlers, type ScimRequest } from '../request';
import { normaliseObject } from '../schema/normalise';
import { afterWrite } from './after-write';
import { groupAnswer, groupBody } from './group-answer';
import { groupResource, keepUnnamed } from './group-resource';
import { changeGroup, createOrRevive, deleteGroup, type GivenGroup } from './group-write';
import { createGroupQueue } from './group-queue';
import { notFound, toleranceNotes, type ToleranceNotes, type TypeServices } from './services';

export function groupHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  const queue = createGroupQueue(services);
  return {
    async find(request, { skip, limit }) {
      const projection = resolveProjection(type, request.query);
      const query = parseListQuery(type, request.query, limits);
      const { total, records } = await store.groups(request.customer.id, { ...query, skip, limit });
      const isPlain = !projection.includes('members');
      const resources = records.map((group) =>
        isPlain
          ? projection.apply(groupResource(group, request.baseUrl))
          : groupBody(services, request, projection, group),
      );
      return { total, resources };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const group = await store.group(request.customer.id, id);
      if (group === undefined) throw notFound('Group', id);
      if (isUnmodified(request, group.version)) {
        return { status: 304, headers: { ETag: entityTag(group.version) }, body: undefined };
      }
      return groupAnswer(services, request, projection, { status: 200, group });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const { displayName } = given.attributes;
      const name = typeof displayName === 'string' ? displayName : '';
      const key = `displayName/${scopedName(null, name)}`;
      const group = await queue.write(request, { key, notes }, (write) => createOrRevive(write, given));
      return groupAnswer(afterWrite(services), request, projection, { status: 201, group });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const { attributes, members } = acceptedBody(services, request, notes);
      const group = await queue.write(request, { key: id, notes }, (write) =>
        changeGroup(write, id, {
          operation: 'replace',
          rewrite: (before) => keepUnnamed(before, attributes),
          // A PUT without members keeps them: connectors read groups without members and write them back.
          members: members === undefined ? [] : [{ kind: 'replace', ids: members }],
        }),
      );
      return groupAnswer(afterWrite(services), request, projection, { status: 200, group });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const { operations, memberOperations } = parsePatch(type, request.body ?? null, limits, notes.note);
      const group = await queue.write(request, { key: id, notes }, (write) =>
        changeGroup(write, id, {
          operation: 'patch',
          rewrite: (before) => applyPatch(type, before, operations, notes.note),
          members: memberOperations,
        }),
      );
      if (!projection.isDefault)
        return groupAnswer(afterWrite(services), request, projection, { status: 200, group });
      // 204 spares Entra and Okta a member list that they did not ask for (RFC 7644 §3.5.2).
      return { ...NO_CONTENT, headers: { ETag: entityTag(group.version) } };
    },

    async remove(request, id) {
      const notes = toleranceNotes();
      await queue.write(request, { key: id, notes }, (write) => deleteGroup(write, id));
      return NO_CONTENT;
    },
  };
}

/** The body of a POST or PUT: attributes in canonical form, and the ids in `members`, undefined where it names none. */
function acceptedBody({ type }: TypeServices, { body }: ScimRequest, { note }: ToleranceNotes): GivenGroup {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a Group');
  const isMembers = ([name]: readonly [string, unknown]): boolean => name.toLowerCase() === 'members';
  const named = Object.entries(body).filter(isMembers);
  if (named.length > 1) throw badRequest('invalidSyntax', 'attribute "members" is given more than once');
  const rest: JsonObject = Object.fromEntries(Object.entries(body).filter((entry) => !isMembers(entry)));
  const attribute = type.attributes.get('members');
  const [members] = named;
  return {
    attributes: normaliseObject(type.attributes, rest, note),
    members:
      members === undefined || attribute === undefined ? undefined : memberIds(attribute, members[1], note),
  };
}
