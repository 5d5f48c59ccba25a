// What a credential opens: one connection of one customer, and what it may do there.

import type { Customer } from '../directory/customer';
import type { OAuthClient } from '../oauth/client';
import type { Profile } from '../scim/profile';

/** What one connection may ask for in one process. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** Further requests in any minute, at any speed. */
  readonly burst: number;
}

interface StaticToken {
  /** SHA-256 of the token, lower-case hexadecimal; the token itself is kept nowhere. */
  readonly digest: string;
  /** Null: never. */
  readonly expires: Date | null;
}

export interface Connection {
  readonly name: string;
  readonly customer: Customer;
  readonly tokens: readonly StaticToken[];
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
