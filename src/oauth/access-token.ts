// The gateway's own access tokens: JWTs (RFC 9068) signed with one key for all processes, checked without a look-up.

import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type JWK,
  type KeyLike,
} from 'jose';
import type { JsonObject } from '../directory/json';
import type { KeyRing } from '../directory/key-ring';
import type { AuthorizationServer, OAuthClient } from './client';
import { ifValid, secondsOf } from './jwt';
import { scopesIn, type Scope } from './scope';

const ALGORITHM = 'ES256';
/** RFC 9068 §2.1: no other JWT of ours can be taken for an access token. */
const TYPE = 'at+jwt';

export interface AccessTokens {
  /** @throws DirectoryFailure `unavailable` */
  issue(client: OAuthClient, scopes: readonly Scope[]): Promise<string>;
  /** Undefined unless it is a living token of ours. @throws DirectoryFailure `unavailable` */
  verify(token: string): Promise<VerifiedToken | undefined>;
  /** What others need to verify them, a JWK set (RFC 7517 §5). @throws DirectoryFailure `unavailable` */
  published(): Promise<object>;
}

interface VerifiedToken {
  readonly clientId: string;
  /** Whose the client was when the token was made. */
  readonly owner: string;
  readonly scopes: readonly string[];
  /** Of the client, when the token was made. */
  readonly generation: number;
}

export interface AccessTokenOptions {
  readonly keyRing: KeyRing;
  readonly server: AuthorizationServer;
  readonly now: () => Date;
  readonly newId: () => string;
}

export function createAccessTokens({ keyRing, server, now, newId }: AccessTokenOptions): AccessTokens {
  const { issuer, audience } = server;
  const signingKey = keptKey(keyRing);
  return {
    async issue(client, scopes) {
      const { id, private: key } = await signingKey();
      const issuedAt = secondsOf(now());
      const { id: client_id, owner, generation } = client;
      return new SignJWT({ client_id, owner, scope: scopes.join(' '), generation })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(client.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + client.accessTokenSeconds)
        .setJti(newId())
        .sign(key);
    },
    async verify(token) {
      const { public: key } = await signingKey();
      const expected = {
        issuer,
        audience,
        typ: TYPE,
        algorithms: [ALGORITHM],
        currentDate: now(),
        requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'owner', 'scope', 'jti'],
      };
      const payload = await ifValid(async () => (await jwtVerify(token, key, expected)).payload);
      const { client_id: clientId, owner, scope, generation = 0 } = payload ?? {};
      if (typeof clientId !== 'string' || typeof owner !== 'string' || typeof scope !== 'string')
        return undefined;
      if (typeof generation !== 'number') return undefined;
      return { clientId, owner, scopes: scopesIn(scope), generation };
    },
    published: async () => ({ keys: [(await signingKey()).published] }),
  };
}

interface SigningKey {
  readonly id: string;
  readonly private: KeyLike;
  readonly public: KeyLike;
  readonly published: JWK;
}

/** The key never changes, so each process reads it once; what failed is tried again. */
function keptKey(keyRing: KeyRing): () => Promise<SigningKey> {
  let kept: Promise<SigningKey> | undefined;
  return async () => {
    kept ??= keyRing.key('access-token', makeKey).then(asSigningKey);
    try {
      return await kept;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
}

async function makeKey(): Promise<JsonObject> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)) };
}

async function asSigningKey(kept: JsonObject): Promise<SigningKey> {
  // What the ring keeps is what `makeKey` made.
  const key = kept as unknown as JWK;
  const { d: _private, ...open } = key;
  const id = await calculateJwkThumbprint(open);
  return {
    id,
    private: (await importJWK(key, ALGORITHM)) as KeyLike,
    public: (await importJWK(open, ALGORITHM)) as KeyLike,
    published: { ...open, kid: id, alg: ALGORITHM, use: 'sig' },
  };
}
