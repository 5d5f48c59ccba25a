// Verifies a JWT that somebody else signed, as strictly everywhere: public-key signatures only, the claims that were named.

import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type ProtectedHeaderParameters,
} from 'jose';
import { OAuthFailure } from './failure';

/** No `none`, and nothing that a public key taken for a shared secret could open (RFC 8725 §3.1, §3.2). */
export const SIGNATURE_ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/** How far two clocks may be apart. */
export const CLOCK_SKEW_S = 30;

export interface ExpectedClaims {
  readonly issuer: string;
  readonly subject: string;
  /** One of these must be an audience. */
  readonly audience: readonly string[];
  readonly required?: readonly string[];
  readonly now: Date;
}

/**
 * The claims of a JWT whose signature, times and named claims are right; undefined for any other.
 *
 * @throws OAuthFailure `temporarily_unavailable` where `keyFor` does
 */
export async function verifiedClaims(
  token: string,
  keyFor: JWTVerifyGetKey,
  { issuer, subject, audience, required = [], now }: ExpectedClaims,
): Promise<JWTPayload | undefined> {
  const options: JWTVerifyOptions = {
    issuer,
    subject,
    audience: [...audience],
    algorithms: [...SIGNATURE_ALGORITHMS],
    requiredClaims: ['exp', ...required],
    clockTolerance: CLOCK_SKEW_S,
    currentDate: now,
  };
  if (isOfAnotherKind(token)) return undefined;
  const payload = await ifValid(() => verifyWithAny(token, keyFor, options));
  const isOfTheFuture = (payload?.iat ?? 0) > secondsOf(now) + CLOCK_SKEW_S;
  return isOfTheFuture ? undefined : payload;
}

/** Types that do not speak against a token that shall prove who somebody is; `JWT` says nothing. */
const KINDS: ReadonlySet<string> = new Set(['at+jwt', 'client-authentication+jwt']);

/** RFC 8725 §3.11: a token with a type of its own, such as a security event or a logout, is none that opens anything. */
function isOfAnotherKind(token: string): boolean {
  const type =
    headerOf(token)
      ?.typ?.toLowerCase()
      .replace(/^application\//, '') ?? '';
  return type.endsWith('+jwt') && !KINDS.has(type);
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

/** What a token claims, verified by nobody: only to find out who could verify it. */
export function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}

/** Undefined where token or key is wrong in any way; that the keys cannot be had now says nothing about the token. */
export async function ifValid<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof OAuthFailure) throw error;
    return undefined;
  }
}

/** A token need not name its key (RFC 7515 §4.1.4); then each that could be it is tried. */
async function verifyWithAny(
  token: string,
  keyFor: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keyFor, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const payload = await ifValid(async () => (await jwtVerify(token, key, options)).payload);
      if (payload !== undefined) return payload;
    }
    throw error;
  }
}
