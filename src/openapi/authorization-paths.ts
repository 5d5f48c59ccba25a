// The endpoints that speak no SCIM: tokens of OAuth 2.0 (RFC 6749, RFC 8414) and security events (RFC 8936).

import type { JsonObject } from '../directory/json';
import { idParameter } from './parameters';
import { schemaRef } from './reference';
import { refusals } from './refusals';
import { json } from './service-paths';

const OAUTH = ['Authorization'];
const EVENTS = ['Security events'];
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const KEYS: JsonObject = {
  type: 'object',
  required: ['keys'],
  properties: { keys: { type: 'array', items: { type: 'object', required: ['kty', 'kid'] } } },
};

export function authorizationPaths(): JsonObject {
  return {
    '/oauth2/token': { post: tokenOperation() },
    '/oauth2/jwks': published('readTokenKeys', OAUTH, 'The keys that sign access tokens (RFC 7517)', KEYS),
    '/.well-known/oauth-authorization-server': published('readOAuthMetadata', OAUTH, 'RFC 8414', {
      type: 'object',
      required: ['issuer', 'token_endpoint', 'jwks_uri', 'response_types_supported', 'grant_types_supported'],
    }),
    '/.well-known/jwks.json': published('readEventKeys', EVENTS, 'The keys that sign security events', KEYS),
    '/security-events/streams/{id}/poll': {
      parameters: [idParameter('id', 'The stream, as the configuration names it.')],
      post: pollOperation(),
    },
  };
}

export function authorizationSchemas(): JsonObject {
  return {
    OAuthError: {
      type: 'object',
      description: 'RFC 6749 §5.2.',
      required: ['error'],
      properties: { error: { type: 'string' }, error_description: { type: 'string' } },
    },
    EventError: {
      type: 'object',
      description: 'RFC 8935 §2.3.',
      required: ['err', 'description'],
      properties: { err: { type: 'string' }, description: { type: 'string' } },
    },
  };
}

function tokenOperation(): JsonObject {
  const text = { type: 'string' };
  const failed = (description: string): JsonObject => json(description, schemaRef('OAuthError'));
  return {
    operationId: 'requestToken',
    tags: OAUTH,
    summary: 'An access token for a client (RFC 6749 §4.4)',
    security: [{ client: [] }, {}],
    requestBody: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            required: ['grant_type'],
            properties: {
              grant_type: { const: 'client_credentials' },
              scope: { ...text, description: 'scim or scim.read; absent: all that the client may have.' },
              client_id: text,
              client_secret: { ...text, writeOnly: true, description: 'client_secret_post.' },
              client_assertion_type: { const: ASSERTION_TYPE },
              client_assertion: { ...text, writeOnly: true, description: 'private_key_jwt (RFC 7523).' },
            },
          },
        },
      },
    },
    responses: {
      200: json('The token.', {
        type: 'object',
        required: ['access_token', 'token_type', 'expires_in'],
        properties: {
          access_token: text,
          token_type: { const: 'Bearer' },
          expires_in: { type: 'integer', minimum: 1 },
          scope: text,
        },
      }),
      400: failed('The request is malformed, or asks for what the client may not have.'),
      401: failed('The client is unknown, or did not prove who it is.'),
      405: failed('The token endpoint takes POST.'),
      429: failed('Too many failures; see Retry-After.'),
      503: failed('The database is away; see Retry-After.'),
      ...refusals([408, 414, 431]),
    },
  };
}

function pollOperation(): JsonObject {
  const failed = (description: string): JsonObject => json(description, schemaRef('EventError'));
  const tokens = { type: 'object', additionalProperties: { type: 'string' } };
  return {
    operationId: 'pollSecurityEvents',
    tags: EVENTS,
    summary: 'The security event tokens of one stream, and which of them arrived (RFC 8936)',
    security: [{ stream: [] }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              maxEvents: { type: 'integer', minimum: 0 },
              returnImmediately: { type: 'boolean' },
              ack: { type: 'array', items: { type: 'string' } },
              setErrs: { type: 'object', additionalProperties: { type: 'object', required: ['err'] } },
            },
          },
        },
      },
    },
    responses: {
      200: json('The tokens by their jti.', {
        type: 'object',
        required: ['sets'],
        properties: { sets: tokens, moreAvailable: { type: 'boolean' } },
      }),
      400: failed('The request is malformed.'),
      401: failed('No token, or not the one of this stream.'),
      413: failed('The body is too large.'),
      415: failed('The body is no JSON in UTF-8.'),
      503: failed('The database is away; see Retry-After.'),
      ...refusals([408, 414, 431]),
    },
  };
}

function published(
  operationId: string,
  tags: readonly string[],
  summary: string,
  schema: JsonObject,
): JsonObject {
  return {
    get: {
      operationId,
      tags,
      summary,
      security: [],
      responses: { 200: json(summary, schema), ...refusals([400, 408, 414, 431, 503]) },
    },
  };
}
