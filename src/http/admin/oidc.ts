// Sign-in at the identity provider: sends the browser there, and takes it back with who the person is. What the provider says is checked in oauth/.

import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { SignInProblem } from '../../admin/contract/session';
import type { Customer } from '../../directory/customer';
import {
  ProviderFailure,
  type ProvedPerson,
  type SignInProvider,
  type SignInSecrets,
} from '../../oauth/sign-in-provider';
import { queryOf } from '../authenticate';
import { keepSession, keepSignIn, takeSignIn } from './cookies';
import type { PublicPlace } from './public-place';
import type { SessionKeeper, SignedIn } from './sessions';
import type { SignInLog } from './sign-in-log';

export const OIDC_START = '/admin/session/oidc';
const CALLBACK = `${OIDC_START}/callback`;

export interface OidcOptions {
  readonly provider: SignInProvider;
  readonly customers: readonly Pick<Customer, 'id'>[];
  readonly keeper: SessionKeeper;
  readonly place: PublicPlace;
  readonly log: SignInLog;
  readonly isAvailable: () => boolean;
  readonly now: () => Date;
}

/** What the browser holds between the two requests. */
interface UnderWay extends SignInSecrets {
  readonly next: string;
  readonly again: boolean;
}

/** Why somebody is not let in: shown by the sign-in page, and to be found in the log in detail. */
class NotSignedIn extends Error {
  constructor(
    readonly problem: SignInProblem,
    message: string,
    readonly who: string | null = null,
  ) {
    super(message);
  }
}

export function oidcRoutes(options: OidcOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get(OIDC_START, orSignInPage(options, begin));
  router.get(CALLBACK, orSignInPage(options, end));
  return router;
}

type Step = (options: OidcOptions, request: Request, response: Response) => Promise<void>;

/** A person stands before the browser: what goes wrong is told on a page, not as JSON. */
function orSignInPage(options: OidcOptions, step: Step): RequestHandler {
  return async (request, response) => {
    try {
      await step(options, request, response);
    } catch (error) {
      const failure = error instanceof ProviderFailure ? new NotSignedIn(error.kind, error.message) : error;
      if (!(failure instanceof NotSignedIn)) throw failure;
      options.log.refused(request, response, { who: failure.who, reason: failure.message });
      response.redirect(303, `${options.place.prefix}/admin/sign-in?problem=${failure.problem}`);
    }
  };
}

async function begin({ provider, place }: OidcOptions, request: Request, response: Response): Promise<void> {
  const query = new URLSearchParams(queryOf(request));
  const again = query.get('fresh') === '1';
  const { url, secrets } = await provider.begin(`${place.publicUrl}${CALLBACK}`, again);
  const underWay: UnderWay = { ...secrets, next: place.pageOf(query.get('next')), again };
  keepSignIn(response, nameOf(secrets.state), JSON.stringify(underWay));
  response.redirect(303, url.href);
}

async function end(options: OidcOptions, request: Request, response: Response): Promise<void> {
  const { provider, place, keeper, log } = options;
  const state = new URLSearchParams(queryOf(request)).get('state') ?? '';
  const underWay = readUnderWay(takeSignIn(request, response, nameOf(state)));
  if (underWay?.state !== state)
    throw new NotSignedIn('expired', 'no sign-in of this browser has this state');
  const person = await provider.end(new URL(`${place.publicUrl}${CALLBACK}?${queryOf(request)}`), underWay);
  if (!options.isAvailable()) throw new NotSignedIn('away', 'the database is away', person.name);
  const { secret, session } = await keeper.begin(admitted(options, person, underWay));
  // The browser comes from another site, so it showed no session of before; that one ends by itself.
  keepSession(response, secret);
  log.signedIn(request, response, session);
  // The page itself is open; what it asks for comes from our own origin, and with the cookie.
  response.redirect(303, place.pageOf(underWay.next));
}

/** @throws NotSignedIn for people without a role anywhere, and for those who were to show again who they are and did not */
function admitted(
  { keeper, customers, now }: OidcOptions,
  person: ProvedPerson,
  { again }: UnderWay,
): SignedIn {
  const { name, claimed } = person;
  const at = now();
  // Where the provider does not say when, it is believed only that it asked where it was told to ask.
  const provedAt = person.provedAt ?? (again ? at : null);
  const signedIn = {
    name,
    how: 'oidc',
    claimed,
    provedAt: provedAt && (provedAt > at ? at : provedAt),
  } as const;
  const roleOf = keeper.roleOf(signedIn);
  if (customers.every(({ id }) => roleOf(id) === undefined))
    throw new NotSignedIn('noRole', 'the person has no role at any customer', name);
  if (again && !keeper.isFresh(signedIn))
    throw new NotSignedIn('notAgain', 'the provider did not ask the person to sign in anew', name);
  return signedIn;
}

/** Sign-ins of several tabs stand beside each other. */
function nameOf(state: string): string {
  return createHash('sha256').update(state).digest('hex').slice(0, 12);
}

/** It comes from a cookie, which may hold anything. */
function readUnderWay(text: string | undefined): UnderWay | undefined {
  try {
    const kept = JSON.parse(text ?? '') as Partial<UnderWay> | null;
    const texts = [kept?.state, kept?.nonce, kept?.verifier, kept?.next];
    return texts.every((each) => typeof each === 'string') ? (kept as UnderWay) : undefined;
  } catch {
    return undefined;
  }
}
