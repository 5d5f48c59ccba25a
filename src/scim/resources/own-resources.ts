// The operations on the resource types that a customer defines itself: each is its steps in order; what holds is in the schema alone.

import { isJsonObject, type JsonObject } from '../../directory/json';
import { isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import { assertEchoes } from '../patch/echo';
import { parsePatch } from '../patch/parse';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type Found, type ResourceHandlers, type ScimRequest } from '../request';
import { noteBodySchemas } from '../schema/given-schemas';
import { normaliseObject } from '../schema/normalise';
import { withUnsendable } from '../schema/own-rules';
import { typeNamed, type ResourceType, type SchemaMap } from '../schema/schema-map';
import type { TypeName, TypeTable } from '../type-table';
import { ownResourceAnswer, ownResourceBody } from './own-resource';
import { changeOwnResource, createOwnResource, deleteOwnResource } from './own-resource-write';
import {
  notFound,
  queueOf,
  toleranceNotes,
  writeTo,
  type Services,
  type ToleranceNotes,
  type TypeServices,
} from './services';

/** By type name. */
export function ownHandlers(
  services: Services,
  map: SchemaMap,
  types: TypeTable,
): Readonly<Record<TypeName, ResourceHandlers>> {
  const groupType = typeNamed(map, 'Group');
  const names = types.names.filter((name) => types.isOwn(name));
  const handlersOf = (name: TypeName): ResourceHandlers =>
    ownResourceHandlers({ ...services, type: typeNamed(map, name), groupType });
  return Object.fromEntries(names.map((name) => [name, handlersOf(name)]));
}

function ownResourceHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  return {
    async find(request, page) {
      const projection = resolveProjection(type, request.query);
      const { total, positions, records } = await store.ownResources(request.customer.id, type.name, page);
      const show: Found['show'] = (from, to) =>
        Promise.resolve(
          records
            .slice(from, to)
            .map((resource) => projection.apply(ownResourceBody(type, resource, request.baseUrl))),
        );
      return { total, positions, show };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const resource = await store.ownResource(request.customer.id, type.name, id);
      if (resource === undefined) throw notFound(type.name, id);
      if (isUnmodified(request, resource.version)) {
        const { headers } = ownResourceAnswer(type, resource, {
          status: 200,
          baseUrl: request.baseUrl,
          projection,
        });
        return { status: 304, headers, body: undefined };
      }
      return ownResourceAnswer(type, resource, { status: 200, baseUrl: request.baseUrl, projection });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const given = acceptedBody(type, request, notes);
      const queue = queueOf(request, services.newId());
      const resource = await writeTo(services, request, { queue, notes }, (write) =>
        createOwnResource(write, given),
      );
      return ownResourceAnswer(type, resource, { status: 201, baseUrl: request.baseUrl, projection });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const given = acceptedBody(type, request, notes);
      const resource = await writeTo(services, request, { queue: queueOf(request, id), notes }, (write) =>
        changeOwnResource(write, id, 'replace', (before) => withUnsendable(type, before, given)),
      );
      return ownResourceAnswer(type, resource, { status: 200, baseUrl: request.baseUrl, projection });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes(request.profile, request.onTolerance);
      const { operations, echoes } = parsePatch(type, request.body ?? null, limits, notes);
      if (echoes.length > 0) assertEchoes(echoes, await wholeResource(services, request, id));
      const resource = await writeTo(services, request, { queue: queueOf(request, id), notes }, (write) =>
        changeOwnResource(write, id, 'patch', (before) => applyPatch(type, before, operations, notes.note)),
      );
      return ownResourceAnswer(type, resource, { status: 200, baseUrl: request.baseUrl, projection });
    },

    async remove(request, id) {
      const notes = toleranceNotes(request.profile, request.onTolerance);
      await writeTo(services, request, { queue: queueOf(request, id), notes }, (write) =>
        deleteOwnResource(write, id),
      );
      return NO_CONTENT;
    },
  };
}

/** As a client reads it; what is said of it besides decides nothing, so it may be a moment old. */
async function wholeResource(
  { store, type }: TypeServices,
  { customer, baseUrl }: ScimRequest,
  id: string,
): Promise<JsonObject> {
  const resource = await store.ownResource(customer.id, type.name, id);
  if (resource === undefined) throw notFound(type.name, id);
  const everything = resolveProjection(type, new URLSearchParams());
  return everything.apply(ownResourceBody(type, resource, baseUrl));
}

function acceptedBody(type: ResourceType, { body }: ScimRequest, { note }: ToleranceNotes): JsonObject {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', `the body is one JSON object, a ${type.name}`);
  noteBodySchemas(type, body, note);
  return normaliseObject(type.attributes, body, note);
}
