// Signs Security Event Tokens with the gateways' common key, and publishes its public half; knows no event.

import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import type { JsonObject } from '../directory/json';
import type { KeyRing } from '../directory/key-ring';

const ALGORITHM = 'ES256';

export interface TokenSigner {
  /** The compact form (RFC 7515 §7.1). @throws DirectoryFailure `unavailable` */
  sign(claims: JsonObject): Promise<string>;
  /** JWK Set (RFC 7517 §5) without any private part. */
  publicKeys(): Promise<JsonObject>;
}

export function createTokenSigner(keys: KeyRing): TokenSigner {
  // Per process on purpose: the key ring never changes a key, so what was read once holds.
  let known: Promise<SigningKey> | undefined;
  const signingKey = (): Promise<SigningKey> => {
    known ??= readKey(keys).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async sign(claims) {
      const { key, kid } = await signingKey();
      // RFC 8417 §2.3: the type keeps an event from being taken for another kind of token.
      const header = { alg: ALGORITHM, typ: 'secevent+jwt', kid };
      return new SignJWT({ ...claims }).setProtectedHeader(header).sign(key);
    },
    async publicKeys() {
      const { publicJwk } = await signingKey();
      return { keys: [publicJwk] };
    },
  };
}

interface SigningKey {
  readonly key: Awaited<ReturnType<typeof importJWK>>;
  readonly kid: string;
  readonly publicJwk: JsonObject;
}

async function readKey(keys: KeyRing): Promise<SigningKey> {
  const jwk = (await keys.key('event', makeKey)) as unknown as JWK;
  const kid = await calculateJwkThumbprint(jwk);
  const { kty, crv, x, y } = jwk;
  const publicJwk = { kty, crv, x, y, kid, use: 'sig', alg: ALGORITHM } as unknown as JsonObject;
  return { key: await importJWK(jwk, ALGORITHM), kid, publicJwk };
}

async function makeKey(): Promise<JsonObject> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return (await exportJWK(privateKey)) as unknown as JsonObject;
}
