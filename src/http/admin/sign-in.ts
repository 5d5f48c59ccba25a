// GET, POST and DELETE /admin/session: who is signed in, sign-in with the admin token, sign-out. Knows no identity provider.

import express, { type Request, type RequestHandler, type Router } from 'express';
import { TOKEN_SIGN_IN, type SessionAnswer } from '../../admin/contract/session';
import { AdminFailure } from '../../admin/failure';
import { readInput } from '../../admin/input';
import type { AdminSession } from '../../directory/admin-session';
import type { Customer } from '../../directory/customer';
import { readJsonBody } from '../json-body';
import { dropSession, keepSession, sessionSecretOf } from './cookies';
import { assertMeant, assertOwnPage } from './csrf';
import { ADMIN_TOKEN_NAME, assertAdminToken, CHALLENGE, type AdminToken } from './identify';
import type { PublicPlace } from './public-place';
import { IDLE_S, type SessionKeeper } from './sessions';
import type { SignInLog } from './sign-in-log';

const BODY_BYTES_MAX = 16_384;
const DEPTH_MAX = 4;

export interface SignInOptions {
  readonly customers: readonly Pick<Customer, 'id' | 'name'>[];
  readonly keeper: SessionKeeper;
  readonly token: AdminToken;
  readonly place: PublicPlace;
  readonly log: SignInLog;
  /** The button of the identity provider; null: there is none. */
  readonly oidc: { readonly label: string; readonly startUrl: string } | null;
  readonly isAvailable: () => boolean;
  readonly now: () => Date;
}

export function signInRoutes(options: SignInOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const readBody = readJsonBody(BODY_BYTES_MAX, DEPTH_MAX);
  router
    .route('/admin/session')
    .get(showSession(options))
    .post(mayComeIn(options), readBody, signIn(options))
    .delete(signOut(options))
    .all(() => {
      throw new AdminFailure('notFound', 'This address takes GET, POST and DELETE.');
    });
  return router;
}

function showSession(options: SignInOptions): RequestHandler {
  return async (request, response) => {
    const isByToken = request.headers.authorization !== undefined;
    if (isByToken) response.setHeader('WWW-Authenticate', CHALLENGE);
    const session = isByToken ? undefined : await sessionOf(options, request);
    const shown = isByToken ? await tokenAnswer(options, request) : answer(options, session);
    response.removeHeader('WWW-Authenticate');
    response.json(shown);
  };
}

/** For the command line, which has no session: whom its token opens. */
async function tokenAnswer(options: SignInOptions, request: Request): Promise<SessionAnswer> {
  await assertAdminToken(options.token, request);
  const how = 'token';
  const customers = customersOf(options, { how, claimed: [] });
  return { ...answer(options, undefined), signedIn: true, name: ADMIN_TOKEN_NAME, how, customers };
}

/** Before anything is read: a page of another site must not sign somebody in as somebody else either. */
function mayComeIn({ place, isAvailable }: SignInOptions): RequestHandler {
  return (request, _response, next) => {
    assertOwnPage(request, place);
    if (!place.isSecure)
      throw new AdminFailure(
        'forbidden',
        'Browsers keep no sign-in for an address without https. Put the gateway behind https and set PUBLIC_URL to it.',
      );
    if (!isAvailable()) throw away();
    next();
  };
}

function signIn(options: SignInOptions): RequestHandler {
  const { keeper, token, log, now } = options;
  return async (request, response) => {
    const body: unknown = request.body;
    const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const { token: shown } = readInput(TOKEN_SIGN_IN, given, false);
    try {
      await token.assertRight(String(shown).trim(), request);
    } catch (error) {
      const reason = error instanceof AdminFailure ? error.problem : 'unknown';
      log.refused(request, response, { who: null, reason: `admin token: ${reason}` });
      throw error;
    }
    // What the browser had before opens nothing any more, whoever gave it that (session fixation).
    const before = await sessionOf(options, request);
    if (before !== undefined) await keeper.end(before);
    const signedIn = { name: ADMIN_TOKEN_NAME, how: 'token', claimed: [], provedAt: now() } as const;
    const { secret, session } = await keeper.begin(signedIn);
    keepSession(response, secret);
    log.signedIn(request, response, session);
    response.json(answer(options, session));
  };
}

function signOut(options: SignInOptions): RequestHandler {
  const { keeper, place, log } = options;
  return async (request, response) => {
    const session = await sessionOf(options, request);
    if (session !== undefined) {
      assertMeant(request, place, session.csrf);
      await keeper.end(session);
      log.signedOut(request, response, session);
    }
    dropSession(response);
    response.status(204).end();
  };
}

async function sessionOf(
  { keeper, isAvailable }: SignInOptions,
  request: Request,
): Promise<AdminSession | undefined> {
  const secret = sessionSecretOf(request);
  if (secret === undefined) return undefined;
  // Nobody is told that nobody is signed in where that cannot be known.
  if (!isAvailable()) throw away();
  return keeper.find(secret);
}

function answer(options: SignInOptions, session: AdminSession | undefined): SessionAnswer {
  const { keeper, oidc } = options;
  const time = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
  return {
    signedIn: session !== undefined,
    name: session?.name ?? null,
    how: session?.how ?? null,
    csrf: session?.csrf ?? null,
    customers: session === undefined ? [] : customersOf(options, session),
    idleSeconds: IDLE_S,
    signedInAt: time(session?.signedInAt),
    until: time(session && keeper.until(session)),
    freshUntil: time(session && keeper.freshUntil(session)),
    methods: { token: true, oidc },
  };
}

function customersOf(
  { customers, keeper }: SignInOptions,
  session: Pick<AdminSession, 'how' | 'claimed'>,
): SessionAnswer['customers'] {
  const roleOf = keeper.roleOf(session);
  return customers.flatMap(({ id, name }) => {
    const role = roleOf(id);
    return role === undefined ? [] : [{ id, name, role }];
  });
}

function away(): AdminFailure {
  return new AdminFailure(
    'unavailable',
    'The database is away; nobody can sign in or out until it is back.',
    5,
  );
}
