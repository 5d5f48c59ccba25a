// Where the keys of clients and of outside issuers come from: given in the configuration, at an address, or by discovery.

import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import type { ClientKeys, WorkloadIdentity } from './client';
import type { FetchJson } from './fetch-json';
import { createRemoteKeys } from './remote-keys';

export interface KeySourceOptions {
  readonly fetchJson: FetchJson;
  readonly now: () => Date;
  /** Told in words what cannot be fetched, and why. */
  readonly onNotice: (message: string) => void;
}

export interface KeySources {
  ofClient(keys: ClientKeys): JWTVerifyGetKey;
  ofIssuer(workload: WorkloadIdentity): JWTVerifyGetKey;
}

/** One cache for each address, however many clients share it. */
export function createKeySources({ fetchJson, now, onNotice }: KeySourceOptions): KeySources {
  const byPlace = new Map<string, JWTVerifyGetKey>();
  const remote = (place: string, fetchKeys: () => Promise<unknown>): JWTVerifyGetKey => {
    const known = byPlace.get(place);
    const onFailure = (reason: string): void => {
      onNotice(`the keys of ${place} cannot be fetched: ${reason}`);
    };
    const keys = known ?? createRemoteKeys({ fetchKeys, now, onFailure });
    byPlace.set(place, keys);
    return keys;
  };
  return {
    ofClient: (keys) =>
      'jwks' in keys ? createLocalJWKSet(keys.jwks) : remote(keys.jwksUri, () => fetchJson(keys.jwksUri)),
    ofIssuer: ({ issuer, jwksUri }) =>
      jwksUri === null
        ? remote(issuer, async () => fetchJson(await discoveredKeysUri(issuer, fetchJson)))
        : remote(jwksUri, () => fetchJson(jwksUri)),
  };
}

/** OpenID Connect Discovery §4; the document must be the issuer's own (§4.3). */
async function discoveredKeysUri(issuer: string, fetchJson: FetchJson): Promise<string> {
  const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = (await fetchJson(place)) as {
    readonly issuer?: unknown;
    readonly jwks_uri?: unknown;
  } | null;
  if (document?.issuer !== issuer) throw new Error(`${place} is the document of another issuer`);
  const { jwks_uri: uri } = document;
  if (typeof uri === 'string' && URL.canParse(uri) && isAsSafeAs(issuer, new URL(uri))) return uri;
  throw new Error(`${place} has no jwks_uri with https`);
}

/** Only who is configured over http, which is this very machine, may have keys there. */
function isAsSafeAs(issuer: string, keys: URL): boolean {
  const { protocol, hostname } = new URL(issuer);
  return keys.protocol === 'https:' || (protocol === 'http:' && keys.hostname === hostname);
}
