// What a credential opens: one connection of one customer, and what it may do there; and where every request asks for it.

import type { Customer } from '../directory/customer';
import type { OAuthClient } from '../oauth/client';
import type { Profile } from '../scim/profile';

/** What one connection may ask for. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** Further requests in any minute, at any speed. */
  readonly burst: number;
}

export interface Connection {
  /** Of one customer; another connection of the same name, made later, has another one. What it asked is counted by it. */
  readonly id: string;
  readonly name: string;
  readonly customer: Customer;
  /** The connection at the token endpoint; null: it has no tokens from there. */
  readonly client: OAuthClient | null;
  readonly rateLimit: RateLimit;
  /** How strictly its requests are read. */
  readonly profile: Profile;
  /** False for a credential that reads only (scope `scim.read`). */
  readonly mayWrite: boolean;
  /** userName of the person the credential is bound to, who is /Me (RFC 7644 §3.11); null: it is of a client. */
  readonly user: string | null;
}

/** A credential that is known, whether or not it opens anything: that of an OAuth client, or a token. */
export interface KnownClient {
  readonly connection: Connection;
  /** Revoked, of a connection that was removed, or somebody else's too. */
  readonly isRevoked: boolean;
}

export interface KnownToken extends KnownClient {
  readonly id: string;
  /** Null: never. */
  readonly expires: Date | null;
}

/** All connections as they were at one moment. */
export interface KnownConnections {
  /** @param digest SHA-256 of the token, lower-case hexadecimal; the token itself is kept nowhere */
  token(digest: string): KnownToken | undefined;
  client(id: string): KnownClient | undefined;
}

/** Asked by every request: a connection is made and a token revoked while the gateway runs, by whichever process. */
export interface ConnectionRegistry {
  /** As they were a second ago at most. @throws DirectoryFailure `unavailable` where that cannot be known */
  current(): Promise<KnownConnections>;
  /** As they are now, or were a few milliseconds ago. @throws DirectoryFailure `unavailable` */
  latest(): Promise<KnownConnections>;
}
