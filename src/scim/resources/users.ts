// The operations on /Users: each is its steps in order, from a SCIM request to one write of the directory.

import { comparisonKey } from '../../directory/comparison';
import { isJsonObject, type JsonObject } from '../../directory/json';
import { entityTag, isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import { assertEchoes } from '../patch/echo';
import { parsePatch } from '../patch/parse';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type Found, type ResourceHandlers, type ScimRequest } from '../request';
import { noteBodySchemas } from '../schema/given-schemas';
import { normaliseObject, unassignedPaths } from '../schema/normalise';
import { withUnsendable } from '../schema/own-rules';
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

/** A write on one person, whatever it is: a few documents. */
const isSmall = true;

export function userHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  const afterwards = afterWrite(services);
  return {
    async find(request, page) {
      const projection = resolveProjection(type, request.query);
      const { total, positions, records } = await store.users(request.customer.id, page);
      const show: Found['show'] = (from, to) =>
        presentUsers(services, request, projection, records.slice(from, to));
      return { total, positions, show };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const user = await store.user(request.customer.id, id);
      if (user === undefined) throw notFound('User', id);
      if (isUnmodified(request, user.version)) {
        const headers = {
          ETag: entityTag(user.version),
          'Content-Location': `${request.baseUrl}/Users/${id}`,
        };
        return { status: 304, headers, body: undefined };
      }
      return userAnswer(services, request, projection, { status: 200, user });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const given = acceptedBody(services, request, notes);
      const userName = typeof given['userName'] === 'string' ? given['userName'] : '';
      const queue = `${request.customer.id}/userName/${comparisonKey(userName)}`;
      const user = await writeTo(services, request, { queue, notes, isSmall }, (write) =>
        createOrReturn(write, given),
      );
      return userAnswer(afterwards, request, projection, { status: 201, user });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const given = acceptedBody(services, request, notes);
      const unassigned = unassignedPaths(type.attributes, objectBody(request));
      if (unassigned.size > 0) notes.note('null-unassigns', [...unassigned].join(', '));
      const user = await writeTo(
        services,
        request,
        { queue: queueOf(request, id), notes, isSmall },
        (write) =>
          changeUser(write, id, 'replace', (before) =>
            replacedUser(before, withUnsendable(type, before, given), unassigned),
          ),
      );
      return userAnswer(afterwards, request, projection, { status: 200, user });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const { operations, echoes } = parsePatch(type, request.body ?? null, limits, notes);
      if (echoes.length > 0) assertEchoes(echoes, await wholeUser(services, request, id));
      const user = await writeTo(
        services,
        request,
        { queue: queueOf(request, id), notes, isSmall },
        (write) =>
          changeUser(write, id, 'patch', (before) =>
            patchedUser(before, operations, (held) =>
              withoutPassword(applyPatch(type, before, held, notes.note), notes),
            ),
          ),
      );
      return userAnswer(afterwards, request, projection, { status: 200, user });
    },

    async remove(request, id) {
      const notes = toleranceNotes(request.profile, request.onTolerance);
      await writeTo(
        services,
        request,
        { queue: queueOf(request, id), notes, isSmall, isUrgent: true },
        (write) => deleteUser(write, id),
      );
      return NO_CONTENT;
    },
  };
}

/** As a client reads it; what is said of it besides decides nothing, so it may be a moment old. */
async function wholeUser(services: TypeServices, request: ScimRequest, id: string): Promise<JsonObject> {
  const user = await services.store.user(request.customer.id, id);
  if (user === undefined) throw notFound('User', id);
  const everything = resolveProjection(services.type, new URLSearchParams());
  const [resource = {}] = await presentUsers(services, request, everything, [user]);
  return resource;
}

function acceptedBody({ type }: TypeServices, request: ScimRequest, notes: ToleranceNotes): JsonObject {
  const body = objectBody(request);
  noteBodySchemas(type, body, notes.note);
  return withoutPassword(normaliseObject(type.attributes, body, notes.note), notes);
}

function objectBody({ body }: ScimRequest): JsonObject {
  if (isJsonObject(body)) return body;
  throw badRequest('invalidSyntax', 'the body is one JSON object, a User');
}

/** Enterprise accounts sign in through the identity provider: no password is kept in any form. */
function withoutPassword(resource: JsonObject, notes: ToleranceNotes): JsonObject {
  const { password, ...rest } = resource;
  if (password !== undefined) notes.note('password-not-kept', 'password');
  return rest;
}
