// What the gateway knows of one OAuth client: its id, how it proves itself, and what its tokens may do. Knows no customer.

import type { JSONWebKeySet } from 'jose';
import type { Scope } from './scope';

export interface OAuthClient {
  /** Unique in the whole gateway; `sub` and `client_id` of its access tokens (RFC 9068 §2.2). */
  readonly id: string;
  /** Whose it is: an id may be given to somebody else later, whom the tokens of before must not open. */
  readonly owner: string;
  /** Usually one, two while the secret is changed. */
  readonly secrets: readonly ClientSecret[];
  /** With which the client signs its assertions (`private_key_jwt`); null: it has none. */
  readonly keys: ClientKeys | null;
  /** Whose JWTs stand for this client; null: nobody's. */
  readonly workload: WorkloadIdentity | null;
  /** At least one. */
  readonly scopes: readonly Scope[];
  readonly accessTokenSeconds: number;
  /** Rises when the client is revoked: access tokens of an earlier one open nothing, though it may come again. */
  readonly generation: number;
}

export interface ClientSecret {
  /** SHA-256 of the secret, lower-case hexadecimal. */
  readonly digest: string;
  /** Null: never. */
  readonly expires: Date | null;
}

export type ClientKeys = { readonly jwks: JSONWebKeySet } | { readonly jwksUri: string };

/** A JWT of another issuer that names exactly this audience and subject. */
export interface WorkloadIdentity {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Null: told by the issuer's OpenID Connect discovery. */
  readonly jwksUri: string | null;
  /** Whether such a JWT is a bearer token at the SCIM base too, without a visit to the token endpoint. */
  readonly asBearer: boolean;
}

/** RFC 8414; every endpoint stands under the public URL, which is the issuer. */
export interface AuthorizationServer {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** Who access tokens are for: the SCIM base. */
  readonly audience: string;
}
