// The answers that refuse a request, one component for each status that can occur, with their headers; knows no path.

import type { JsonObject } from '../directory/json';
import { reference, schemaRef } from './reference';

export const SCIM_JSON = 'application/scim+json';

/** Status, and when it is answered. 500 is a fault of the gateway, so no operation promises it. */
const REASONS = {
  400: 'The request is malformed, or a value, path or filter in it cannot be; `scimType` says which.',
  401: 'No token, or one that is unknown or expired.',
  403: 'The token does not open this, or a rule of the customer refuses it.',
  404: 'There is no such resource.',
  405: 'The path does not take this method; `Allow` names those it takes.',
  408: 'The request took too long to arrive.',
  409: 'Somebody else has this value already, or the identifier was used before.',
  412: 'The resource is not at the version that was asked for.',
  413: 'The body, or the number of operations in it, is too large.',
  414: 'The URL is too long; use POST …/.search.',
  415: 'The body is neither application/scim+json nor application/json in UTF-8, or it is compressed.',
  429: 'Too many requests, or the mass-disable brake holds further ones.',
  431: 'The headers are too large.',
  501: 'Not supported for whoever asks; the detail says why.',
  503: 'The database is away, or too many writes met on one resource; nothing was changed.',
} as const;
export type RefusalStatus = keyof typeof REASONS;

const HEADERS: Partial<Record<RefusalStatus, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};
/** Written where no request reached the application yet, so it has no id. */
const WITHOUT_ID: readonly RefusalStatus[] = [400, 408, 431];

const SERVED: readonly RefusalStatus[] = [400, 408, 414, 431, 503];
const KNOWN: readonly RefusalStatus[] = [401, 403, 429];

/** What any request under the SCIM base can be answered, for operations that ask for a token. */
export const COMMON_REFUSALS: readonly RefusalStatus[] = [...SERVED, ...KNOWN];
export const READ_REFUSALS: readonly RefusalStatus[] = [...COMMON_REFUSALS, 404, 412];
export const CREATE_REFUSALS: readonly RefusalStatus[] = [...COMMON_REFUSALS, 409, 413, 415];
export const CHANGE_REFUSALS: readonly RefusalStatus[] = [...CREATE_REFUSALS, 404, 412];
export const DELETE_REFUSALS: readonly RefusalStatus[] = [...COMMON_REFUSALS, 404, 412, 413, 415];
export const OPEN_REFUSALS: readonly RefusalStatus[] = [400, 403, 408, 414, 431, 503];

export function refusalComponents(): JsonObject {
  return Object.fromEntries(
    statuses(Object.keys(REASONS)).map((status) => [
      `Refused${status}`,
      {
        description: REASONS[status],
        headers: {
          ...(WITHOUT_ID.includes(status)
            ? {}
            : Object.fromEntries(
                ['X-Request-Id', ...(HEADERS[status] ?? [])].map((name) => [
                  name,
                  reference('headers', name),
                ]),
              )),
        },
        content: { [SCIM_JSON]: { schema: schemaRef('Error') } },
      },
    ]),
  );
}

export function refusals(list: readonly RefusalStatus[]): JsonObject {
  const entries = list.map((status) => [String(status), reference('responses', `Refused${status}`)] as const);
  return Object.fromEntries(entries);
}

/** Headers by component name; each is there in every answer that refers to it. */
export function headerComponents(): JsonObject {
  const header = (description: string, schema: JsonObject): JsonObject => ({
    description,
    required: true,
    schema: { type: 'string', ...schema },
  });
  return {
    'X-Request-Id': header('The request in the logs of the gateway.', { format: 'uuid' }),
    'WWW-Authenticate': header('RFC 6750 §3.', { pattern: '^Bearer' }),
    Allow: header('The methods that the path takes.', {}),
    'Retry-After': header('Whole seconds after which to ask again.', { pattern: '^[0-9]+$' }),
    'Set-Txn': header('The transaction of the accepted request (RFC 9967 §2.5.1.1).', { format: 'uuid' }),
    'Preference-Applied': header('RFC 7240 §3.', { const: 'respond-async' }),
    ETag: header('The version of the resource, a weak tag (RFC 7644 §3.14).', { pattern: '^W/"[0-9]+"$' }),
    Location: header('Where the resource is.', { format: 'uri' }),
    'Content-Location': header('Where the resource is.', { format: 'uri' }),
  };
}

function statuses(names: readonly string[]): readonly RefusalStatus[] {
  return names.map(Number) as RefusalStatus[];
}
