// The envelope of a list (RFC 7644 §3.4.2), whole or as a stream; knows no resource type.

import type { JsonObject } from '../../directory/json';
import { isStream, type Answer, type Found, type TextStream } from '../request';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

interface Envelope {
  readonly totalResults: number;
  readonly startIndex: number;
}

/** A list is written whole, or in pieces where a resource in it is a stream. */
export function listAnswer({ total, resources }: Found, startIndex: number): Answer {
  const envelope = { totalResults: total, startIndex };
  const whole = resources.filter((resource): resource is JsonObject => !isStream(resource));
  const body =
    whole.length === resources.length
      ? { ...head(envelope, whole.length), Resources: whole }
      : streamList(envelope, resources);
  return { status: 200, headers: {}, body };
}

async function* streamList(envelope: Envelope, resources: Found['resources']): TextStream {
  yield `${JSON.stringify(head(envelope, resources.length)).slice(0, -1)},"Resources":[`;
  for (const [index, resource] of resources.entries()) {
    if (index > 0) yield ',';
    if (isStream(resource)) yield* resource;
    else yield JSON.stringify(resource);
  }
  yield ']}';
}

function head({ totalResults, startIndex }: Envelope, itemsPerPage: number): JsonObject {
  return { schemas: [LIST_SCHEMA], totalResults, startIndex, itemsPerPage };
}
