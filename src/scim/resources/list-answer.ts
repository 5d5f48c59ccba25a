// The envelope of a list (RFC 7644 §3.4.2, RFC 9865 §2), whole or as a stream; knows no resource type.

import type { JsonObject } from '../../directory/json';
import { isStream, type Answer, type TextStream } from '../request';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** What a list says of itself: its total, and by index or by cursors where the page stands. */
export type ListPlace =
  | { readonly totalResults: number; readonly startIndex: number }
  | { readonly totalResults: number; readonly previousCursor?: string; readonly nextCursor?: string };

/** A list is written whole, or in pieces where a resource in it is a stream. */
export function listAnswer(place: ListPlace, resources: readonly (JsonObject | TextStream)[]): Answer {
  const whole = resources.filter((resource): resource is JsonObject => !isStream(resource));
  const body =
    whole.length === resources.length
      ? { ...head(place, whole.length), Resources: whole }
      : streamList(place, resources);
  return { status: 200, headers: {}, body };
}

async function* streamList(place: ListPlace, resources: readonly (JsonObject | TextStream)[]): TextStream {
  yield `${JSON.stringify(head(place, resources.length)).slice(0, -1)},"Resources":[`;
  for (const [index, resource] of resources.entries()) {
    if (index > 0) yield ',';
    if (isStream(resource)) yield* resource;
    else yield JSON.stringify(resource);
  }
  yield ']}';
}

function head(place: ListPlace, itemsPerPage: number): JsonObject {
  return { schemas: [LIST_SCHEMA], ...place, itemsPerPage };
}
