// POST /oauth2/token as a list of steps, and its answers (RFC 6749 §5); what they decide is in src/oauth.

import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { AccessTokens } from '../oauth/access-token';
import type { OAuthClient } from '../oauth/client';
import type { ClientAuthentication } from '../oauth/client-authentication';
import { invalidClient, invalidRequest, OAuthFailure } from '../oauth/failure';
import { grantToken } from '../oauth/grant';
import { claimsOf } from '../oauth/jwt';
import { readTokenRequest, type ClientCredentials } from '../oauth/token-request';
import { asScimFailure, unavailable } from '../scim/errors';
import { authorizationsOf, queryOf } from './authenticate';
import type { ConnectionRegistry } from './connection';
import { createFailureLimit, type FailureCounts, type FailureLimit } from './failure-limit';
import { localsOf } from './locals';

const BODY_BYTES_MAX = 65_536;
const FORM = 'application/x-www-form-urlencoded';
const PARAMETERS = [
  'grant_type',
  'scope',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
];

export interface TokenEndpointOptions {
  readonly registry: ConnectionRegistry;
  readonly clients: ClientAuthentication;
  readonly accessTokens: AccessTokens;
  readonly limitCounts: FailureCounts;
  readonly isAvailable: () => boolean;
}

/** To be followed by `answerTokenFailure`. */
export function tokenEndpoint(options: TokenEndpointOptions): readonly RequestHandler[] {
  const failureLimit = createFailureLimit('token-endpoint', options.limitCounts);
  return [
    postOnly,
    (_request, _response, next) => {
      next(options.isAvailable() ? undefined : unavailable());
    },
    formOnly,
    express.text({ type: FORM, limit: BODY_BYTES_MAX, inflate: false, verify: utf8Only }),
    async (request, response) => {
      const body: unknown = request.body;
      const authorization = request.get('Authorization');
      const asked = readTokenRequest(typeof body === 'string' ? body : '', authorization);
      const client = await provedClient(asked.credentials, { options, failureLimit, request, response });
      write(response, 200, await grantToken(client, asked.parameters, options.accessTokens));
    },
  ];
}

/** RFC 6749 §3.2: POST, and nothing of the client's in the URL, which logs keep. */
const postOnly: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    write(response, 405, invalidRequest('the token endpoint takes POST').toJSON());
    return;
  }
  const query = new URLSearchParams(queryOf(request));
  if (PARAMETERS.some((name) => query.has(name)))
    next(invalidRequest('parameters belong into the body, not into the URL'));
  else next(authorizationsOf(request) > 1 ? invalidRequest('one Authorization header, not more') : undefined);
};

const formOnly: RequestHandler = (request, _response, next) => {
  next(request.is(FORM) === FORM ? undefined : invalidRequest(`Content-Type must be ${FORM}`));
};

/** RFC 6749 appendix B: in another encoding the same bytes would be other secrets. */
function utf8Only(_request: unknown, _response: unknown, _body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw new Error(charset);
}

interface Attempt {
  readonly options: TokenEndpointOptions;
  readonly failureLimit: FailureLimit;
  readonly request: Request;
  readonly response: Response;
}

/** @throws OAuthFailure `invalid_client`, `slow_down`, `temporarily_unavailable` */
async function provedClient(
  credentials: ClientCredentials,
  { options, failureLimit, request, response }: Attempt,
): Promise<OAuthClient> {
  try {
    const client = await options.clients.authenticate(credentials);
    return await admitted(response, options.registry, client);
  } catch (error) {
    if (error instanceof OAuthFailure && error.code === 'invalid_client')
      await failureLimit.count(claimedName(credentials), request.socket.remoteAddress ?? '');
    throw error;
  }
}

/** Whom the client says to be, for the count of failures alone. */
function claimedName(credentials: ClientCredentials): string {
  if (credentials.kind === 'secret') return credentials.clientId;
  return credentials.clientId ?? claimsOf(credentials.assertion)?.sub ?? '';
}

/**
 * The client as it is now, and for the request log whose request this was.
 *
 * @throws OAuthFailure `invalid_client` where it is revoked
 */
async function admitted(
  response: Response,
  registry: ConnectionRegistry,
  { id }: OAuthClient,
): Promise<OAuthClient> {
  const known = (await registry.current()).client(id);
  if (known?.connection.client == null) throw invalidClient();
  const { connection, isRevoked } = known;
  const locals = localsOf(response);
  if (isRevoked) {
    locals.knownAs = { customer: connection.customer.id, connection: connection.name, token: id };
    throw invalidClient();
  }
  locals.connection = connection;
  locals.token = id;
  return known.connection.client;
}

/** What no step of ours refused goes on to the last handler, as a bug. */
export const answerTokenFailure: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const failure = asOAuthFailure(error);
  if (failure === undefined || response.headersSent) {
    next(error);
    return;
  }
  localsOf(response).refusal = { scimType: null, detail: `${failure.code}: ${failure.description}` };
  for (const [name, value] of Object.entries(failure.headers)) response.setHeader(name, value);
  write(response, failure.status, failure.toJSON());
};

function asOAuthFailure(error: unknown): OAuthFailure | undefined {
  if (error instanceof OAuthFailure) return error;
  const scim = asScimFailure(error);
  if (scim?.status === 503) return new OAuthFailure('temporarily_unavailable', scim.detail, scim.headers);
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  return typeof type === 'string'
    ? invalidRequest(BODY_FAULTS[type] ?? 'the body cannot be read')
    : undefined;
}

const NOT_UTF8 = 'Content-Type: the charset must be UTF-8';
/** By the body reader's name for it. */
const BODY_FAULTS: Readonly<Record<string, string>> = {
  'entity.too.large': `the body is larger than ${BODY_BYTES_MAX} bytes`,
  'encoding.unsupported': 'Content-Encoding: send the body as it is, without compression',
  'charset.unsupported': NOT_UTF8,
  'entity.verify.failed': NOT_UTF8,
};

/** RFC 6749 §5.1: no cache may keep it. */
function write(response: Response, status: number, body: object): void {
  response.status(status);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Pragma', 'no-cache');
  response.end(JSON.stringify(body));
}
