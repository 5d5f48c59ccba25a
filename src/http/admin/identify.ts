// Finds out who asks the admin API: a session of the console, or the admin token of the command line. Knows no operation.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { AdminFailure } from '../../admin/failure';
import { adminEverywhere } from '../../admin/roles';
import { OAuthFailure } from '../../oauth/failure';
import { authorizationsOf } from '../authenticate';
import type { FailureLimit } from '../failure-limit';
import { sessionSecretOf } from './cookies';
import { assertMeant } from './csrf';
import type { PublicPlace } from './public-place';
import type { SessionKeeper } from './sessions';
import { rememberWho, type Who } from './who';

export const ADMIN_TOKEN_NAME = 'admin token';
export const CHALLENGE = 'Bearer realm="admin"';

export interface AdminToken {
  /** @throws AdminFailure `signIn`, `tooMany`: guesses are counted, the right token never waits */
  assertRight(token: string, request: Request): Promise<void>;
}

export function adminToken(digest: string | null, failures: FailureLimit): AdminToken {
  return {
    async assertRight(token, request) {
      if (digest !== null && isRight(token, digest)) return;
      try {
        await failures.count(ADMIN_TOKEN_NAME, request.socket.remoteAddress ?? '');
      } catch (error) {
        if (!(error instanceof OAuthFailure)) throw error;
        throw new AdminFailure(
          'tooMany',
          'Too many wrong admin tokens came from your address; wait a minute, then try the right one.',
          Number(error.headers['Retry-After']),
        );
      }
      throw new AdminFailure(
        'signIn',
        'This is not the admin token. It was shown when the gateway was first started, or is set as ADMIN_TOKEN.',
      );
    },
  };
}

interface IdentifyOptions {
  readonly keeper: SessionKeeper;
  readonly token: AdminToken;
  readonly place: PublicPlace;
  readonly isAvailable: () => boolean;
}

/** Leaves `whoOf(response)`. A browser sends no Authorization header by itself, so the token needs no proof of intent. */
export function identifyAdmin(options: IdentifyOptions): RequestHandler {
  return async (request, response, next) => {
    // RFC 9110 §15.5.2 asks for it with every 401; taken back where somebody is known.
    response.setHeader('WWW-Authenticate', CHALLENGE);
    const isByToken = request.headers.authorization !== undefined;
    const who = isByToken ? await byToken(options, request) : await bySession(options, request);
    response.removeHeader('WWW-Authenticate');
    rememberWho(response, who);
    next();
  };
}

/** @throws AdminFailure unless the request shows the admin token, and it alone */
export async function assertAdminToken(token: AdminToken, request: Request): Promise<void> {
  const [, shown] = /^bearer +([\x21-\x7e]+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  if (shown === undefined || authorizationsOf(request) > 1)
    throw new AdminFailure('signIn', 'Send one header "Authorization: Bearer" with the admin token.');
  await token.assertRight(shown, request);
}

async function byToken({ token }: IdentifyOptions, request: Request): Promise<Who> {
  await assertAdminToken(token, request);
  return {
    name: ADMIN_TOKEN_NAME,
    via: 'command-line',
    roleOf: adminEverywhere,
    isFresh: true,
    isStillSignedIn: () => Promise.resolve(true),
  };
}

async function bySession({ keeper, place, isAvailable }: IdentifyOptions, request: Request): Promise<Who> {
  const secret = sessionSecretOf(request);
  if (secret === undefined) throw notSignedIn();
  if (!isAvailable())
    throw new AdminFailure('unavailable', 'The database is away; nothing was read or changed.', 5);
  const session = await keeper.find(secret);
  if (session === undefined) throw notSignedIn();
  assertMeant(request, place, session.csrf);
  if (isActivity(request)) await keeper.carryOn(session);
  return {
    name: session.name,
    via: 'console',
    roleOf: keeper.roleOf(session),
    isFresh: keeper.isFresh(session),
    isStillSignedIn: async () => (await keeper.find(secret)) !== undefined,
  };
}

/** What a page asks for by itself, again and again, must not keep somebody signed in who left. */
function isActivity(request: Request): boolean {
  const isStream = request.get('Accept')?.includes('text/event-stream') === true;
  return !isStream && request.get('X-Background') === undefined;
}

function notSignedIn(): AdminFailure {
  return new AdminFailure(
    'signIn',
    'You are not signed in, or your sign-in has ended. Sign in, then try again.',
  );
}

function isRight(token: string, digest: string): boolean {
  const right = Buffer.from(digest, 'hex');
  const shown = createHash('sha256').update(token).digest();
  return right.length === shown.length && timingSafeEqual(right, shown);
}
