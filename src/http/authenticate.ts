// Who is calling: the bearer token in the Authorization header and nowhere else (RFC 6750 §2.1); a token belongs to one customer.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { badRequest, ScimFailure } from '../scim/failure';
import type { Connection } from './connection';
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

/** Lets a request with a known token pass, with its connection in the locals; refuses every other, 401 or 400. */
export function authenticate(connections: readonly Connection[], now: () => Date): RequestHandler {
  const known = connections.map((connection) => ({
    connection,
    digest: Buffer.from(connection.tokenDigest, 'hex'),
  }));
  const passport = new Passport();
  passport.use(
    new BearerStrategy((token, done) => {
      const digest = createHash('sha256').update(token).digest();
      // Every digest is compared, and each comparison takes the same time: nothing leaks how close a guess was.
      const matching = known.filter((candidate) => timingSafeEqual(candidate.digest, digest));
      const connection = matching[0]?.connection;
      const isExpired = connection?.expires != null && connection.expires <= now();
      done(null, connection === undefined || isExpired ? false : connection);
    }),
  );

  return (request, response, next) => {
    if (countCredentials(request) > 1) {
      next(
        badRequest(
          'invalidSyntax',
          'more than one credential; send one Authorization header and nothing else',
        ),
      );
      return;
    }
    const verify = passport.authenticate(
      'bearer',
      { session: false },
      (error: unknown, connection?: Connection | false) => {
        if (error != null) next(error);
        else if (connection === undefined || connection === false) next(unauthorized());
        else {
          localsOf(response).connection = connection;
          next();
        }
      },
    ) as RequestHandler;
    void verify(request, response, next);
  };
}

/** RFC 6750 §2: never more than one in a request. One in the query counts, though it alone opens nothing. */
function countCredentials(request: Request): number {
  const headers = request.rawHeaders.filter((name, index) => index % 2 === 0 && isAuthorization(name));
  return headers.length + new URLSearchParams(queryOf(request)).getAll('access_token').length;
}

function isAuthorization(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/** The raw query text of a request, decoded by nobody yet. */
export function queryOf(request: Pick<Request, 'originalUrl'>): string {
  const start = request.originalUrl.indexOf('?');
  return start === -1 ? '' : request.originalUrl.slice(start + 1);
}
