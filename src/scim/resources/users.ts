// The operations on /Users: each is its steps in order, from a SCIM request to one write of the directory.

import { comparisonKey } from '../../directory/comparison';
import { isJsonObject, type JsonObject } from '../../directory/json';
import { entityTag, isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import { parsePatch } from '../patch/parse';
import { parseListQuery } from '../query/list-query';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type ResourceHandlers, type ScimRequest } from '../request';
import { normaliseObject, unassignedPaths } from '../schema/normalise';
import { afterWrite } from './after-write';
import {
  notFound,
  queueOf,
  toleranceNotes,
  writeTo,
  type ToleranceNotes,
  type TypeServices,
} from './services';
import { presentUsers, userAnswer } from './user-answer';
import { patchedUser } from './patched-user';
import { replacedUser } from './requested-user';
import { changeUser, createOrReturn, deleteUser } from './user-write';

export function userHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  return {
    async find(request, { skip, limit }) {
      const projection = resolveProjection(type, request.query);
      const query = parseListQuery(type, request.query, limits);
      const { total, records } = await store.users(request.customer.id, { ...query, skip, limit });
      return { total, resources: await presentUsers(services, request, projection, records) };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const user = await store.user(request.customer.id, id);
      if (user === undefined) throw notFound('User', id);
      if (isUnmodified(request, user.version)) {
        return { status: 304, headers: { ETag: entityTag(user.version) }, body: undefined };
      }
      return userAnswer(services, request, projection, { status: 200, user });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const userName = typeof given['userName'] === 'string' ? given['userName'] : '';
      const queue = `${request.customer.id}/userName/${comparisonKey(userName)}`;
      const user = await writeTo(services, request, { queue, notes }, (write) =>
        createOrReturn(write, given),
      );
      return userAnswer(afterWrite(services), request, projection, { status: 201, user });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const unassigned = unassignedPaths(type.attributes, objectBody(request));
      if (unassigned.size > 0) notes.note('null-unassigns');
      const user = await writeTo(services, request, { queue: queueOf(request, id), notes }, (write) =>
        changeUser(write, id, 'replace', (before) => replacedUser(before, given, unassigned)),
      );
      return userAnswer(afterWrite(services), request, projection, { status: 200, user });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const { operations } = parsePatch(type, request.body ?? null, limits, notes.note);
      const user = await writeTo(services, request, { queue: queueOf(request, id), notes }, (write) =>
        changeUser(write, id, 'patch', (before) =>
          patchedUser(before, operations, (held) =>
            withoutPassword(applyPatch(type, before, held, notes.note), notes),
          ),
        ),
      );
      return userAnswer(afterWrite(services), request, projection, { status: 200, user });
    },

    async remove(request, id) {
      const notes = toleranceNotes();
      await writeTo(services, request, { queue: queueOf(request, id), notes }, (write) =>
        deleteUser(write, id),
      );
      return NO_CONTENT;
    },
  };
}

function acceptedBody({ type }: TypeServices, request: ScimRequest, notes: ToleranceNotes): JsonObject {
  return withoutPassword(normaliseObject(type.attributes, objectBody(request), notes.note), notes);
}

function objectBody({ body }: ScimRequest): JsonObject {
  if (isJsonObject(body)) return body;
  throw badRequest('invalidSyntax', 'the body is one JSON object, a User');
}

/** Enterprise accounts sign in through the identity provider: no password is kept in any form. */
function withoutPassword(resource: JsonObject, notes: ToleranceNotes): JsonObject {
  const { password, ...rest } = resource;
  if (password !== undefined) notes.note('password-not-kept');
  return rest;
}
