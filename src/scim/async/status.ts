// What a client is told of an accepted request: pending, or done with its result (RFC 9967 §2.5.1). Pure.

import type { RequestStatus } from '../../directory/async-request';
import { isJsonArray, isJsonObject, objectOf, type JsonObject, type JsonValue } from '../../directory/json';
import { quoted, ScimFailure } from '../failure';
import type { Answer } from '../request';

/** Ours: neither RFC 7644 nor RFC 9967 has a form for it. */
const SCHEMA = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Request';
const PENDING_RETRY_AFTER_S = 1;

/** @throws ScimFailure 404 where there is no such request, or its outcome has expired */
export function requestStatus(status: RequestStatus | undefined, id: string, baseUrl: string): Answer {
  if (status === undefined)
    throw new ScimFailure(404, undefined, `Request ${quoted(id)} does not exist, or its outcome has expired`);
  const { at, asked, outcome, doneAt, expires } = status;
  const location = `${baseUrl}/Requests/${id}`;
  const body = {
    schemas: [SCHEMA],
    id,
    txn: id,
    status: outcome === null ? 'pending' : 'done',
    method: asked['method'] ?? null,
    path: asked['path'] ?? null,
    ...(outcome === null ? {} : resultOf(outcome)),
    ...(doneAt === null ? {} : { completed: doneAt.toISOString() }),
    ...(expires === null ? {} : { expires: expires.toISOString() }),
    meta: { resourceType: 'Request', created: at.toISOString(), location },
  };
  const headers: Record<string, string> =
    outcome === null ? { 'Retry-After': String(PENDING_RETRY_AFTER_S) } : {};
  return { status: 200, headers, body };
}

/** Each operation as a Bulk response has it (RFC 7644 §3.7.3), and as its completion event tells it. */
function resultOf({ completions, body }: JsonObject): JsonObject {
  const operations = (isJsonArray(completions) ? completions : []).flatMap((completion: JsonValue) => {
    const { operation } = objectOf(completion);
    return isJsonObject(operation) ? [operation] : [];
  });
  const [first] = operations;
  const response = bodyOf(body);
  // One answer for one operation; those of a bulk request have theirs in the list.
  const whole = operations.length === 1 && response !== undefined && first?.['response'] === undefined;
  return { Operations: whole ? [{ ...first, response }] : operations };
}

/** The answer that the client would have got without the preference. */
export function answerOf({ status, headers, body }: JsonObject): Answer {
  return {
    status: Number(status),
    headers: objectOf(headers) as Readonly<Record<string, string>>,
    body: bodyOf(body),
  };
}

function bodyOf(text: JsonValue | undefined): JsonObject | undefined {
  return typeof text === 'string' ? (JSON.parse(text) as JsonObject) : undefined;
}
