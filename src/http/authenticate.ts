// Who is calling: the bearer token in the Authorization header and nowhere else (RFC 6750 §2.1); a token belongs to one customer.

import type { Request, RequestHandler, Response } from 'express';
import { Strategy as BearerStrategy, type VerifyFunction } from 'passport-http-bearer';
import { OAuthFailure } from '../oauth/failure';
import { unavailable } from '../scim/errors';
import { badRequest, ScimFailure } from '../scim/failure';
import type { Bearer, IdentifyBearer } from './bearer';
import { localsOf } from './locals';

/** Every refusal is the same, byte for byte: unknown, expired and another customer's token tell nothing apart. */
function unauthorized(): ScimFailure {
  return new ScimFailure(
    401,
    undefined,
    'no token, or one that is unknown or expired; send "Authorization: Bearer" and the token of a connection',
    { 'WWW-Authenticate': 'Bearer realm="scim"' },
  );
}

/**
 * Lets a request with a known token pass, with its connection in the locals; refuses every other, 401 or 400. Where a
 * token cannot be judged now the answer is 503: a client that is told 401 takes its secret for wrong and stops.
 */
export function authenticate(identify: IdentifyBearer, isAvailable: () => boolean): RequestHandler {
  const strategy = new BearerStrategy((token, done) => {
    identify(token).then(
      (bearer) => {
        done(null, bearer ?? false);
      },
      (error: unknown) => {
        done(asScim(error));
      },
    );
  });

  return (request, response, next) => {
    if (!isAvailable()) {
      next(unavailable());
      return;
    }
    if (countCredentials(request) > 1) {
      next(
        badRequest(
          'invalidSyntax',
          'more than one credential; send one Authorization header and nothing else',
        ),
      );
      return;
    }
    attempt(strategy, request, {
      success: (bearer) => {
        next(admits(response, bearer) ? undefined : unauthorized());
      },
      fail: () => {
        next(unauthorized());
      },
      error: next,
    });
  };
}

/** What a strategy says of one request. */
interface Outcome {
  readonly success: (bearer: Bearer) => void;
  readonly fail: () => void;
  readonly error: (error: unknown) => void;
}

/**
 * As Passport runs a strategy: in a copy of it that has the outcomes of this request. Its sessions, log-ins and failure
 * messages are asked for by nobody here.
 */
function attempt(strategy: BearerStrategy<VerifyFunction>, request: Request, outcome: Outcome): void {
  const copy = Object.assign(Object.create(strategy) as typeof strategy, outcome);
  copy.authenticate(request);
}

/** What is expired or revoked is refused as everything is; only the log of its customer says whose it was. */
function admits(response: Response, { connection, token, isGood }: Bearer): boolean {
  const locals = localsOf(response);
  if (isGood) {
    locals.connection = connection;
    locals.token = token;
  } else locals.knownAs = { customer: connection.customer.id, connection: connection.name, token };
  return isGood;
}

function asScim(error: unknown): unknown {
  if (!(error instanceof OAuthFailure)) return error;
  return new ScimFailure(error.status, undefined, error.description, error.headers);
}

/** RFC 6750 §2: never more than one in a request. One in the query counts, though it alone opens nothing. */
function countCredentials(request: Request): number {
  const query = queryOf(request);
  const inQuery = query === '' ? 0 : new URLSearchParams(query).getAll('access_token').length;
  return authorizationsOf(request) + inQuery;
}

/** How many Authorization headers came; Node shows the first alone. */
export function authorizationsOf({ rawHeaders }: Pick<Request, 'rawHeaders'>): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length;
}

/** The raw query text of a request, decoded by nobody yet. */
export function queryOf(request: Pick<Request, 'originalUrl'>): string {
  const start = request.originalUrl.indexOf('?');
  return start === -1 ? '' : request.originalUrl.slice(start + 1);
}
