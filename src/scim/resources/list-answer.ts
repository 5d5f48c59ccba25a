// The envelope of a list (RFC 7644 §3.4.2), whole or as a stream; knows no resource type.

import type { JsonObject } from '../../directory/json';
import type { Answer, TextStream } from '../request';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

interface Envelope {
  readonly totalResults: number;
  readonly startIndex: number;
}

export function listAnswer(envelope: Envelope, resources: readonly JsonObject[]): Answer {
  return { status: 200, headers: {}, body: { ...head(envelope, resources.length), Resources: resources } };
}

/** The same for resources that are themselves streams. */
export function streamedListAnswer(envelope: Envelope, resources: readonly TextStream[]): Answer {
  return { status: 200, headers: {}, body: streamList(envelope, resources) };
}

async function* streamList(envelope: Envelope, resources: readonly TextStream[]): TextStream {
  yield `${JSON.stringify(head(envelope, resources.length)).slice(0, -1)},"Resources":[`;
  for (const [index, resource] of resources.entries()) {
    if (index > 0) yield ',';
    yield* resource;
  }
  yield ']}';
}

function head({ totalResults, startIndex }: Envelope, itemsPerPage: number): JsonObject {
  return { schemas: [LIST_SCHEMA], totalResults, startIndex, itemsPerPage };
}
