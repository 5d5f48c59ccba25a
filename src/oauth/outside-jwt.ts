// Whose the JWT of an outside issuer is: the one client whose issuer, subject and audience it names. Knows no other way to prove who one is.

import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { OAuthClient, WorkloadIdentity } from './client';
import { claimsOf, verifiedClaims } from './jwt';

export interface OutsideClient {
  readonly client: OAuthClient;
  /** Null: no outside issuer speaks for it. */
  readonly outside: { readonly workload: WorkloadIdentity; readonly keys: JWTVerifyGetKey } | null;
}

/**
 * The JWT stands for a workload, not for one request: its issuer says how long it lives and lets it be used again, as
 * Entra ID does, whose tokens have no `jti`.
 */
export async function byOutsideJwt(
  known: readonly OutsideClient[],
  token: string,
  { now, isAsked }: { readonly now: Date; readonly isAsked: (client: OutsideClient) => boolean },
): Promise<OAuthClient | undefined> {
  const claims = claimsOf(token);
  const [meant, another] = known.filter(isAsked).filter(({ outside }) => isMeant(outside?.workload, claims));
  // A token with the audiences of two clients could be either's: whose people it changes must not be chance.
  if (meant?.outside == null || another !== undefined) return undefined;
  // Keys are asked for only where the claims could do: not everybody's token may cause a fetch.
  const { workload, keys } = meant.outside;
  const { issuer, subject } = workload;
  const expected = { issuer, subject, audience: audiencesOf(workload.audience), now };
  return (await verifiedClaims(token, keys, expected)) === undefined ? undefined : meant.client;
}

function isMeant(workload: WorkloadIdentity | undefined, claims: JWTPayload | undefined): boolean {
  if (workload === undefined || claims?.iss !== workload.issuer || claims.sub !== workload.subject)
    return false;
  const audiences = audiencesOf(workload.audience);
  return [claims.aud ?? []].flat().some((one) => audiences.includes(one));
}

/** Entra ID shows the audience as the scope it asks for, `api://APP/.default`, and writes `api://APP` into the token. */
function audiencesOf(configured: string): readonly string[] {
  return [configured, configured.replace(/\/\.default$/, '')];
}
