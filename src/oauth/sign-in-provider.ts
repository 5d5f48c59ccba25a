// The identity provider that admins sign in at: OpenID Connect, authorization code flow with PKCE, by openid-client. Knows no HTTP server and no role.

import * as client from 'openid-client';
import { boundedFetch } from './bounded-fetch';

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly rolesClaim: string;
}

/** Kept by the browser that began, and by nobody else, until the provider sends it back. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface ProvedPerson {
  /** As people are called in logs: their name and what the provider knows them by. */
  readonly name: string;
  /** Values of the claim that gives roles. */
  readonly claimed: readonly string[];
  /** When they showed who they are; null where the provider does not say. */
  readonly provedAt: Date | null;
}

/** `refused`: the provider did not let the person in; `away`: it does not answer as it should. The message is for the log. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';

  constructor(
    readonly kind: 'refused' | 'away',
    message: string,
  ) {
    super(message);
  }
}

export interface SignInProvider {
  /** Where to send the browser. @param again the person is to show anew who they are */
  begin(redirectUri: string, again: boolean): Promise<{ readonly url: URL; readonly secrets: SignInSecrets }>;
  /** @param callback the redirect URI with what the provider added to it */
  end(callback: URL, secrets: SignInSecrets): Promise<ProvedPerson>;
}

const TIMEOUT_S = 5;
/** What the provider publishes of itself is read anew after that. */
const FRESH_MS = 600_000;
const NAME_LENGTH_MAX = 120;

/** Both functions throw ProviderFailure. */
export function createSignInProvider(settings: ProviderSettings, now: () => Date): SignInProvider {
  const configuration = discovered(settings, now);
  return {
    begin: (redirectUri, again) =>
      asProviderFailure(async () => {
        const secrets = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: settings.scopes.join(' '),
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
          code_challenge_method: 'S256',
          // OpenID Connect Core §3.1.2.1: with max_age the provider must say when the person signed in.
          ...(again ? { prompt: 'login', max_age: '0' } : {}),
        });
        return { url, secrets };
      }),
    end: (callback, { state, nonce, verifier }) =>
      asProviderFailure(async () => {
        const known = await configuration();
        const tokens = await client.authorizationCodeGrant(known, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('there is no ID token');
        const whole = await withRoles(known, settings.rolesClaim, claims, tokens.access_token);
        return provedPerson(whole, settings.rolesClaim);
      }),
  };
}

type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Some providers keep groups out of the ID token and tell them at their UserInfo endpoint (OpenID Connect Core §5.3). */
async function withRoles(
  known: client.Configuration,
  rolesClaim: string,
  claims: Claims,
  accessToken: string,
): Promise<Claims> {
  const isThere = claims[rolesClaim] !== undefined;
  if (isThere || known.serverMetadata().userinfo_endpoint === undefined) return claims;
  const more = await client.fetchUserInfo(known, accessToken, claims.sub);
  return { ...more, ...claims };
}

function provedPerson(claims: Claims, rolesClaim: string): ProvedPerson {
  const { auth_time: seconds } = claims;
  const told = claims[rolesClaim];
  return {
    name: nameOf(claims),
    claimed: [told].flat().filter((value) => typeof value === 'string'),
    provedAt: typeof seconds === 'number' ? new Date(seconds * 1_000) : null,
  };
}

/** Two people of one name are told apart, and nobody can pass for somebody else by a name of their own choice. */
function nameOf(claims: Claims): string {
  const [name, user, email] = ['name', 'preferred_username', 'email'].map((claim) => shown(claims[claim]));
  const handle = user ?? email;
  const unique = handle === undefined ? (shown(claims.sub) ?? '') : handle;
  return name === undefined || name === unique ? `${unique} (single sign-on)` : `${name} (${unique})`;
}

function shown(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const visible = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim();
  return visible === '' ? undefined : visible.slice(0, NAME_LENGTH_MAX);
}

/** Those who sign in at the same time share one discovery; one that failed is tried again by the next. */
function discovered(settings: ProviderSettings, now: () => Date): () => Promise<client.Configuration> {
  let known: { readonly configuration: Promise<client.Configuration>; readonly atMs: number } | undefined;
  return () => {
    if (known === undefined || now().getTime() - known.atMs > FRESH_MS) {
      const configuration = discover(settings);
      known = { configuration, atMs: now().getTime() };
      configuration.catch(() => {
        known = undefined;
      });
    }
    return known.configuration;
  };
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<client.Configuration> {
  const isInsecure = new URL(issuer).protocol === 'http:';
  return client.discovery(new URL(issuer), clientId, {}, authentication(clientSecret), {
    [client.customFetch]: boundedFetch as client.CustomFetch,
    timeout: TIMEOUT_S,
    execute: [
      // The signature is looked at though the ID token comes from the provider itself: a proxy may stand between.
      client.enableNonRepudiationChecks,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only on this very machine, as the configuration made sure
      ...(isInsecure ? [client.allowInsecureRequests] : []),
    ],
  });
}

/** OpenID Connect Discovery §3: where the provider does not say what it takes, it takes client_secret_basic. */
function authentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (taken.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

async function asProviderFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefusal =
      error instanceof client.AuthorizationResponseError ||
      (error instanceof client.ResponseBodyError && error.error === 'invalid_grant');
    throw new ProviderFailure(isRefusal ? 'refused' : 'away', reasonOf(error));
  }
}

const CAUSES_MAX = 5;

/** Libraries hide why behind "something went wrong", and that behind "fetch failed". */
function reasonOf(error: unknown): string {
  const told: string[] = [];
  let each = error as Readonly<Record<string, unknown>> | null | undefined;
  for (
    ;
    typeof each === 'object' && each !== null && told.length < CAUSES_MAX;
    each = each['cause'] as typeof each
  ) {
    const words = [each['message'], each['error_description'], each['code']];
    told.push(words.filter((word) => typeof word === 'string' && word !== '').join(' '));
  }
  return told.length === 0 ? String(error) : told.join(': ');
}
