// The operations on /Groups: each is its steps in order; members are rows that no operation loads without need.

import { scopedName } from '../../directory/group-name';
import type { GroupRecord } from '../../directory/group-record';
import { isJsonObject, type JsonObject } from '../../directory/json';
import { entityTag, isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import { givenMembers } from '../patch/given-members';
import { assertEchoes } from '../patch/echo';
import type { GivenMembers } from '../patch/operation';
import { parsePatch } from '../patch/parse';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type ResourceHandlers, type ScimRequest, type TextStream } from '../request';
import { noteBodySchemas } from '../schema/given-schemas';
import { normaliseObject } from '../schema/normalise';
import { withUnsendable } from '../schema/own-rules';
import { afterWrite } from './after-write';
import { groupAnswer, groupBody, patchedGroupAnswer } from './group-answer';
import { groupResource, keepUnnamed } from './group-resource';
import { changeGroup, createOrRevive, deleteGroup, type GivenGroup } from './group-write';
import { createGroupQueue } from './group-queue';
import { notFound, toleranceNotes, type ToleranceNotes, type TypeServices } from './services';

export function groupHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  const queue = createGroupQueue(services);
  return {
    async find(request, page) {
      const projection = resolveProjection(type, request.query);
      const { total, positions, records } = await store.groups(request.customer.id, page);
      const isPlain = !projection.includes('members');
      const shown = (group: GroupRecord): JsonObject | TextStream =>
        isPlain
          ? projection.apply(groupResource(group, request.baseUrl))
          : groupBody(services, request, projection, group);
      return { total, positions, show: (from, to) => Promise.resolve(records.slice(from, to).map(shown)) };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const group = await store.group(request.customer.id, id);
      if (group === undefined) throw notFound('Group', id);
      if (isUnmodified(request, group.version)) {
        const headers = {
          ETag: entityTag(group.version),
          'Content-Location': `${request.baseUrl}/Groups/${id}`,
        };
        return { status: 304, headers, body: undefined };
      }
      return groupAnswer(services, request, projection, { status: 200, group });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const given = acceptedBody(services, request, notes);
      const { displayName } = given.attributes;
      const name = typeof displayName === 'string' ? displayName : '';
      const key = `displayName/${scopedName(null, name)}`;
      const operations = [{ kind: 'add', ids: [], ...given.members } as const];
      const group = await queue.writeMembers(request, { key, notes, operations }, (write, members) =>
        createOrRevive(write, { ...given, members: members.operations[0] as GivenMembers }, members.mass),
      );
      return groupAnswer(afterWrite(services), request, projection, { status: 201, group });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const { attributes, members } = acceptedBody(services, request, notes);
      // A PUT without members keeps them: connectors read groups without members and write them back.
      const operations = members === undefined ? [] : [{ kind: 'replace', ...members } as const];
      const group = await queue.writeMembers(request, { key: id, id, notes, operations }, (write, asked) =>
        changeGroup(write, id, {
          operation: 'replace',
          rewrite: (before) => keepUnnamed(before, withUnsendable(type, before, attributes)),
          members: asked.operations,
          mass: asked.mass,
        }),
      );
      return groupAnswer(afterWrite(services), request, projection, { status: 200, group });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const { operations, memberOperations, echoes } = parsePatch(type, request.body ?? null, limits, notes);
      if (echoes.length > 0) assertEchoes(echoes, await wholeGroup(services, request, id));
      const asked = { key: id, id, notes, operations: memberOperations };
      const group = await queue.writeMembers(request, asked, (write, members) =>
        changeGroup(write, id, {
          operation: 'patch',
          rewrite: (before) => applyPatch(type, before, operations, notes.note),
          members: members.operations,
          mass: members.mass,
        }),
      );
      return patchedGroupAnswer(afterWrite(services), request, projection, group);
    },

    async remove(request, id) {
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const operations = [{ kind: 'removeAll' } as const];
      await queue.writeMembers(request, { key: id, id, notes, operations }, (write, { mass }) =>
        deleteGroup(write, id, mass),
      );
      return NO_CONTENT;
    },
  };
}

/** As a client reads it, but for members; what is said of it besides decides nothing, so it may be a moment old. */
async function wholeGroup({ store }: TypeServices, request: ScimRequest, id: string): Promise<JsonObject> {
  const group = await store.group(request.customer.id, id);
  if (group === undefined) throw notFound('Group', id);
  return groupResource(group, request.baseUrl);
}

/** The body of a POST or PUT: attributes in canonical form, and who is in `members`, undefined where it names none. */
function acceptedBody({ type }: TypeServices, { body }: ScimRequest, { note }: ToleranceNotes): GivenGroup {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a Group');
  noteBodySchemas(type, body, note);
  const isMembers = ([name]: readonly [string, unknown]): boolean => name.toLowerCase() === 'members';
  const named = Object.entries(body).filter(isMembers);
  if (named.length > 1) throw badRequest('invalidSyntax', 'attribute "members" is given more than once');
  const rest: JsonObject = Object.fromEntries(Object.entries(body).filter((entry) => !isMembers(entry)));
  const attribute = type.attributes.get('members');
  const [members] = named;
  return {
    attributes: normaliseObject(type.attributes, rest, note),
    members:
      members === undefined || attribute === undefined
        ? undefined
        : givenMembers(attribute, members[1], note),
  };
}
