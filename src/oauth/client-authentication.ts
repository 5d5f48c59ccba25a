// Who asks for a token: a client proves itself by a secret, by an assertion it signed, or by the JWT of an issuer it trusts.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { UsedAssertions } from '../directory/used-assertions';
import type { AuthorizationServer, OAuthClient } from './client';
import { invalidClient } from './failure';
import { claimsOf, CLOCK_SKEW_S, secondsOf, verifiedClaims } from './jwt';
import { byOutsideJwt, type OutsideClient } from './outside-jwt';
import type { KeySources } from './published-keys';
import type { ClientCredentials } from './token-request';

/** Assertions are made for one request; one that lives for long is as good as a secret. */
const ASSERTION_LIFETIME_MAX_S = 3_600;
const JTI_LENGTH_MAX = 512;
/** A used assertion is remembered for so long beyond its end: the database forgets by its own clock, not by ours. */
const REMEMBERED_LONGER_S = 3_600;

export interface ClientAuthenticationOptions {
  readonly clients: readonly OAuthClient[];
  readonly server: AuthorizationServer;
  readonly keySources: KeySources;
  readonly usedAssertions: UsedAssertions;
  readonly now: () => Date;
}

export interface ClientAuthentication {
  /** @throws OAuthFailure `invalid_client`, `temporarily_unavailable`; DirectoryFailure `unavailable` */
  authenticate(credentials: ClientCredentials): Promise<OAuthClient>;
  /** Whose bearer token this JWT of an outside issuer is; undefined: nobody's. @throws OAuthFailure `temporarily_unavailable` */
  bearerOf(token: string): Promise<OAuthClient | undefined>;
}

interface KnownClient extends OutsideClient {
  readonly ownKeys: JWTVerifyGetKey | null;
}

export function createClientAuthentication(options: ClientAuthenticationOptions): ClientAuthentication {
  const { clients, keySources } = options;
  const known = clients.map((client): KnownClient => {
    const { keys, workload } = client;
    return {
      client,
      ownKeys: keys === null ? null : keySources.ofClient(keys),
      outside: workload === null ? null : { workload, keys: keySources.ofIssuer(workload) },
    };
  });
  return {
    async authenticate(credentials) {
      const client =
        credentials.kind === 'secret'
          ? bySecret(clients, credentials, options.now())
          : await byAssertion(known, credentials, options);
      // RFC 7521 §4.2: a client_id beside an assertion must be the same client's.
      if (client === undefined || (credentials.clientId ?? client.id) !== client.id) throw invalidClient();
      return client;
    },
    bearerOf: (token) =>
      byOutsideJwt(known, token, {
        now: options.now(),
        isAsked: ({ outside }) => outside?.workload.asBearer === true,
      }),
  };
}

type SecretCredentials = Extract<ClientCredentials, { readonly kind: 'secret' }>;
type AssertionCredentials = Extract<ClientCredentials, { readonly kind: 'assertion' }>;

/** Stands in for the secret of a client that has none or does not exist, so that the work is the same. */
const NO_DIGEST = '0'.repeat(64);

function bySecret(
  clients: readonly OAuthClient[],
  { clientId, secrets }: SecretCredentials,
  now: Date,
): OAuthClient | undefined {
  const client = clients.find(({ id }) => id === clientId);
  const alive = client?.secrets.filter(({ expires }) => expires === null || expires > now) ?? [];
  const digests = (alive.length === 0 ? [NO_DIGEST] : alive.map(({ digest }) => digest)).map((digest) =>
    Buffer.from(digest, 'hex'),
  );
  const sent = secrets.map((secret) => createHash('sha256').update(secret).digest());
  const matching = sent.flatMap((one) => digests.filter((digest) => timingSafeEqual(digest, one)));
  return alive.length > 0 && matching.length > 0 ? client : undefined;
}

/** An assertion whose issuer is its subject is the client's own (RFC 7523 §3); any other comes from an outside issuer. */
async function byAssertion(
  known: readonly KnownClient[],
  { assertion, clientId }: AssertionCredentials,
  options: ClientAuthenticationOptions,
): Promise<OAuthClient | undefined> {
  const { iss, sub } = claimsOf(assertion) ?? {};
  const signer = iss === sub ? known.find(({ client }) => client.id === sub) : undefined;
  return signer === undefined
    ? byOutsideJwt(known, assertion, {
        now: options.now(),
        isAsked: ({ client }) => clientId === undefined || client.id === clientId,
      })
    : byOwnAssertion(signer, assertion, options);
}

async function byOwnAssertion(
  { client, ownKeys }: KnownClient,
  assertion: string,
  { server, usedAssertions, now }: ClientAuthenticationOptions,
): Promise<OAuthClient | undefined> {
  if (ownKeys === null) return undefined;
  const claims = await verifiedClaims(assertion, ownKeys, {
    issuer: client.id,
    subject: client.id,
    audience: [server.tokenEndpoint, server.issuer],
    required: ['jti'],
    now: now(),
  });
  if (claims === undefined || !isShortLived(claims, now())) return undefined;
  const { jti, exp = 0 } = claims;
  if (typeof jti !== 'string' || jti === '' || jti.length > JTI_LENGTH_MAX) return undefined;
  // Last, so that only what is right in every other way is noted.
  const expires = new Date((exp + REMEMBERED_LONGER_S) * 1_000);
  return (await usedAssertions.use(client.id, jti, expires)) ? client : undefined;
}

function isShortLived({ exp = 0, iat }: JWTPayload, now: Date): boolean {
  const longest = ASSERTION_LIFETIME_MAX_S + CLOCK_SKEW_S;
  return exp - secondsOf(now) <= longest && (iat === undefined || exp - iat <= longest);
}
