// What the paths of the admin API share: refusals, security schemes, and TypeBox schemas as plain JSON. Knows no path.

import type { TSchema } from '@sinclair/typebox';
import { SESSION_ANSWER } from '../admin/contract/session';
import { STATUS_OF } from '../admin/failure';
import { objectOf, type JsonObject, type JsonValue } from '../directory/json';
import { schemaRef } from './reference';
import { refusals } from './refusals';
import { json } from './service-paths';

const REASONS: Readonly<Record<number, string>> = {
  400: 'The input; the detail names each fault.',
  401: 'Nobody is signed in, the token is not the admin token, or (`reauthenticate`) the sign-in is too old for this.',
  403: 'The role does not allow it, a rule refuses it, or it was not meant by the console (CSRF).',
  404: 'There is no such thing, or no such customer of yours.',
  409: 'It is not as this needs it; the detail says how it is.',
  413: 'More than is taken at once.',
  415: 'The body is no JSON in UTF-8.',
  429: 'Too often; see Retry-After.',
  503: 'The database is away; see Retry-After.',
};
const WITH_BODY: ReadonlySet<string> = new Set(['413', '415']);

/** @param hasBody the request may have one */
export function adminRefusals(hasBody: boolean): JsonObject {
  const told = Object.entries(REASONS).filter(([status]) => hasBody || !WITH_BODY.has(status));
  return {
    ...Object.fromEntries(told.map(([status, reason]) => [status, json(reason, schemaRef('AdminError'))])),
    ...refusals([408, 414, 431]),
  };
}

/** Those with these statuses. */
export function pick(responses: JsonObject, ...statuses: readonly number[]): JsonObject {
  return Object.fromEntries(statuses.map((status) => [status, objectOf(responses[status])]));
}

/** TypeBox keeps notes of its own in a schema, under symbols; what is left is JSON Schema. */
export function plain(schema: TSchema): JsonObject {
  return objectOf(JSON.parse(JSON.stringify(schema)) as JsonValue);
}

export function adminSchemas(): JsonObject {
  return {
    AdminError: {
      type: 'object',
      description: 'Why the admin API refuses, in words that say what to do.',
      required: ['error'],
      properties: {
        error: {
          type: 'object',
          required: ['status', 'problem', 'detail'],
          properties: {
            status: { type: 'integer' },
            problem: { type: 'string', examples: Object.keys(STATUS_OF) },
            detail: { type: 'string', minLength: 1 },
          },
        },
      },
    },
    AdminSession: plain(SESSION_ANSWER),
  };
}

export function adminSecuritySchemes(): JsonObject {
  const key = (place: string, name: string, description: string): JsonObject => ({
    type: 'apiKey',
    in: place,
    name,
    description,
  });
  return {
    adminToken: { type: 'http', scheme: 'bearer', description: 'The admin token, which opens no SCIM.' },
    adminSession: key('cookie', '__Host-admin', 'A sign-in of the console: POST /admin/session.'),
    adminCsrf: key('header', 'X-CSRF-Token', 'The `csrf` of GET /admin/session, with the cookie.'),
  };
}
