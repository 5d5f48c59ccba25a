// A resource of a customer's own type as clients read it, as an answer and as an event tells it. Pure.

import type { DirectoryEvent, EventOperation } from '../../directory/event';
import type { JsonObject } from '../../directory/json';
import type { OwnResource } from '../../directory/own-resource';
import { entityTag } from '../etag';
import type { Projection } from '../query/projection';
import type { Answer } from '../request';
import { ownDifference } from '../schema/own-rules';
import type { ResourceType } from '../schema/schema-map';

/** The whole resource; the URNs of its extensions come into `schemas` with every projection and search form. */
export function ownResourceBody(type: ResourceType, resource: OwnResource, baseUrl: string): JsonObject {
  return {
    schemas: [type.schema],
    id: resource.id,
    ...resource.attributes,
    meta: {
      resourceType: type.name,
      created: resource.created.toISOString(),
      lastModified: resource.lastModified.toISOString(),
      location: locationOf(type, resource, baseUrl),
      version: entityTag(resource.version),
    },
  };
}

export function ownResourceAnswer(
  type: ResourceType,
  resource: OwnResource,
  { status, baseUrl, projection }: OwnAnswer,
): Answer {
  const location = locationOf(type, resource, baseUrl);
  const headers = { ETag: entityTag(resource.version), 'Content-Location': location };
  return {
    status,
    headers: status === 201 ? { ...headers, Location: location } : headers,
    body: projection.apply(ownResourceBody(type, resource, baseUrl)),
  };
}

interface OwnAnswer {
  readonly status: 200 | 201;
  readonly baseUrl: string;
  readonly projection: Projection;
}

/** What an event says of the resource; of one that is deleted, that it is. */
export function ownEventFacts(
  type: ResourceType,
  before: OwnResource | undefined,
  after: OwnResource,
  operation: EventOperation,
): Pick<DirectoryEvent, 'before' | 'after'> {
  const isDeletion = operation === 'delete';
  const changed = ownDifference(type, before?.attributes ?? {}, isDeletion ? {} : after.attributes);
  return isDeletion ? { ...changed, after: { deleted: true } } : changed;
}

function locationOf({ endpoint }: ResourceType, { id }: OwnResource, baseUrl: string): string {
  return `${baseUrl}${endpoint}/${id}`;
}
